import type { Manifest } from '../../core/manifest';
import type { TrainingRun } from '../../core/studio/run';
import { ClassifierError } from '../../core/errors';
import type { ProjectFiles } from '../../store/studio/project-files';
import { readRun, type RunRecord } from './run-files';

/** A finished run with all that it left: what Look, Clean and the others show. */
export interface RunReport {
  run: TrainingRun;
  record: RunRecord;
  manifest: Manifest;
}

/**
 * Reads what a finished run left.
 *
 * @throws ClassifierError `model-part-missing` when its files are gone, `storage-unavailable`.
 */
export async function readRunReport(files: ProjectFiles, run: TrainingRun): Promise<RunReport> {
  const [record, described] = await Promise.all([
    readRun(files, run.id),
    files.read(`runs/${run.id}/model/bearings.json`),
  ]);
  if (!record || !described) throw new ClassifierError('model-part-missing', `run ${run.id}`);
  // Written by this app and read back by its checker when the run ended.
  const manifest = JSON.parse(await described.text()) as Manifest;
  return { run, record, manifest };
}

/** Runs that ended well, newest first. */
export function listFinished(runs: readonly TrainingRun[]): TrainingRun[] {
  return runs.filter(({ status }) => status === 'finished').reverse();
}

/** The run that a person chose to look at, else the newest that ended well. */
export function findShownRun({
  runs,
  chosenRunId,
}: {
  runs: readonly TrainingRun[];
  chosenRunId: string | null;
}): TrainingRun | null {
  const finished = listFinished(runs);
  return finished.find(({ id }) => id === chosenRunId) ?? finished[0] ?? null;
}

import type { Evaluation } from '../../core/manifest';
import type { Prediction, RateSearch, TuningReport } from '../../core/training/training-plan';
import { ClassifierError } from '../../core/errors';
import type { ProjectFiles } from '../../store/studio/project-files';
import type { ModelFile } from '../../worker/import-protocol';
import type { TrainingResult } from '../../worker/training-protocol';

/** What a finished run leaves beside its model. */
export interface RunRecord {
  /** Of every photo that could be opened, by heads that never learnt from it. */
  predictions: Prediction[];
  rate: RateSearch;
  bestRound: number;
  evaluation: Evaluation | null;
  /** What was and was not possible with these photos, a sentence each. */
  notes: string[];
  failures: TrainingResult['failures'];
  /** What came of tuning the network's last block; earlier runs did not say. */
  tuning?: TuningReport | null;
  /** Ids of the photos in the model's bank, by its rows; earlier runs did not say. */
  bankPhotos?: string[];
  /** The model's files, relative to it. */
  files: { path: string; bytes: number }[];
}

/** Keeps a finished run's model and record among its project's files. */
export async function writeRun(
  files: ProjectFiles,
  runId: string,
  result: TrainingResult,
): Promise<void> {
  const { manifest, predictions, rate, bestRound, notes, failures, tuning, bankPhotos } = result;
  for (const { path, blob } of result.files) await files.write(modelPath(runId, path), blob);
  const record: RunRecord = {
    predictions,
    rate,
    bestRound,
    evaluation: manifest.evaluation,
    notes,
    failures,
    tuning,
    bankPhotos,
    files: result.files.map(({ path, blob }) => ({ path, bytes: blob.size })),
  };
  // Last: a record means that everything it names is there.
  await files.write(`runs/${runId}/record.json`, new Blob([JSON.stringify(record)]));
}

/** What a finished run left; `null` when it never finished. */
export async function readRun(files: ProjectFiles, runId: string): Promise<RunRecord | null> {
  const blob = await files.read(`runs/${runId}/record.json`);
  return blob && (JSON.parse(await blob.text()) as RunRecord);
}

/**
 * A finished run's model as files, `bearings.json` among them: as the library keeps it.
 *
 * @throws ClassifierError `model-part-missing`.
 */
export async function readRunModel(files: ProjectFiles, runId: string): Promise<ModelFile[]> {
  const record = await readRun(files, runId);
  return Promise.all(
    (record?.files ?? []).map(async ({ path }) => {
      const blob = await files.read(modelPath(runId, path));
      if (!blob) throw new ClassifierError('model-part-missing', path);
      return { path, blob };
    }),
  );
}

function modelPath(runId: string, path: string): string {
  return `runs/${runId}/model/${path}`;
}

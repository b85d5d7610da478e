import type { TrainingRun } from '../../core/studio/run';
import type { ClassifierError } from '../../core/errors';
import type { ModelLibrary } from '../model-library';
import type { ProjectSession } from './project-session';
import { planActions } from '../../core/studio/plan-actions';
import { setActionsInFiles } from './apply-actions';
import { readRun, readRunModel } from './run-files';

/**
 * Keeps a run's model among the models of this device, in place of what the project kept before.
 *
 * @returns Its id there, and why it is only in memory, or `null` when it is kept.
 * @throws ClassifierError `model-part-missing`, `storage-…`.
 */
export async function deployRun(
  session: ProjectSession,
  run: TrainingRun,
  library: Pick<ModelLibrary, 'find' | 'freeIdFor' | 'keep'>,
): Promise<{ id: string; problem: ClassifierError | null }> {
  const { name, runs, decision } = session.project;
  const before = runs
    .flatMap(({ modelId }) => modelId ?? [])
    .find((id) => library.find(id)?.kind === 'kept');
  const trained = await readRunModel(session.files, run.id);
  // Another version is another model: what the old one said about photos must not be taken for its.
  const { manifest, files } = await setActionsInFiles(
    trained,
    planActions(decision, run.labels),
    (own) => library.freeIdFor(own.name),
  );
  const origin = { kind: 'file', text: name, formatName: 'Studio project' } as const;
  const pictures = await readBankPictures(session, run);
  const problem = await library.keep({ manifest, files, pictures }, origin, before);
  await session.update({
    runs: session.project.runs.map((one) =>
      one.id === run.id
        ? { ...one, modelId: manifest.id }
        : { ...one, modelId: one.modelId === before ? null : one.modelId },
    ),
  });
  return { id: manifest.id, problem };
}

/** Thumbnails of the photos in the bank, by its rows; `null` for those that are gone. */
async function readBankPictures(
  session: ProjectSession,
  run: TrainingRun,
): Promise<(Blob | null)[]> {
  const record = await readRun(session.files, run.id);
  return Promise.all((record?.bankPhotos ?? []).map((id) => session.readThumbnail(id)));
}

import type { ActionPlan } from '../../core/actions/action-plan';
import type { Manifest } from '../../core/manifest';
import type { Project } from '../../core/studio/project';
import type { TrainingRun } from '../../core/studio/run';
import type { ModelFile } from '../../worker/import-protocol';
import type { LibraryEntry, ModelLibrary } from '../model-library';

const MANIFEST_NAME = 'bearings.json';

/** A manifest with what a person decided; `null` takes it out. */
export function setActions(manifest: Manifest, plan: ActionPlan | null): Manifest {
  const { actions: _before, ...rest } = manifest;
  return plan ? { ...rest, actions: plan } : rest;
}

/** A model's files with what a person decided in its manifest; the others are the same. */
export async function setActionsInFiles(
  files: readonly ModelFile[],
  plan: ActionPlan | null,
): Promise<ModelFile[]> {
  return Promise.all(
    files.map(async (file) => {
      if (file.path !== MANIFEST_NAME) return file;
      const manifest = setActions(JSON.parse(await file.blob.text()) as Manifest, plan);
      return { path: file.path, blob: new Blob([`${JSON.stringify(manifest)}\n`]) };
    }),
  );
}

/** The newest run of the project that is a model of this device, with that model. */
export function findModelOfProject(
  { runs }: Pick<Project, 'runs'>,
  entries: readonly LibraryEntry[],
): { run: TrainingRun; entry: Extract<LibraryEntry, { kind: 'kept' }> } | null {
  for (const run of [...runs].reverse()) {
    const entry = entries.find(({ id }) => id === run.modelId);
    if (entry?.kind === 'kept') return { run, entry };
  }
  return null;
}

/**
 * Writes what a person decided into a kept model.
 *
 * @throws ClassifierError `model-not-found`, `storage-full`, `storage-unavailable`.
 */
export async function updateModel(
  library: Pick<ModelLibrary, 'editManifest'>,
  id: string,
  plan: ActionPlan | null,
): Promise<void> {
  await library.editManifest(id, (manifest) => setActions(manifest, plan));
}

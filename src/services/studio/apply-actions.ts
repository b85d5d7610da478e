import type { ActionPlan } from '../../core/actions/action-plan';
import { writePlanSection } from '../../core/actions/describe-plan';
import { ClassifierError } from '../../core/errors';
import type { Manifest } from '../../core/manifest';
import type { Project } from '../../core/studio/project';
import type { TrainingRun } from '../../core/studio/run';
import type { ModelFile } from '../../worker/import-protocol';
import type { LibraryEntry, ModelLibrary } from '../model-library';

const MANIFEST_NAME = 'bearings.json';
const CARD_NAME = 'CARD.md';

/** A manifest with what a person decided; `null` takes it out. */
export function setActions(manifest: Manifest, plan: ActionPlan | null): Manifest {
  const { actions: _before, ...rest } = manifest;
  return plan ? { ...rest, actions: plan } : rest;
}

/**
 * A model's files with what a person decided in its manifest and card; the others are the same.
 *
 * @param chooseId For another version under an id of its own.
 * @returns The files, and the manifest that they hold.
 * @throws ClassifierError `model-part-missing`.
 */
export async function setActionsInFiles(
  files: readonly ModelFile[],
  plan: ActionPlan | null,
  chooseId = ({ id }: Manifest) => id,
): Promise<{ manifest: Manifest; files: ModelFile[] }> {
  const described = files.find(({ path }) => path === MANIFEST_NAME);
  if (!described) throw new ClassifierError('model-part-missing', MANIFEST_NAME);
  // As this app wrote it, after its checker.
  const before = JSON.parse(await described.blob.text()) as Manifest;
  const manifest = { ...setActions(before, plan), id: chooseId(before) };
  const edited = files.map(async (file) => {
    const { path, blob } = file;
    if (path === MANIFEST_NAME) return { path, blob: new Blob([`${JSON.stringify(manifest)}\n`]) };
    if (path !== CARD_NAME) return file;
    const card = writePlanSection(await blob.text(), plan, manifest.labels);
    return { path, blob: new Blob([card]) };
  });
  return { manifest, files: await Promise.all(edited) };
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
 * Writes what a person decided into a kept model: its manifest and its card.
 *
 * @throws ClassifierError `model-not-found`, `storage-full`, `storage-unavailable`.
 */
export async function updateModel(
  library: Pick<ModelLibrary, 'edit'>,
  id: string,
  plan: ActionPlan | null,
): Promise<void> {
  await library.edit(id, (files) => setActionsInFiles(files, plan));
}

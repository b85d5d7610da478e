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

/** A model's files with what a person decided in its manifest and card; the others are the same. */
export async function setActionsInFiles(
  files: readonly ModelFile[],
  plan: ActionPlan | null,
): Promise<ModelFile[]> {
  const manifest = setActions(await readManifest(files), plan);
  return Promise.all(
    files.map(async (file) => {
      const { path, blob } = file;
      if (path === MANIFEST_NAME) return { path, blob: toJson(manifest) };
      if (path !== CARD_NAME) return file;
      const card = writePlanSection(await blob.text(), plan, manifest.labels);
      return { path, blob: new Blob([card]) };
    }),
  );
}

/** As this app wrote it, after its checker. */
async function readManifest(files: readonly ModelFile[]): Promise<Manifest> {
  const described = files.find(({ path }) => path === MANIFEST_NAME);
  if (!described) throw new ClassifierError('model-part-missing', MANIFEST_NAME);
  return JSON.parse(await described.blob.text()) as Manifest;
}

function toJson(manifest: Manifest): Blob {
  return new Blob([`${JSON.stringify(manifest)}\n`]);
}

/** A model's files as another version: what the old one said about photos must not be taken for its. */
export async function setId(
  files: readonly ModelFile[],
  choose: (manifest: Manifest) => string,
): Promise<{ manifest: Manifest; files: ModelFile[] }> {
  const before = await readManifest(files);
  const manifest = { ...before, id: choose(before) };
  const renamed = files.map((file) =>
    file.path === MANIFEST_NAME ? { path: MANIFEST_NAME, blob: toJson(manifest) } : file,
  );
  return { manifest, files: renamed };
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
  await library.edit(
    id,
    (manifest) => setActions(manifest, plan),
    (files) => setActionsInFiles(files, plan),
  );
}

import { draftManifest } from '../core/draft-manifest';
import { ClassifierError } from '../core/errors';
import { MemoryFiles } from '../model/memory-files';
import { MANIFEST_NAME, writeBundle } from '../model/write-bundle';
import { holdDraft, inspectForeign } from './hold-draft';
import type { FinishedModel, FinishRequest, ImportProgress, ModelFile } from './import-protocol';
import { openOurs } from './open-ours';
import type { WorkerSession } from './session';
import { toModelFile } from './to-model-file';

/** Handles `finishModel`: the handed-over model as a model of ours, with its contract pinned. */
export async function finishModel(
  session: WorkerSession,
  { handed, contract, taps, name, id }: FinishRequest,
  signal: AbortSignal,
  onProgress: (progress: ImportProgress) => void,
): Promise<FinishedModel> {
  const options = { signal, onProgress, taps };
  const { recognised, tree } = await holdDraft(session, handed, options);
  if (recognised.kind === 'bearings') {
    const ours = await openOurs(session, tree, recognised.path, { signal });
    const manifest = { ...ours.manifest, id, name };
    const files = ours.files
      .filter(({ path }) => path !== MANIFEST_NAME)
      .map(({ path, content }) => toModelFile(path, content));
    return { manifest, files: [toModelFile(MANIFEST_NAME, toJson(manifest)), ...files] };
  }
  const model = { ...recognised.model, name, contract };
  // Golden outputs hold for one way of preparing photos: the one that the user settled on.
  const findings = await inspectForeign(session, model, options);
  signal.throwIfAborted();
  onProgress({ stage: 'write', loaded: 0, total: 0 });
  const files = await writeBundle(model, (parts) =>
    draftManifest({ id, model, contract, findings, files: parts }),
  );
  const written = files.find(({ path }) => path === MANIFEST_NAME);
  if (!written) throw new ClassifierError('internal', `${MANIFEST_NAME} was not written`);
  const bundle = files.map(({ path, bytes }) => toModelFile(path, bytes));
  return { manifest: await readBack(session, bundle), files: bundle };
}

/** What was written is what will be opened: read it as that will. */
async function readBack(
  session: WorkerSession,
  files: readonly ModelFile[],
): Promise<FinishedModel['manifest']> {
  const held = files.map(({ path, blob }) => ({ path, content: blob }));
  const bundle = await session.reader.read(new MemoryFiles('this model', held), MANIFEST_NAME);
  return bundle.manifest;
}

function toJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value)}\n`);
}

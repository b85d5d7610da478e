import { holdsName, rewriteName } from '../core/rename-model';
import { writeModel } from '../engine/write-model';
import { MemoryFiles } from '../model/memory-files';
import { collectBundle } from '../model/read-from-tree';
import { MANIFEST_NAME } from '../model/write-bundle';
import { type HeldDraft, holdDraft, inspectForeign } from './hold-draft';
import type { FinishedModel, FinishRequest, ImportProgress } from './import-protocol';
import type { WorkerSession } from './session';
import { toModelFile } from './to-model-file';

/** Handles `finishModel`: the handed-over model as a model of ours, with its contract pinned. */
export async function finishModel(
  session: WorkerSession,
  request: FinishRequest,
  signal: AbortSignal,
  onProgress: (progress: ImportProgress) => void,
): Promise<FinishedModel> {
  const { handed, contract, taps, name, id } = request;
  const options = { signal, onProgress, taps };
  const { recognised, tree } = await holdDraft(session, handed, options);
  if (recognised.kind === 'bearings') {
    return takeOver(session, tree, recognised.path, request, signal);
  }
  const model = { ...recognised.model, name, contract };
  // Golden outputs hold for one way of preparing photos: the one that the user settled on.
  const findings = await inspectForeign(session, model, options);
  signal.throwIfAborted();
  onProgress({ stage: 'write', loaded: 0, total: 0 });
  const { bundle, files } = await writeModel(model, findings, id, {
    reader: session.reader,
    signal,
  });
  return {
    manifest: bundle.manifest,
    files: files.map(({ path, bytes }) => toModelFile(path, bytes)),
  };
}

/** A model of ours stays as it is but for the name and the id that it has here. */
async function takeOver(
  { reader }: WorkerSession,
  tree: HeldDraft['tree'],
  path: string,
  { id, name }: FinishRequest,
  signal: AbortSignal,
): Promise<FinishedModel> {
  const held = await collectBundle(tree, path, { signal });
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const bundle = await reader.read(new MemoryFiles(tree.name, held), path.slice(folder.length), {
    signal,
  });
  const manifest = { ...bundle.manifest, id, name };
  const files = held
    .filter((file) => file.path !== MANIFEST_NAME)
    .map((file) => {
      const isNamed = holdsName(file.path);
      const content = isNamed ? renameIn(file.path, file.content, name) : file.content;
      return toModelFile(file.path, content);
    });
  const described = encode(`${JSON.stringify(manifest)}\n`);
  return { manifest, files: [toModelFile(MANIFEST_NAME, described), ...files] };
}

function renameIn(path: string, bytes: Uint8Array, name: string): Uint8Array {
  return encode(rewriteName(path, new TextDecoder().decode(bytes), name));
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

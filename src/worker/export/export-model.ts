import { holdFiles } from '../../model/memory-files';
import { ClassifierError } from '../../core/errors';
import type { PlainKind } from '../../core/export/plain-kinds';
import { type PlainContent, writePlainFiles } from '../../model/export/plain-files';
import type { ModelBundle } from '../../model/read-model';
import type { ExportedZip, ExportModelRequest, ExportProgress } from '../export-protocol';
import { locateModel } from '../open-model';
import type { WorkerSession } from '../session';
import { collectSource } from './collect-source';
import { packFiles } from './pack-files';

/** Handles `exportModel`: the whole model, or its bare network as other loaders open it. */
export async function exportModel(
  session: WorkerSession,
  { source, form }: ExportModelRequest,
  signal: AbortSignal,
  onProgress: (progress: ExportProgress) => void,
): Promise<ExportedZip> {
  onProgress({ stage: 'read', done: 0, total: 0 });
  if (form === 'whole') {
    const { files } = await collectSource(source, signal);
    return packFiles(files, { signal, onProgress });
  }
  const { files, name } = await locateModel(source);
  const bundle = await session.reader.read(files, name, { signal });
  const plain = await toPlain(session, bundle, form, signal, onProgress);
  signal.throwIfAborted();
  const written = holdFiles(writePlainFiles(plain));
  return packFiles(written, { signal, onProgress }, plain.check);
}

async function toPlain(
  { engine }: WorkerSession,
  bundle: ModelBundle,
  kind: PlainKind,
  signal: AbortSignal,
  onProgress: (progress: ExportProgress) => void,
): Promise<PlainContent> {
  const { manifest, network } = bundle;
  if (network.kind === 'head-on-trunk') {
    const { exportPlain } = await import('../../engine/export-plain');
    const plain = await engine.openAside(bundle, (opened) =>
      exportPlain(bundle, opened, kind, {
        signal,
        onProgress: (done, total) => onProgress({ stage: 'check', done, total }),
      }),
    );
    const { precision, error, input } = plain;
    return { network: plain.network, manifest, input, check: { precision, error } };
  }
  if (network.kind === 'tfjs-mobilenet' || network.kind !== `tfjs-${kind}`) {
    throw new ClassifierError('export-not-offered', `${network.kind} as ${kind}`);
  }
  // What somebody else made goes as it came.
  return { network, manifest, input: manifest.input, check: null };
}

import type { NetworkFindings } from '../core/network-findings';
import type { FileTree } from '../model/file-tree';
import { recogniseModel, type Recognised } from '../model/formats';
import type { ForeignModel } from '../model/foreign-model';
import { openTree } from '../model/intake/open-tree';
import type { ChosenTaps, HandedFiles, ImportProgress } from './import-protocol';
import type { WorkerSession } from './session';

/** What is known of the last model that was handed over. */
export interface HeldDraft {
  handedId: number;
  tree: FileTree;
  recognised: Recognised;
  /** The taps that were asked for when it was inspected. */
  taps: ChosenTaps;
  /** Of a network that is not ours. */
  findings: NetworkFindings | null;
}

interface HoldOptions {
  signal: AbortSignal;
  onProgress: (progress: ImportProgress) => void;
  taps?: ChosenTaps | undefined;
}

/**
 * Reads and recognises what was handed over, unless that was done before; a new worker does it again.
 *
 * @throws ClassifierError that names what it is and what to do; `cancelled`.
 */
export async function holdDraft(
  session: WorkerSession,
  { handedId, name, files }: HandedFiles,
  { signal, onProgress, taps = {} }: HoldOptions,
): Promise<HeldDraft> {
  const held = session.draft;
  if (held?.handedId === handedId) {
    if (JSON.stringify(held.taps) === JSON.stringify(taps) || !held.findings) return held;
    const findings = await inspect(session, held.recognised, { signal, onProgress, taps });
    session.draft = { ...held, taps, findings };
    return session.draft;
  }
  // Two large models at a time may be more than a phone has room for.
  session.draft = null;
  const tree = await openTree(files, {
    name: stem(name),
    signal,
    onProgress: (loaded, total) => onProgress({ stage: 'read', loaded, total }),
  });
  const recognised = await recogniseModel(tree, {
    signal,
    onProgress: (loaded, total) => onProgress({ stage: 'recognise', loaded, total }),
  });
  signal.throwIfAborted();
  const findings = await inspect(session, recognised, { signal, onProgress, taps });
  session.draft = { handedId, tree, recognised, taps, findings };
  return session.draft;
}

/** Runs a foreign network on the golden inputs, prepared as the contract says. */
export async function inspectForeign(
  session: WorkerSession,
  model: ForeignModel,
  { signal, onProgress, taps = {} }: HoldOptions,
): Promise<NetworkFindings> {
  onProgress({ stage: 'inspect', loaded: 0, total: 0 });
  return session.engine.inspect(model, { taps: { ...model.taps, ...taps }, signal });
}

async function inspect(
  session: WorkerSession,
  recognised: Recognised,
  options: HoldOptions,
): Promise<NetworkFindings | null> {
  if (recognised.kind !== 'foreign') return null;
  return inspectForeign(session, recognised.model, options);
}

/** A zip's name as people say it. */
function stem(name: string): string {
  return name.replace(/^.*\//, '').replace(/\.(zip|tm|json)$/i, '');
}

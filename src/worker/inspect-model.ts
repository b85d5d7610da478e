import type { Contract } from '../core/contract';
import { ClassifierError } from '../core/errors';
import type { Manifest } from '../core/manifest';
import type { NetworkFindings } from '../core/network-findings';
import type { ForeignModel, SamplePhoto } from '../model/foreign-model';
import { readFromTree } from '../model/read-from-tree';
import { holdDraft } from './hold-draft';
import type { ImportDraft, ImportProgress, InspectRequest } from './import-protocol';
import type { WorkerSession } from './session';

/** Handles `inspectModel`: what was handed over, recognised, with its contract and its taps. */
export async function inspectModel(
  session: WorkerSession,
  { handed, taps }: InspectRequest,
  signal: AbortSignal,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportDraft> {
  const { recognised, findings, tree } = await holdDraft(session, handed, {
    signal,
    onProgress,
    taps,
  });
  if (recognised.kind === 'bearings') {
    const { manifest } = await readFromTree(session.reader, tree, recognised.path, { signal });
    const bytes = tree.files.reduce((sum, file) => sum + file.bytes, 0);
    return describeOurs(manifest, bytes);
  }
  if (!findings) throw new ClassifierError('internal', 'the network was not inspected');
  return describeForeign(recognised.model, findings);
}

function describeForeign(model: ForeignModel, findings: NetworkFindings): ImportDraft {
  const { format, formatName, name, network, contract, samples, notes } = model;
  const { weightData } = network.kind === 'tfjs-layers' ? network.layers : network.graph;
  return {
    ...{ format, formatName, name },
    bytes: weightData.byteLength,
    isOurs: false,
    // What the answers to the golden inputs showed counts for more than what a file's name suggests.
    contract: { ...contract, output: findings.output },
    units: findings.units,
    taps: {
      output: findings.taps.output,
      logits: findings.taps.logits,
      features: findings.taps.features?.node ?? null,
      candidates: findings.candidates,
    },
    samples: countByLabel(samples),
    notes: [...notes, ...findings.notes],
  };
}

function describeOurs(manifest: Manifest, bytes: number): ImportDraft {
  const { name, labels, network } = manifest;
  const taps = 'units' in network ? network : null;
  return {
    format: 'bearings',
    formatName: 'Bearings model',
    ...{ name, bytes },
    isOurs: true,
    contract: contractOf(manifest),
    units: taps?.units ?? labels.length,
    taps: {
      output: taps?.output ?? null,
      logits: taps?.logits ?? null,
      features: taps?.features?.node ?? null,
      candidates: [],
    },
    samples: [],
    notes: [],
  };
}

/** A manifest that says nothing of certainty was written by whoever trained the model. */
function contractOf({ labels, input, output, contract }: Manifest): Contract {
  const { width, height, fit, channels, layout, scale, orientation = 'upright' } = input;
  return {
    labels: { value: labels, from: contract?.labels ?? 'read' },
    size: { value: { width, height }, from: contract?.size ?? 'read' },
    fit: { value: fit, from: contract?.fit ?? 'read' },
    channels: { value: channels, from: contract?.channels ?? 'read' },
    layout: { value: layout, from: contract?.layout ?? 'read' },
    scale: { value: scale, from: contract?.scale ?? 'read' },
    orientation: { value: orientation, from: contract?.orientation ?? 'read' },
    output: { value: output, from: contract?.output ?? 'read' },
  };
}

function countByLabel(samples: readonly SamplePhoto[]): { label: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { label } of samples) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, count]) => ({ label, count }));
}

import type { DeviceReport } from '../core/classification';
import type { Certainty, Contract } from '../core/contract';
import { nameDetector } from '../core/detectors/describe';
import type { Manifest } from '../core/manifest';
import type { TapCandidate } from '../core/network-findings';
import { writeFormula } from '../core/scale';
import type { FormatId } from '../model/foreign-model';
import type { OpenedInNode } from './node-engine';

/** What `bearings inspect --json` prints. */
interface Inspected {
  manifest: Manifest;
  device: DeviceReport;
  /** `null` for a model of ours. */
  recognised: Recognised | null;
}

/** What another maker's export was found to be. */
export interface Recognised {
  format: FormatId;
  formatName: string;
  name: string;
  /** As the files and the maker's habits give it, each part with how sure that is. */
  contract: Contract;
  taps: { output: string | null; logits: string | null; features: string | null };
  /** Places for the features, the best first. */
  candidates: TapCandidate[];
  /** Photos that came along. */
  samples: number;
  notes: string[];
}

/** Everything that is known of a model that is open. */
export function inspectModel({ engine, manifest, foreign }: OpenedInNode): Inspected {
  const device = engine.report();
  if (!foreign) return { manifest, device, recognised: null };
  const { model, findings } = foreign;
  const { format, formatName, name, contract, samples } = model;
  const { output, logits, features } = findings.taps;
  return {
    manifest,
    device,
    recognised: {
      ...{ format, formatName, name },
      contract: { ...contract, output: findings.output },
      taps: { output, logits, features: features?.node ?? null },
      candidates: findings.candidates,
      samples: samples.length,
      notes: [...model.notes, ...findings.notes],
    },
  };
}

type Row = [name: string, value: string];

/** What `bearings inspect` says about a model. */
export function describeModel({ manifest, device, recognised }: Inspected): string {
  const { detector, calibration, evaluation, thresholds } = manifest;
  const chosen = device.trials.find(({ outcome }) => outcome === 'chosen');
  const rows: Row[] = [
    ...(recognised ? describeRecognised(recognised) : []),
    ['model', `${manifest.name} (${manifest.id}): ${manifest.summary}`],
    ...describeContract(manifest),
    ...describeTaps(manifest),
    ['temperature', calibration ? calibration.temperature.toFixed(3) : 'not calibrated'],
    [
      'out of domain',
      detector
        ? `${nameDetector(detector)}, ${detector.bankLabels.length} reference photos, ${detector.heldOutDistances.length} held out`
        : 'cannot be judged: the model has no reference bank',
    ],
    [
      'thresholds',
      `confidence ${thresholds.confidence}, false-alarm rate ${thresholds.falseAlarmRate}`,
    ],
    ['accuracy', evaluation ? describeAccuracy(evaluation) : 'not measured'],
    ['licence', manifest.licence],
    [
      'self-test',
      `golden outputs within ${(chosen?.goldenError ?? NaN).toExponential(1)} on ${device.backend}, ${chosen?.warmMs?.toFixed(0) ?? '?'} ms a photo`,
    ],
    ...(recognised?.notes ?? []).map((note): Row => ['note', note]),
  ];
  return rows.map(([name, value]) => `${name.padEnd(14)}${value}`).join('\n');
}

function describeRecognised({ formatName, samples }: Recognised): Row[] {
  const photos = samples > 0 ? `, with ${samples} photos` : '';
  return [['recognised', `${formatName}${photos}`]];
}

const certainties: Record<Certainty, string> = {
  read: 'read from its files',
  maker: 'what this maker always does',
  guess: 'GUESSED',
  measured: 'measured by running it',
  chosen: 'chosen by the user',
};

/** The contract, each part with how sure it is where the manifest says so. */
function describeContract({ labels, input, output, contract }: Manifest): Row[] {
  const { width, height, fit, channels, layout, scale, orientation = 'upright' } = input;
  const sure = (part: keyof Contract) => (contract ? `  [${certainties[contract[part]]}]` : '');
  return [
    ['labels', listLabels(labels) + sure('labels')],
    ['size', `${width} × ${height}${sure('size')}`],
    ['fit', fit + sure('fit')],
    ['channels', channels + sure('channels')],
    ['layout', layout + sure('layout')],
    ['values', writeFormula(scale) + sure('scale')],
    ['orientation', orientation + sure('orientation')],
    ['answer', output + sure('output')],
  ];
}

function describeTaps({ network }: Manifest): Row[] {
  const kind: Row = ['network', network.kind];
  if (!('units' in network)) return [kind];
  const { output, logits, features, units } = network;
  return [
    kind,
    ['output', `${output ?? 'the only one'}, ${units} numbers`],
    ['logits', logits ?? 'taken back from the answer'],
    ['features', features ? `${features.node}, ${features.length} numbers` : 'none found'],
  ];
}

function listLabels(labels: readonly string[]): string {
  const shown = labels.slice(0, 12).join(', ');
  return labels.length > 12 ? `${shown} and ${labels.length - 12} more` : shown;
}

function describeAccuracy({ accuracy, photos, data }: NonNullable<Manifest['evaluation']>): string {
  const [value, low, high] = [accuracy.value, accuracy.low, accuracy.high].map((share) =>
    (100 * share).toFixed(1),
  );
  return `${value} % (95 % interval ${low} to ${high}) on ${photos} photos: ${data}`;
}

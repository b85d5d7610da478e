import type { Manifest } from '../core/manifest';
import type { DeviceReport } from '../core/classification';

/** What `bearings inspect` says about a model. */
export function describeModel(manifest: Manifest, device: DeviceReport): string {
  const { input, detector, calibration, evaluation, thresholds } = manifest;
  const chosen = device.trials.find(({ outcome }) => outcome === 'chosen');
  const rows: [string, string][] = [
    ['model', `${manifest.name} (${manifest.id}): ${manifest.summary}`],
    ['labels', listLabels(manifest.labels)],
    ['input', `${input.width} × ${input.height} ${input.channels}, ${input.fit}`],
    ['network', manifest.network.kind],
    ['temperature', calibration ? calibration.temperature.toFixed(3) : 'not calibrated'],
    [
      'out of domain',
      detector
        ? `${detector.kind}, k = ${detector.k}, ${detector.bankLabels.length} reference photos, ${detector.heldOutDistances.length} held out`
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
  ];
  return rows.map(([name, value]) => `${name.padEnd(14)}${value}`).join('\n');
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

import type { DetectorSpec } from '../manifest';
import type { FusionKind, ScoreKind } from './kinds';

const scoreWords: Record<ScoreKind, string> = {
  msp: 'how far the likeliest label is from certain',
  'max-logit': 'how weakly the likeliest label answers',
  energy: 'how weakly all labels answer together',
  gen: 'how evenly the answer is spread over the labels',
  knn: 'the distance to the nearest reference photos',
  'class-knn': 'the distance to the nearest reference photos of the label it looks like',
  'scaled-knn': 'the distance to the nearest reference photos, for how far apart photos lie there',
  'class-scaled-knn':
    'the distance to the nearest reference photos of a label, for how much that label varies',
  mahalanobis: 'the distance to the middle of the label it looks like',
  'relative-mahalanobis': 'the distance to the middle of a label, beside that to all photos',
  vim: 'what of the photo no reference photo has, beside the answer',
};

const fusionWords: Record<FusionKind, string> = {
  single: '',
  fisher: 'added up as surprises (Fisher)',
  cauchy: 'averaged so that the oddest counts most (Cauchy)',
};

/** What a score goes by, inside a sentence. */
export function describeScore(score: ScoreKind): string {
  return scoreWords[score];
}

/** What a detector holds against what, in a sentence for the model's card. */
export function describeDetector(detector: DetectorSpec): string {
  const { bankLabels, heldOutDistances } = detector;
  const heldOut = `${heldOutDistances.length} photos known to be in its domain`;
  if (detector.kind === 'knn') {
    return `A photo’s cosine distance to the ${detector.k}th nearest of ${bankLabels.length} reference photos is held against that of ${heldOut}.`;
  }
  const scores = [...new Set(detector.components.map(({ score }) => scoreWords[score]))];
  const fused = detector.fusion === 'single' ? '' : `, ${fusionWords[detector.fusion]},`;
  return `It has ${bankLabels.length} reference photos. It measures ${joinWithAnd(scores)}${fused} and holds that against the same of ${heldOut}.`;
}

/** How the choice was made, as Markdown with a table; empty where nothing was tried. */
export function describeBakeOff(detector: DetectorSpec): string {
  if (detector.kind === 'knn' || !detector.bakeOff) return '';
  const { rows, chosen, hiddenLabels, farPhotos, head, falseAlarmRate } = detector.bakeOff;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const cells = rows.map(({ name, near, far, falseAlarms }) => [
    name === chosen ? `**${name}**` : name,
    near ? `${near.auroc.toFixed(3)} / ${percent(near.warned)}` : '–',
    far ? `${far.auroc.toFixed(3)} / ${percent(far.warned)}` : '–',
    falseAlarms === null ? '–' : percent(falseAlarms),
  ]);
  const headWords =
    head === 'refitted'
      ? 'the head was trained anew without it'
      : 'its output was left out, an approximation, as this network cannot be trained anew';
  const table = [
    ['Detector', 'Near', 'Far', 'False alarms'],
    ['---', '---:', '---:', '---:'],
    ...cells,
  ]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
  return `Which detector it has was decided on its own photos. Near: ${hiddenLabels} labels were hidden in turn (${headWords}). Far: ${farPhotos} corrupted and synthetic pictures. Area under the ROC curve, and the share warned about at ${percent(falseAlarmRate)} false alarms.\n\n${table}`;
}

/** A detector in a few technical words: "fisher of knn, energy". */
export function nameDetector(detector: DetectorSpec): string {
  if (detector.kind === 'knn') return `knn, k = ${detector.k}`;
  const names = [...new Set(detector.components.map(({ score }) => score))].join(', ');
  return detector.fusion === 'single' ? names : `${detector.fusion} of ${names}`;
}

function joinWithAnd(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join('; ')}; and ${last}`;
}

import { conformalPValue } from '../conformal';
import type { BakeOff } from '../manifest';
import { areaUnderRoc, falsePositiveRateAt95 } from '../metrics';
import { createRandom } from '../random';
import type { Candidate } from './candidates';
import {
  type FitSettings,
  fitScores,
  type LogitsOf,
  makeFolds,
  pickBank,
  scorePhotos,
  type ScoreSpec,
} from './cross-fit';
import { fuseHeldOut, fusePValues } from './fuse';
import type { PhotoTable } from './photo-table';

/**
 * Trains a head on some photos, without the labels that none of them has.
 *
 * @returns Its logits of any photo of the table, by index.
 */
export type RefitHead = (photos: readonly number[]) => Promise<LogitsOf>;

/** Called between steps: gives the thread back, and throws when the work is no longer wanted. */
export type Pause = () => Promise<void>;

/** Scores of in-domain photos that helped to build nothing, and of others: [scores][photos]. */
interface Scored {
  inDomain: Float64Array[];
  outside: Float64Array[];
}

interface NearOptions {
  specs: readonly ScoreSpec[];
  settings: FitSettings;
  /** `null`: the network can't be trained anew; the hidden label's logit is left out instead. */
  refit: RefitHead | null;
  seed: number;
  pause: Pause;
}

/** With fewer photos of its own a label says nothing when hidden. */
const MIN_HIDDEN_PHOTOS = 3;
/** With fewer photos left there is nothing to hold a hidden label against. */
const MIN_KEPT_PHOTOS = 12;
const MOST_HIDDEN_LABELS = 6;
/** Photos of a bake-off; more would change the choice little and take a phone long. */
const MOST_PHOTOS = 300;
const FOLDS = 3;

/**
 * Hides each label in turn (six at the most, by lot): everything is fitted anew without its photos,
 * which then stand for something near that the model has never seen. A model of two labels is left
 * out: with a single one, scores that tell labels apart have nothing to say.
 *
 * @returns One for each hidden label; none when there are too few photos.
 */
export async function hideLabels(table: PhotoTable, options: NearOptions): Promise<Scored[]> {
  const { seed } = options;
  const labels = [...new Set(table.labels)];
  const random = createRandom(seed);
  const indices = table.photos.map((_, i) => i);
  const hideable = random.shuffle(labels).filter((label) => {
    const own = table.labels.filter((other) => other === label).length;
    const rest = labels.length - 1;
    return own >= MIN_HIDDEN_PHOTOS && indices.length - own >= MIN_KEPT_PHOTOS && rest >= 2;
  });
  const results: Scored[] = [];
  for (const hidden of hideable.slice(0, MOST_HIDDEN_LABELS)) {
    const isHidden = (i: number) => table.photos[i]?.label === hidden;
    const kept = random.shuffle(indices.filter((i) => !isHidden(i))).slice(0, MOST_PHOTOS);
    const strangers = random.shuffle(indices.filter(isHidden)).slice(0, MOST_PHOTOS / FOLDS);
    results.push(await judgeStrangers(table, kept, strangers, hidden, options));
  }
  return results;
}

async function judgeStrangers(
  table: PhotoTable,
  kept: readonly number[],
  strangers: readonly number[],
  hidden: number,
  { specs, settings, refit, seed, pause }: NearOptions,
): Promise<Scored> {
  const inDomain: number[][] = specs.map(() => []);
  const outside: number[][] = specs.map(() => []);
  for (const { seen, judged } of makeFolds(table, kept, FOLDS, seed)) {
    const head = refit ? await refit(seen) : maskLabel(table, hidden);
    const rows = pickBank(table, seen, settings);
    const fitted = fitScores(table, rows, specs, head);
    scorePhotos(table, rows, fitted, judged, head).forEach((row, i) => inDomain[i]?.push(...row));
    scorePhotos(table, rows, fitted, strangers, head).forEach((row, i) => outside[i]?.push(...row));
    await pause();
  }
  return { inDomain: inDomain.map(toFloats), outside: outside.map(toFloats) };
}

/** The network's own logits without those of one label. */
function maskLabel(table: PhotoTable, hidden: number): LogitsOf {
  return (photo) => {
    const logits = Array.from(table.photos[photo]?.logits ?? []);
    return logits.length > 1 ? logits.filter((_, label) => label !== hidden) : logits;
  };
}

/** What a candidate makes of its scores: one number a photo. */
export function combine(
  { scores, fusion }: Candidate,
  { inDomain, outside }: Scored,
): { inDomain: Float64Array; outside: Float64Array } {
  const own = scores.map((i) => inDomain[i] ?? new Float64Array());
  const others = scores.map((i) => outside[i] ?? new Float64Array());
  const first = others[0] ?? new Float64Array();
  if (fusion === 'single') return { inDomain: own[0] ?? new Float64Array(), outside: first };
  const ascending = own.map((values) => Array.from(values).sort((a, b) => a - b));
  return {
    inDomain: fuseHeldOut(own, fusion),
    outside: first.map((_, photo) =>
      fusePValues(
        others.map((values, i) => conformalPValue(values[photo] ?? NaN, ascending[i] ?? [])),
        fusion,
      ),
    ),
  };
}

type Detection = NonNullable<BakeOff['rows'][number]['near']>;

/** How well a candidate told photos apart. */
export function measureDetection(
  candidate: Candidate,
  scored: Scored,
  falseAlarmRate: number,
): Detection {
  const { inDomain, outside } = combine(candidate, scored);
  const own = Array.from(inDomain);
  const others = Array.from(outside);
  const ascending = [...own].sort((a, b) => a - b);
  const warned = others.filter(
    (score) => conformalPValue(score, ascending) <= falseAlarmRate,
  ).length;
  return {
    auroc: areaUnderRoc(own, others),
    fpr95: falsePositiveRateAt95(own, others),
    warned: warned / others.length,
  };
}

/** The share of in-domain photos warned about, each half of them held against the other. */
export function measureFalseAlarms(
  candidate: Candidate,
  inDomain: readonly Float64Array[],
  falseAlarmRate: number,
): number {
  const halves = [0, 1].map((half) => inDomain.map((row) => row.filter((_, i) => i % 2 === half)));
  const [even = [], odd = []] = halves;
  const shares = [
    measureDetection(candidate, { inDomain: even, outside: odd }, falseAlarmRate).warned,
    measureDetection(candidate, { inDomain: odd, outside: even }, falseAlarmRate).warned,
  ];
  return (shares[0] ?? 0) / 2 + (shares[1] ?? 0) / 2;
}

/** The mean of several measurements; `null` for none. */
export function averageDetections(all: readonly Detection[]): Detection | null {
  if (all.length === 0) return null;
  const average = (of: (one: Detection) => number) =>
    all.reduce((sum, one) => sum + of(one), 0) / all.length;
  return {
    auroc: average(({ auroc }) => auroc),
    fpr95: average(({ fpr95 }) => fpr95),
    warned: average(({ warned }) => warned),
  };
}

/**
 * The candidate that warns about most of what it should at the user's false-alarm rate, near and
 * far counting the same. Among those within one standard error of the best (a share of a few photos
 * is half chance) the one that separates best at every rate; among those within one standard error
 * of that again the first.
 *
 * @param rows What did best elsewhere comes first.
 * @param photos How many photos stand behind a share of warnings.
 * @returns Its place in the rows.
 */
export function chooseRow(rows: readonly BakeOff['rows'][number][], photos: number): number {
  const scoreOf = (of: (one: Detection) => number) =>
    rows.map(({ near, far }) => {
      const parts = [near, far].flatMap((one) => (one ? [of(one)] : []));
      return parts.reduce((sum, value) => sum + value, 0) / Math.max(1, parts.length);
    });
  const warned = scoreOf((one) => one.warned);
  const auroc = scoreOf((one) => one.auroc);
  const most = Math.max(...warned);
  const slack = Math.sqrt((most * (1 - most) + 1 / (photos + 1)) / (photos + 1));
  const close = rows.flatMap((_, i) => ((warned[i] ?? 0) >= most - slack ? [i] : []));
  const best = Math.max(...close.map((i) => auroc[i] ?? 0));
  return close.find((i) => (auroc[i] ?? 0) >= best - standardError(best, photos)) ?? 0;
}

/**
 * Of an area under the curve (Hanley & McNeil 1982), with as many photos on either side.
 */
function standardError(auroc: number, photos: number): number {
  const square = auroc ** 2;
  const chances = auroc / (2 - auroc) + (2 * square) / (1 + auroc) - 2 * square;
  const variance = auroc * (1 - auroc) + (photos - 1) * chances;
  return Math.sqrt(Math.max(0, variance)) / photos;
}

function toFloats(values: readonly number[]): Float64Array {
  return Float64Array.from(values);
}

import type { Candidate } from '../../src/core/detectors/candidates';
import { bakeOffDetectors, fitOnAll, scoreOthers } from '../../src/core/detectors/build-detector';
import { combine } from '../../src/core/detectors/bake-off';
import type { TriedDetectors } from '../../src/core/detectors/assemble-detector';
import { trainDualHead } from '../../src/core/detectors/dual-head';
import { type FeaturePart, measureCosines, takeDirections } from '../../src/core/detectors/parts';
import { type DetectorPhoto, PhotoTable } from '../../src/core/detectors/photo-table';
import { refitDualHead } from '../../src/core/detectors/refit-head';
import { conformalPValue } from '../../src/core/conformal';
import { areaUnderRoc, falsePositiveRateAt95 } from '../../src/core/metrics';
import { createRandom } from '../../src/core/random';
import { splitFolds, splitPhotos } from '../../src/core/split';
import type { FeatureSet } from './data';

const RATE = 0.05;
const FOLDS = 5;
/** In-domain photos a label that judge, and photos of a hidden label, at the most. */
const MOST_JUDGED = 60;
const MOST_HIDDEN = 120;

/** In-domain photos by index: those that everything is made from, and those that judge. */
export interface Split {
  dev: number[];
  test: number[];
}

/** Photos without a label, split anew for each seed; near-duplicates stay on one side. */
export function splitSet(
  set: FeatureSet,
  hidden: number | null,
  seed: number,
  most: number,
): Split {
  const kept = set.labels.flatMap((label, i) => (label === hidden ? [] : [i]));
  const pick = (of: readonly number[]) => kept.map((i) => of[i] ?? -1);
  const parts = splitPhotos(
    { labels: pick(set.labels), groups: pick(set.groups) },
    [0.6, 0.4],
    seed,
  );
  const take = (part: number, count: number) => {
    const shuffled = createRandom(seed).shuffle(kept.filter((_, i) => parts[i] === part));
    return [...new Set(set.labels)].flatMap((label) =>
      shuffled.filter((i) => set.labels[i] === label).slice(0, count),
    );
  };
  return { dev: take(0, most), test: take(1, MOST_JUDGED) };
}

/** Photos of the hidden label that stand for something near. */
export function takeHidden(set: FeatureSet, hidden: number, seed: number): number[] {
  const own = set.labels.flatMap((label, i) => (label === hidden ? [i] : []));
  return createRandom(seed).shuffle(own).slice(0, MOST_HIDDEN);
}

interface TrainHeadsOptions {
  /** Share of the dev photos that the head itself does not learn from, as the Studio has it. */
  setAside?: number;
}

/**
 * A head trained on the dev photos, and their logits by heads that never saw them.
 *
 * The heads of five folds learn from four fifths. Where a rate is to hold of the head itself, it has to
 * learn from about as many: what knows more is surer, and covers more than was asked.
 */
export async function trainHeads(
  set: FeatureSet,
  { dev }: Split,
  parts: readonly FeaturePart[],
  others: readonly ArrayLike<number>[],
  { setAside = 0 }: TrainHeadsOptions = {},
) {
  const photos = [
    ...dev.map((i) => ({
      features: set.features[i] ?? [],
      label: set.labels[i] ?? -1,
      group: set.groups[i] ?? -1,
      logits: [],
    })),
  ];
  const table = new PhotoTable(photos);
  const refit = refitDualHead(parts)(table);
  const own = dev.map((_, i) => i);
  const folds = splitFolds(
    {
      labels: own.map((i) => photos[i]?.label ?? -1),
      groups: own.map((i) => photos[i]?.group ?? -1),
    },
    FOLDS,
    1,
  );
  const logits: number[][] = dev.map(() => []);
  for (let fold = 0; fold < FOLDS; fold++) {
    const head = await refit(own.filter((i) => folds[i] !== fold));
    for (const i of own) if (folds[i] === fold) logits[i] = Array.from(head(i));
  }
  const parting = splitPhotos(table, [1 - setAside, setAside], 1);
  const learnt = setAside > 0 ? own.filter((i) => parting[i] === 0) : own;
  const whole = trainDualHead(
    joinGrams(parts.map((part) => table.takeReferences(part, learnt).gram)),
    learnt.map((i) => table.labels[i] ?? -1),
  );
  const references = parts.map((part) =>
    takeDirections(
      learnt.map((i) => photos[i]?.features ?? []),
      part,
    ),
  );
  const answer = (features: ArrayLike<number>) =>
    whole.answer(
      joinGrams(
        parts.map((part, i) =>
          measureCosines(
            takeDirections([features], part).rows,
            references[i] ?? takeDirections([], part),
          ),
        ),
      ),
    );
  return {
    dev: photos
      .slice(0, dev.length)
      .map((photo, i): DetectorPhoto => ({ ...photo, logits: logits[i] ?? [] })),
    others: others.map((features) => ({ features, logits: answer(features) })),
  };
}

/** The mean of several lists of cosines. */
function joinGrams(grams: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array()] = grams;
  return first.map((_, i) => grams.reduce((sum, gram) => sum + (gram[i] ?? 0), 0) / grams.length);
}

/** What one candidate did. */
export interface Figures {
  auroc: number;
  fpr95: number;
  warned: number;
  falseAlarms: number;
}

/** The mean of each figure. */
export function meanFigures(all: readonly Figures[]): Figures {
  const mean = (of: (one: Figures) => number) =>
    all.reduce((sum, one) => sum + of(one), 0) / all.length;
  return {
    auroc: mean(({ auroc }) => auroc),
    fpr95: mean(({ fpr95 }) => fpr95),
    warned: mean(({ warned }) => warned),
    falseAlarms: mean(({ falseAlarms }) => falseAlarms),
  };
}

/** Everything that one trial of detectors gives. */
interface TrialResult {
  tried: TriedDetectors;
  /** By candidate's name, for each set of strangers. */
  figures: Map<string, Figures[]>;
  chosen: string;
}

export type Far = { features: ArrayLike<number>; logits: ArrayLike<number> };

/**
 * Builds detectors from dev photos, and tries each on test photos and strangers that helped to build
 * nothing.
 *
 * @param pictures Synthetic pictures' features, for the bake-off.
 */
export async function tryDetectors(
  set: FeatureSet,
  split: Split,
  strangers: readonly (readonly ArrayLike<number>[])[],
  pictures: readonly ArrayLike<number>[],
  parts: readonly FeaturePart[],
): Promise<TrialResult> {
  const inside = split.test.map((i) => set.features[i] ?? []);
  const { dev, others } = await trainHeads(set, split, parts, [
    ...inside,
    ...pictures,
    ...strangers.flat(),
  ]);
  const far = others.slice(inside.length, inside.length + pictures.length);
  const tried = await bakeOffDetectors(dev, {
    parts,
    falseAlarmRate: RATE,
    far,
    usesLogits: true,
    refit: refitDualHead(parts),
    pause: () => Promise.resolve(),
  });
  const fitted = fitOnAll(tried.table, tried.specs, tried.settings);
  const test = scoreOthers(tried.table, fitted, others.slice(0, inside.length));
  const figures = new Map<string, Figures[]>(tried.candidates.map(({ name }) => [name, []]));
  let from = inside.length + pictures.length;
  for (const group of strangers) {
    const scores = scoreOthers(tried.table, fitted, others.slice(from, from + group.length));
    from += group.length;
    for (const candidate of tried.candidates) {
      figures.get(candidate.name)?.push(measure(candidate, tried.heldOut, test, scores));
    }
  }
  return { tried, figures, chosen: tried.candidates[tried.chosen]?.name ?? '' };
}

/** Each photo is held against the held-out scores, as in use. */
export function measure(
  candidate: Candidate,
  heldOut: readonly Float64Array[],
  test: readonly Float64Array[],
  strangers: readonly Float64Array[],
): Figures {
  const inside = combine(candidate, { inDomain: [...heldOut], outside: [...test] });
  const outside = combine(candidate, { inDomain: [...heldOut], outside: [...strangers] });
  const reference = Array.from(inside.inDomain).sort((a, b) => a - b);
  const warned = (scores: Float64Array) =>
    scores.filter((score) => conformalPValue(score, reference) <= RATE).length / scores.length;
  return {
    auroc: areaUnderRoc(Array.from(inside.outside), Array.from(outside.outside)),
    fpr95: falsePositiveRateAt95(Array.from(inside.outside), Array.from(outside.outside)),
    warned: warned(outside.outside),
    falseAlarms: warned(inside.outside),
  };
}

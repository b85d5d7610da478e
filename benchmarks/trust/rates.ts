import { fitCalibration } from '../../src/core/calibrate/fit-calibration';
import { measureCalibration } from '../../src/core/calibrate/measure-calibration';
import { type Candidate, listCandidates, listScores } from '../../src/core/detectors/candidates';
import { countRows, fitOnAll, scoreOthers } from '../../src/core/detectors/build-detector';
import { scoreHeldOut } from '../../src/core/detectors/hold-out';
import type { FeaturePart } from '../../src/core/detectors/parts';
import { PhotoTable } from '../../src/core/detectors/photo-table';
import { defaultDataBlock } from '../../src/core/studio/create-project';
import { softmax } from '../../src/core/calibration';
import { findLikeliest } from '../../src/core/find-likeliest';
import { toProbabilities } from '../../src/core/probabilities';
import { computeLabelPValues, isInSet } from '../../src/core/sets/label-p-values';
import { measureSets } from '../../src/core/sets/measure-sets';
import type { FeatureSet } from './data';
import { measure, type Split, splitSet, trainHeads } from './detection';

/** How well the stated rates hold, mean over many random splits. */
export interface Rates {
  /** Realised share of false alarms at 5 %, by candidate's name. */
  falseAlarms: Map<string, number>;
  /**
   * By the asked coverage: how often the conformal set held the truth, the set as it is shown (the top
   * label where the conformal one is empty), and the mean size of that.
   */
  coverage: Map<number, { conformal: number; covered: number; size: number }>;
  /** Expected calibration error with equal-mass bins. */
  before: number;
  after: number;
  accuracy: number;
  splits: number;
}

const COVERAGES = [0.8, 0.9, 0.95];
/** Photos that the Studio puts aside to choose a round by, of those that are not for the test. */
const { train, valid } = defaultDataBlock.split.shares;
const SET_ASIDE = valid / (train + valid);

/**
 * Splits a set many times; everything is fitted anew on one side and judged on the other, by photos in
 * the same mix of labels: a rate that is set on one mix says nothing of another.
 *
 * @param names The detectors to follow; each costs a fit a split.
 * @param firstSeed Of the splits, one after the other.
 */
export async function measureRates(
  set: FeatureSet,
  parts: readonly FeaturePart[],
  names: readonly string[],
  splits: number,
  most: number,
  firstSeed: number,
): Promise<Rates> {
  const sums = { before: 0, after: 0, accuracy: 0 };
  const falseAlarms = new Map(names.map((name) => [name, 0]));
  const coverage = new Map(
    COVERAGES.map((asked) => [asked, { conformal: 0, covered: 0, size: 0 }]),
  );
  const deepest = parts.at(-1) ?? { start: 0, length: 0 };
  for (let i = 0; i < splits; i++) {
    const split = matchMix(set, splitSet(set, null, firstSeed + i, most));
    const inside = split.test.map((photo) => set.features[photo] ?? []);
    const { dev, others } = await trainHeads(set, split, parts, inside, {
      setAside: SET_ASIDE,
    });
    const truths = split.test.map((photo) => set.labels[photo] ?? -1);
    const { calibration } = fitCalibration({
      logits: dev.map(({ logits }) => logits),
      truths: dev.map(({ label }) => label),
      groups: dev.map(({ group }) => group),
      labelCount: set.labelNames.length,
      output: 'logits',
      heldOut: true,
      seed: 1,
    });
    const raw = others.map(({ logits }) => softmax(logits));
    const told = others.map(({ logits }) => toProbabilities(logits, 'logits', calibration));
    sums.before += measureCalibration(raw, truths, 1)?.calibrationError.value ?? 0;
    sums.after += measureCalibration(told, truths, 1)?.calibrationError.value ?? 0;
    sums.accuracy +=
      told.filter((row, at) => findLikeliest(row) === truths[at]).length / told.length;
    const trials = told.map((probabilities, at) => ({
      probabilities,
      pValues: computeLabelPValues(probabilities, calibration) ?? [],
      truth: truths[at] ?? -1,
    }));
    for (const { coverage: asked, covered, meanSize } of measureSets(trials, 1, COVERAGES)) {
      const sum = coverage.get(asked) ?? { conformal: 0, covered: 0, size: 0 };
      const held = trials.filter(({ pValues, truth }) => isInSet(pValues[truth] ?? 0, asked));
      coverage.set(asked, {
        conformal: sum.conformal + held.length / trials.length,
        covered: sum.covered + covered.value,
        size: sum.size + meanSize.value,
      });
    }
    await addFalseAlarms(falseAlarms, new PhotoTable(dev), others, parts, deepest, i);
  }
  return {
    falseAlarms: new Map([...falseAlarms].map(([name, sum]) => [name, sum / splits])),
    coverage: new Map(
      [...coverage].map(([asked, { conformal, covered, size }]) => [
        asked,
        { conformal: conformal / splits, covered: covered / splits, size: size / splits },
      ]),
    ),
    before: sums.before / splits,
    after: sums.after / splits,
    accuracy: sums.accuracy / splits,
    splits,
  };
}

async function addFalseAlarms(
  sums: Map<string, number>,
  table: PhotoTable,
  others: Parameters<typeof scoreOthers>[2],
  parts: readonly FeaturePart[],
  coverPart: FeaturePart,
  seed: number,
): Promise<void> {
  const allSpecs = listScores(parts, 5, true);
  const wanted = listCandidates(allSpecs, parts).filter(({ name }) => sums.has(name));
  const used = [...new Set(wanted.flatMap(({ scores }) => scores))];
  const specs = used.flatMap((i) => allSpecs[i] ?? []);
  const settings = { maxRows: countRows(parts), coverPart };
  const heldOut = await scoreHeldOut(table, specs, settings, () => Promise.resolve(), seed);
  const test = scoreOthers(table, fitOnAll(table, specs, settings), others);
  for (const { name, scores, fusion } of wanted) {
    const candidate: Candidate = { name, fusion, scores: scores.map((i) => used.indexOf(i)) };
    const { falseAlarms } = measure(candidate, heldOut, test, test);
    sums.set(name, (sums.get(name) ?? 0) + falseAlarms);
  }
}

/** As many photos to judge as there are in the labels' shares of the dev photos. */
function matchMix({ labels }: FeatureSet, { dev, test }: Split): Split {
  const ofLabel = (photos: readonly number[], label: number) =>
    photos.filter((photo) => labels[photo] === label);
  const known = [...new Set(dev.map((photo) => labels[photo] ?? -1))];
  const ratio = Math.min(
    ...known.map((label) => ofLabel(test, label).length / ofLabel(dev, label).length),
  );
  return {
    dev,
    test: known.flatMap((label) =>
      ofLabel(test, label).slice(0, Math.round(ratio * ofLabel(dev, label).length)),
    ),
  };
}

import { combine } from '../../src/core/detectors/bake-off';
import type { Candidate } from '../../src/core/detectors/candidates';
import { mean } from '../../src/core/detectors/linear-algebra';
import { areaUnderRoc, falsePositiveRateAt95 } from '../../src/core/metrics';
import type { HeldOut, Method } from './method';
import type { Trial } from './trial';

/** How one way of telling did in one trial. */
export interface Figures {
  auroc: number;
  fpr95: number;
  /** Against digits and screens. */
  farFpr95: number;
}

/** One number a photo. */
interface Scores {
  /** Of reference photos, each by a fit without its fold. */
  heldOut: Float64Array;
  test: Float64Array;
  strangers: Float64Array;
  far: Float64Array;
}

/** What the bake-off chooses nearly always, as a fusion of these. */
export const TODAY = 'cauchy(energy, mahalanobis/1, knn/2)';
const components = { head: 'energy', halfWay: 'mahalanobis/1', features: 'knn/2' };

/** Figures of every method, alone and in its place in today's fusion, and of today's. */
export async function judge(
  trial: Trial,
  methods: readonly Method[],
): Promise<Map<string, Figures>> {
  const scores = new Map<string, Scores>();
  for (const method of methods) scores.set(method.name, await scoreAll(trial, method));
  const figures = new Map<string, Figures>();
  const take = (name: string): Scores => {
    const own = scores.get(name);
    if (!own) throw new RangeError(`${name} is no method`);
    return own;
  };
  const fuse = (names: readonly string[]) => fuseScores(names.map(take));
  const { head, halfWay, features } = components;
  figures.set(TODAY, measure(fuse([head, halfWay, features])));
  for (const { name, place } of methods) {
    figures.set(name, measure(take(name)));
    if (name === halfWay) continue;
    if (place === 'head') figures.set(inPlace(name), measure(fuse([name, halfWay, features])));
    else figures.set(inPlace(name), measure(fuse([head, halfWay, name])));
    figures.set(withHalfWay(name), measure(fuse([halfWay, name])));
  }
  return figures;
}

/** The name of today's fusion with a method in the place of its kind. */
export function inPlace(name: string): string {
  return `${name}, in its place`;
}

/** The name of a method fused with the half-way tap and nothing else. */
export function withHalfWay(name: string): string {
  return `${name}, with ${components.halfWay}`;
}

/** The mean of each figure of each row. */
export function averageFigures(trials: readonly Map<string, Figures>[]): Map<string, Figures> {
  const average = (name: string, figure: keyof Figures) =>
    mean(trials.map((trial) => trial.get(name)?.[figure] ?? NaN));
  return new Map(
    [...(trials[0]?.keys() ?? [])].map((name) => [
      name,
      {
        auroc: average(name, 'auroc'),
        fpr95: average(name, 'fpr95'),
        farFpr95: average(name, 'farFpr95'),
      },
    ]),
  );
}

async function scoreAll(trial: Trial, method: Method): Promise<Scores> {
  const { references, folds, labels } = trial;
  const heldOut: number[][] = references.map(() => []);
  for (const fold of new Set(folds)) {
    const seen = references.filter((photo) => folds[photo] !== fold);
    const fitted = await method.fit(trial, seen);
    for (const photo of references) if (folds[photo] === fold) heldOut[photo] = fitted(photo);
  }
  const known: HeldOut = { values: heldOut, labels };
  const join = method.join?.(known) ?? (([score = NaN]: readonly number[]) => score);
  const fitted = await method.fit(trial, references);
  const score = (photos: readonly number[]) =>
    Float64Array.from(photos, (photo) => join(fitted(photo), false));
  return {
    heldOut: Float64Array.from(heldOut, (values) => join(values, true)),
    test: score(trial.test),
    strangers: score(trial.strangers),
    far: score(trial.far),
  };
}

/** By the product's own fusion. */
function fuseScores(all: readonly Scores[]): Scores {
  const candidate: Candidate = { name: '', scores: [...all.keys()], fusion: 'cauchy' };
  const inDomain = all.map(({ heldOut }) => heldOut);
  const outsideOf = (pick: (one: Scores) => Float64Array) =>
    combine(candidate, { inDomain, outside: all.map(pick) }).outside;
  return {
    heldOut: combine(candidate, { inDomain, outside: [] }).inDomain,
    test: outsideOf(({ test }) => test),
    strangers: outsideOf(({ strangers }) => strangers),
    far: outsideOf(({ far }) => far),
  };
}

function measure({ test, strangers, far }: Scores): Figures {
  const inside = Array.from(test);
  const near = Array.from(strangers);
  const figures = {
    auroc: areaUnderRoc(inside, near),
    fpr95: falsePositiveRateAt95(inside, near),
    farFpr95: falsePositiveRateAt95(inside, Array.from(far)),
  };
  if (!Object.values(figures).every(Number.isFinite)) throw new RangeError('a figure is missing');
  return figures;
}

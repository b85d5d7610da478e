import { type FeaturePart, measureCosines, takeDirections } from '../../src/core/detectors/parts';
import type { ReferenceSet } from '../../src/core/detectors/score';
import { createRandom, type Random } from '../../src/core/random';
import { scaleFeatures } from '../../src/core/training/scale-features';
import { splitFolds } from '../../src/core/split';
import { splitSet, takeHidden } from '../trust/detection';
import type { NearSet } from './data';

/** Reference photos a label, as in `npm run bench:trust`. */
const REFERENCES = 40;
/** Heads see the two taps that domain scores go by, as in `npm run bench:trust`. */
const HEAD_TAPS = 2;
/** Folds by which reference photos get scores of fits that had not seen them, as in the bake-off. */
const FOLDS = 3;

interface TrialParts {
  set: NearSet;
  hidden: number;
  seed: number;
  /** The trunk's taps: the two that domain scores go by, then the one that is the heads' alone. */
  taps: readonly FeaturePart[];
  far: readonly Float32Array[];
  pictures: readonly Float32Array[];
}

/**
 * One label hidden, one split. Photos have places: first the reference photos, then those that judge,
 * then those of the hidden label, then far ones.
 */
export class Trial {
  private readonly taps: readonly FeaturePart[];
  readonly references: number[];
  readonly test: number[];
  readonly strangers: number[];
  readonly far: number[];
  /** Of the reference photos, 0…, without the hidden label. */
  readonly labels: number[];
  readonly labelCount: number;
  readonly folds: number[];
  readonly headTaps: readonly FeaturePart[];
  readonly featureScale: Float32Array;
  readonly seed: number;
  /** [views][photos]: the plain one first. Far photos have that one alone. */
  private readonly views: Float32Array[][];
  private readonly headLength: number;
  private readonly pictures: readonly Float32Array[];
  private readonly spoilt: NearSet['spoilt'];
  private readonly cosines = new Map<string, Float64Array[]>();
  private readonly made = new Map<string, unknown>();

  constructor({ set, hidden, seed, taps, far, pictures }: TrialParts) {
    const { dev, test } = splitSet(set, hidden, seed, REFERENCES);
    const strangers = takeHidden(set, hidden, seed);
    const photos = [...dev, ...test, ...strangers];
    const known = [...new Set(dev.map((i) => set.labels[i] ?? -1))].sort((a, b) => a - b);
    this.taps = taps;
    this.seed = seed;
    this.labels = dev.map((i) => known.indexOf(set.labels[i] ?? -1));
    this.labelCount = known.length;
    const places = (count: number, from: number) =>
      Array.from({ length: count }, (_, i) => from + i);
    this.references = places(dev.length, 0);
    this.test = places(test.length, dev.length);
    this.strangers = places(strangers.length, dev.length + test.length);
    this.far = places(far.length, photos.length);
    this.views = [set.features, ...set.views].map((view, i) => [
      ...photos.map((photo) => view[photo] ?? new Float32Array()),
      ...(i === 0 ? far : []),
    ]);
    const groups = dev.map((i) => set.groups[i] ?? -1);
    this.folds = splitFolds({ labels: this.labels, groups }, FOLDS, 1);
    this.headTaps = taps.slice(0, HEAD_TAPS);
    this.headLength = this.headTaps.reduce((sum, { length }) => sum + length, 0);
    this.featureScale = scaleFeatures(
      this.references.map((photo) => this.headFeaturesOf(photo)),
      this.headTaps,
    );
    this.pictures = pictures;
    const place = new Map(dev.map((photo, i) => [photo, i]));
    this.spoilt = set.spoilt.flatMap(({ photo, features }) => {
      const own = place.get(photo);
      return own === undefined ? [] : [{ photo: own, features }];
    });
  }

  /** How many views a photo has. */
  countViews(photo: number): number {
    return this.views.filter((view) => photo < view.length).length;
  }

  featuresOf(photo: number, view = 0): Float32Array {
    return this.views[view]?.[photo] ?? new Float32Array();
  }

  /** @param index The shallowest is 0. */
  tapAt(index: number): FeaturePart {
    const tap = this.taps[index];
    if (!tap) throw new RangeError(`the trunk has no tap ${index}`);
    return tap;
  }

  /** What heads learn from. */
  headFeaturesOf(photo: number): Float32Array {
    return this.featuresOf(photo).subarray(0, this.headLength);
  }

  /** The same, each feature about as large as any other. */
  scaledFeaturesOf(photo: number): Float32Array {
    return this.headFeaturesOf(photo).map((value, i) => value * (this.featureScale[i] ?? 0));
  }

  labelOf(reference: number): number {
    return this.labels[reference] ?? -1;
  }

  /** What a model's maker may show a head as odd: synthetic pictures, and spoilt photos of his own. */
  outliersFor(seen: readonly number[]): Float32Array[] {
    const own = new Set(seen);
    return [
      ...this.pictures,
      ...this.spoilt.flatMap(({ photo, features }) => (own.has(photo) ? [features] : [])),
    ].map((features) => features.subarray(0, this.headLength));
  }

  /** Reference photos as one tap shows them. */
  takeReferences(tap: FeaturePart, seen: readonly number[]): ReferenceSet {
    const gram = new Float64Array(seen.length ** 2);
    seen.forEach((photo, i) => gram.set(this.cosinesOf(tap, photo, seen), i * seen.length));
    return { labels: seen.map((photo) => this.labelOf(photo)), gram, length: tap.length };
  }

  /** Cosines of a photo with reference photos. */
  cosinesOf(tap: FeaturePart, photo: number, seen: readonly number[], view = 0): Float64Array {
    const key = `${tap.start} ${view}`;
    const all = this.cosines.get(key) ?? [];
    this.cosines.set(key, all);
    const row = (all[photo] ??= this.measureAll(tap, this.featuresOf(photo, view)));
    return Float64Array.from(seen, (reference) => row[reference] ?? NaN);
  }

  /** Chance that only the trial decides. */
  createRandom(): Random {
    return createRandom(this.seed);
  }

  /** Made once for these reference photos, however many methods ask. */
  async make<T>(name: string, seen: readonly number[], how: () => Promise<T> | T): Promise<T> {
    const key = `${name}: ${seen.join(' ')}`;
    if (!this.made.has(key)) this.made.set(key, await how());
    return this.made.get(key) as T;
  }

  private measureAll(tap: FeaturePart, features: Float32Array): Float64Array {
    const own = takeDirections([features], tap).rows;
    return measureCosines(own, this.directionsOf(tap));
  }

  private readonly directions = new Map<FeaturePart, ReturnType<typeof takeDirections>>();

  private directionsOf(tap: FeaturePart) {
    const known = this.directions.get(tap);
    if (known) return known;
    const made = takeDirections(
      this.references.map((photo) => this.featuresOf(photo)),
      tap,
    );
    this.directions.set(tap, made);
    return made;
  }
}

import { computeGram, type FeaturePart, takeDirections } from './parts';
import type { ReferenceSet, ScoreInput } from './score';

/** A photo that a detector is built from or tried on. */
export interface DetectorPhoto {
  /** Finite, and with a direction in every part. */
  features: ArrayLike<number>;
  /** What the network says, one number a unit; where possible by a head that never saw the photo. */
  logits: ArrayLike<number>;
  label: number;
  /** Near-duplicates share a group and never lie on both sides of a split. */
  group: number;
}

/** Photos and all cosines between them, so that no split has to multiply features again. */
export class PhotoTable {
  private readonly grams = new Map<string, Float64Array>();

  constructor(readonly photos: readonly DetectorPhoto[]) {}

  get labels(): number[] {
    return this.photos.map(({ label }) => label);
  }

  get groups(): number[] {
    return this.photos.map(({ group }) => group);
  }

  /** Cosine distance between two photos. */
  distance(part: FeaturePart, a: number, b: number): number {
    return 1 - (this.gramOf(part)[a * this.photos.length + b] ?? NaN);
  }

  /** Some of the photos as references. */
  takeReferences(part: FeaturePart, rows: readonly number[]): ReferenceSet {
    const gram = this.gramOf(part);
    const taken = new Float64Array(rows.length ** 2);
    rows.forEach((row, i) => {
      this.copyCosines(gram, row, rows, taken.subarray(i * rows.length, (i + 1) * rows.length));
    });
    return {
      labels: rows.map((row) => this.photos[row]?.label ?? -1),
      gram: taken,
      length: part.length,
    };
  }

  /** One photo as a score sees it beside those references. */
  takeInput(
    part: FeaturePart | null,
    photo: number,
    rows: readonly number[],
    logits: ArrayLike<number>,
  ): ScoreInput {
    if (!part) return { logits, similarities: new Float64Array() };
    const similarities = new Float64Array(rows.length);
    this.copyCosines(this.gramOf(part), photo, rows, similarities);
    return { logits, similarities };
  }

  /** Cosines of one photo with others. */
  private copyCosines(
    gram: Float64Array,
    photo: number,
    others: readonly number[],
    into: Float64Array,
  ): void {
    const from = photo * this.photos.length;
    for (let i = 0; i < others.length; i++) into[i] = gram[from + (others[i] ?? 0)] ?? 0;
  }

  private gramOf(part: FeaturePart): Float64Array {
    const key = `${part.start}+${part.length}`;
    const known = this.grams.get(key);
    if (known) return known;
    const gram = computeGram(
      takeDirections(
        this.photos.map(({ features }) => features),
        part,
      ),
    );
    this.grams.set(key, gram);
    return gram;
  }
}

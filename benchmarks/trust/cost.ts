import { encodeBank, openBank } from '../../src/core/bank';
import { computeLabelPValues } from '../../src/core/sets/label-p-values';
import { toProbabilities } from '../../src/core/probabilities';
import { assembleDetector, type TriedDetectors } from '../../src/core/detectors/assemble-detector';
import { openDetector } from '../../src/core/detectors/open-detector';
import type { Calibration, DetectorSpec } from '../../src/core/manifest';
import { goldenImage } from '../../src/core/golden';
import type { FeatureExtractor } from '../../scripts/models/extract-features';
import { median } from '../statistics';

/** What the safety layer of one model weighs and takes. */
export interface Cost {
  name: string;
  bankPhotos: number;
  bankBytes: number;
  /** Of the detector in the manifest, as JSON without the bake-off's table. */
  manifestBytes: number;
  /** Median of one photo: probabilities, label p-values, domain scores. */
  judgeMs: number;
  /** Once, when the model is opened. */
  openMs: number;
  forwardMs: number;
}

const ROUNDS = 200;

/** Measures each candidate's safety layer beside the trunk's forward pass. */
export async function measureCost(
  tried: TriedDetectors,
  names: readonly string[],
  calibration: Calibration | null,
  extractor: FeatureExtractor,
): Promise<Cost[]> {
  const image = goldenImage(1, 224, 224);
  const forward: number[] = [];
  for (let i = 0; i < 30; i++) forward.push(await time(() => extractor.run(image)));
  const costs: Cost[] = [];
  for (const name of names) {
    const chosen = tried.candidates.findIndex((one) => one.name === name);
    const built = assembleDetector({ ...tried, chosen });
    const spec: DetectorSpec = {
      ...built.spec,
      bakeOff: null,
      bank: { path: '', bytes: built.bytes.length, sha256: '' },
    };
    const bank = openBank(built.bytes, spec.features.length, spec.bankLabels);
    const photos = tried.table.photos;
    let judge = openDetector(spec, bank);
    const openMs = await time(() => (judge = openDetector(spec, bank)));
    const times: number[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      const photo = photos[i % photos.length];
      if (!photo) continue;
      times.push(
        await time(() => {
          const probabilities = toProbabilities(photo.logits, 'logits', calibration);
          if (calibration) computeLabelPValues(probabilities, calibration);
          judge(photo.logits, photo.features);
        }),
      );
    }
    costs.push({
      name,
      bankPhotos: built.bankPhotos.length,
      bankBytes: built.bytes.length,
      manifestBytes: JSON.stringify(spec).length,
      judgeMs: median(times),
      openMs,
      forwardMs: median(forward),
    });
  }
  return costs;
}

async function time(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** A bank's largest error from int8: cosines of decoded rows against exact ones. */
export function measureBankError(rows: readonly Float32Array[]): number {
  const length = rows[0]?.length ?? 0;
  const bank = openBank(
    encodeBank(rows),
    length,
    rows.map(() => 0),
  );
  const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
    return sum;
  };
  let largest = 0;
  const [first] = rows;
  if (!first) return 0;
  const norm = Math.sqrt(dot(first, first));
  rows.forEach((row, i) => {
    const exact = dot(first, row) / norm / Math.sqrt(dot(row, row));
    const stored = dot(first, bank.rows.subarray(i * length, (i + 1) * length)) / norm;
    largest = Math.max(largest, Math.abs(exact - stored));
  });
  return largest;
}

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openBank } from '../../../../src/core/bank';
import { openDetector } from '../../../../src/core/detectors/open-detector';
import { type Manifest, parseManifest } from '../../../../src/core/manifest';

const models = fileURLToPath(new URL('../../../../models', import.meta.url));

/** A manifest as version 0.1.0 wrote it: one score, the k-th nearest photo. */
const earlier = {
  kind: 'knn' as const,
  k: 2,
  features: { start: 1, length: 2 },
  bank: { path: 'bank.bin', bytes: 6, sha256: '0'.repeat(64) },
  bankLabels: [0, 0, 1],
  heldOutDistances: [0.1, 0.2, 0.3, 0.4, 0.5],
};

describe('manifests written before there were several scores', () => {
  it('judge as they did: cosine distance to the k-th nearest, ranked among the held-out ones', () => {
    const bank = openBank(Int8Array.of(127, 0, 0, 127, 127, 127), 2, earlier.bankLabels);
    const judged = openDetector(earlier, bank)([0, 0], [9, 1, 0]);
    // Cosines of [1, 0] with the rows: 1, 0 and √½; the second nearest lies 1 − √½ = 0.2929 away.
    expect(judged.distance).toBeCloseTo(1 - Math.SQRT1_2, 6);
    // Three of five held-out distances are at least that: (1 + 3) / 6.
    expect(judged.pValue).toBeCloseTo(4 / 6, 12);
    expect(judged.nearest.map(({ row }) => row)).toEqual([0, 2]);
    expect(judged.components).toEqual([{ score: 'knn', part: 0, pValue: 4 / 6 }]);
  });

  it.each(['bears', 'clothing', 'trash'])(
    'models/%s opens, and finds its own bank familiar',
    (id) => {
      const manifest: Manifest = parseManifest(
        JSON.parse(readFileSync(`${models}/${id}/bearings.json`, 'utf8')),
      );
      const { detector } = manifest;
      if (!detector || !existsSync(`${models}/${id}/${detector.bank.path}`)) {
        throw new Error(`${id} has no bank`);
      }
      const bytes = readFileSync(`${models}/${id}/${detector.bank.path}`);
      const bank = openBank(new Int8Array(bytes), detector.features.length, detector.bankLabels);
      const { start, length } = detector.features;
      const features = new Float32Array(start + length);
      features.set(bank.rows.subarray(0, length), start);
      const judge = openDetector(detector, bank);
      const logits = manifest.labels.map((_, i) => (i === detector.bankLabels[0] ? 9 : 0));
      const own = judge(logits, features);
      expect(own.pValue).toBeGreaterThan(0.05);
      expect(own.nearest[0]).toMatchObject({ row: 0 });
      // The same numbers turned round point elsewhere.
      const turned = Float32Array.from(features, (_, i) =>
        i < start ? 0 : (features[start + length - 1 - (i - start)] ?? 0),
      );
      expect(judge(logits, turned).pValue).toBeLessThan(own.pValue);
    },
  );
});

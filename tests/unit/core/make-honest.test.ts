import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openBank } from '../../../src/core/bank';
import { fitTemperature, softmax } from '../../../src/core/calibration';
import type { OutputKind } from '../../../src/core/contract';
import { usualScales } from '../../../src/core/scale';
import { openDetector } from '../../../src/core/detectors/open-detector';
import { ClassifierError } from '../../../src/core/errors';
import { type HonestyPhoto, lowestRate, makeHonest } from '../../../src/core/make-honest';
import { type Manifest, parseManifest } from '../../../src/core/manifest';
import { createRandom } from '../../../src/core/random';
import { fingerprint } from '../../../src/model/read-part';

function draft(labels: string[], output: OutputKind = 'logits'): Manifest {
  const part = { path: 'model.json', bytes: 1, sha256: '0'.repeat(64) };
  return parseManifest({
    format: 'bearings-model',
    version: 1,
    id: 'somebody-elses',
    name: 'Somebody else’s',
    summary: 'A model with labels. Not calibrated; it has no reference photos yet.',
    labels,
    input: {
      width: 8,
      height: 8,
      fit: 'crop',
      channels: 'rgb',
      layout: 'nhwc',
      scale: usualScales['-1…1'],
    },
    network: {
      kind: 'tfjs-layers',
      model: part,
      weights: [part],
      units: labels.length,
      output: null,
      logits: null,
      features: null,
    },
    output,
    calibration: null,
    detector: null,
    thresholds: { confidence: 0.8, falseAlarmRate: 0.05 },
    golden: [{ seed: 1, labels: [0, 1], probabilities: [0.9, 0.1] }],
    evaluation: null,
    provenance: { trainedOn: 'Not stated.', madeWith: 'Tests', credits: [] },
    licence: 'Not stated.',
  });
}

const two = draft(['a', 'b']);

/** Photos of two labels; the model claims `logit` and is wrong on one in `wrongEvery`. */
function drawPhotos(perLabel: number, { logit = 5, wrongEvery = Infinity, seed = 1 } = {}) {
  const random = createRandom(seed);
  return Array.from({ length: 2 * perLabel }, (_, i): HonestyPhoto => {
    const label = i % 2;
    const answer = Math.floor(i / 2) % wrongEvery === wrongEvery - 1 ? 1 - label : label;
    return {
      label,
      hash: String(i),
      logits: [0, 1].map((one) => (one === answer ? logit : 0)),
      features: Array.from(
        { length: 6 },
        (_unused, at) => (at === label ? 2 : 0) + random.nextFloat(),
      ),
    };
  });
}

function honest(photos: readonly HonestyPhoto[], manifest = two) {
  return makeHonest({ photos, manifest, golden: [{ seed: 1, logits: [3, 0] }], fingerprint });
}

describe('makeHonest', () => {
  it('leaves the evaluation out, and nothing else, for whoever has better photos for it', async () => {
    const photos = drawPhotos(15);
    const parts = { photos, manifest: two, golden: [{ seed: 1, logits: [3, 0] }], fingerprint };
    const [full, brief] = [
      await makeHonest(parts),
      await makeHonest({ ...parts, evaluates: false }),
    ];
    expect(full.manifest.evaluation?.photos).toBe(30);
    expect(brief).toEqual({ ...full, manifest: { ...full.manifest, evaluation: null } });
  });

  it('says which photo each row of the bank is, those without features left out', async () => {
    const photos = drawPhotos(10).map((photo, i) =>
      i % 5 === 0 ? { ...photo, features: [0, 0, 0, 0, 0, 0] } : photo,
    );
    const { manifest, bank, bankHashes } = await honest(photos);
    expect(bankHashes).toHaveLength(16);
    bankHashes.forEach((hash, row) => {
      const photo = photos.find((one) => one.hash === hash);
      expect(photo?.label).toBe(manifest.detector?.bankLabels[row]);
      const features = Array.from(photo?.features ?? []);
      // As rows are written: the largest number becomes 127.
      const bytes = features.map((value) => Math.round((value / Math.max(...features)) * 127));
      expect([...(bank ?? []).slice(6 * row, 6 * row + 6)]).toEqual(bytes);
    });
  });

  it('builds a bank that its own photos pass and something else does not', async () => {
    const photos = drawPhotos(10);
    const { manifest, bank } = await honest(photos);
    const { detector } = manifest;
    if (!detector || !bank) throw new Error('no bank');
    expect(detector.bank).toEqual({
      path: 'bank.bin',
      bytes: 20 * 6,
      sha256: await fingerprint(bank),
    });
    const opened = openBank(new Int8Array(bank.buffer), 6, detector.bankLabels);
    const judge = openDetector(detector, opened);
    const pValue = (features: ArrayLike<number>) => judge([5, 0], features).pValue;
    for (const fresh of drawPhotos(10, { seed: 2 })) {
      expect(pValue(fresh.features ?? [])).toBeGreaterThan(1 / 21);
    }
    expect(pValue([0, 0, 0, 0, 0, 1])).toBeCloseTo(1 / 21, 12);
  });

  it('fits the temperature where it claims too much, and pins golden outputs anew', async () => {
    const photos = drawPhotos(20, { wrongEvery: 5 });
    const { manifest } = await honest(photos);
    const expected = fitTemperature(photos.map(({ logits }) => logits), photos.map(({ label }) => label ?? -1)); // prettier-ignore
    expect(manifest.calibration).toMatchObject({ coverage: 0.9, photos: 40 });
    expect(manifest.calibration?.temperature).toBeCloseTo(expected, 3);
    expect(manifest.golden[0]?.probabilities[0]).toBeCloseTo(
      softmax([3, 0], expected)[0] ?? NaN,
      4,
    );
  });

  it('never sharpens: it may have learnt these photos by heart', async () => {
    const { manifest, notes } = await honest(drawPhotos(20, { logit: 1 }));
    expect(manifest.calibration?.temperature).toBe(1);
    expect(notes.join()).toContain('left as it is');
  });

  it('leaves the confidence alone with fewer than 20 labelled photos, and says so', async () => {
    const { manifest, notes, bank } = await honest(drawPhotos(9));
    expect(manifest.calibration).toBeNull();
    expect(notes.join()).toContain('at least 20 photos');
    expect(bank).not.toBeNull();
  });

  it.each([
    [5, 1 / 11],
    [9, 1 / 19],
    [10, 0.05],
    [30, 0.05],
  ])('with %d photos a label starts with the lowest rate that they allow', async (count, rate) => {
    const { manifest } = await honest(drawPhotos(count));
    expect(manifest.thresholds.falseAlarmRate).toBe(rate);
    expect(manifest.thresholds.falseAlarmRate).toBe(lowestRate(2 * count));
  });

  it('states accuracy with its interval, and that the photos may have been trained on', async () => {
    const { manifest } = await honest(drawPhotos(10, { wrongEvery: 5 }));
    expect(manifest.evaluation?.accuracy.value).toBe(0.8);
    expect(manifest.evaluation?.accuracy.low).toBeCloseTo(0.584, 3);
    expect(manifest.evaluation?.confusion).toEqual([[8, 2], [2, 8]]); // prettier-ignore
    expect(manifest.evaluation?.data).toContain('trained on some of them');
    expect(manifest.evaluation?.calibrationError).toBeNull();
  });

  it('takes photos without a label into the bank only', async () => {
    const photos = drawPhotos(12).map((photo) => ({ ...photo, label: null }));
    const { manifest, bank } = await honest(photos);
    expect(bank).not.toBeNull();
    expect(manifest.detector?.bankLabels.slice(0, 4)).toEqual([0, 1, 0, 1]);
    expect(manifest.calibration).toBeNull();
    expect(manifest.evaluation).toBeNull();
  });

  it('has no bank for a model whose features nobody knows, and says what that means', async () => {
    const photos = drawPhotos(15).map((photo) => ({ ...photo, features: null }));
    const { manifest, bank, notes } = await honest(photos);
    expect(bank).toBeNull();
    expect(manifest.detector).toBeNull();
    expect(manifest.calibration).not.toBeNull();
    expect(notes.join()).toContain('cannot judge unfamiliar photos');
  });

  it('reads one sigmoid unit as two labels', async () => {
    const photos = drawPhotos(20, { wrongEvery: 5 }).map((photo) => {
      const [first = 0, second = 0] = Array.from(photo.logits);
      return { ...photo, logits: [second - first] };
    });
    const parts = { photos, golden: [{ seed: 1, logits: [3] }], fingerprint };
    const { manifest } = await makeHonest({ ...parts, manifest: draft(['a', 'b'], 'sigmoid') });
    const plain = await honest(drawPhotos(20, { wrongEvery: 5 }));
    expect(manifest.calibration?.temperature).toBeCloseTo(plain.manifest.calibration?.temperature ?? NaN, 3); // prettier-ignore
    expect(manifest.evaluation?.accuracy.value).toBe(0.8);
    expect(manifest.golden[0]?.labels).toEqual([1, 0]);
  });

  it('fits no temperature to labels that are judged each by itself', async () => {
    const photos = drawPhotos(20);
    const { manifest } = await honest(photos, draft(['a', 'b'], 'sigmoid-logits'));
    expect(manifest.calibration).toBeNull();
  });

  it('leaves broken answers out and counts them', async () => {
    const broken = drawPhotos(1).map((photo) => ({ ...photo, logits: [NaN, 0] }));
    const { notes, manifest } = await honest([...drawPhotos(10), ...broken]);
    expect(notes.join()).toContain('2 of the photos gave no usable numbers');
    expect(manifest.evaluation?.photos).toBe(20);
  });

  it.each([
    ['no photos', [], 'photos-too-few'],
    ['one photo', drawPhotos(1).slice(0, 1), 'photos-too-few'],
    ['nothing but NaN', drawPhotos(9).map((p) => ({ ...p, logits: [NaN, NaN] })), 'photos-too-few'],
    [
      'features that are all the same',
      drawPhotos(9).map((p) => ({ ...p, features: [1, 1] })),
      'photos-alike',
    ],
    [
      'features that are all zero',
      drawPhotos(9).map((p) => ({ ...p, features: [0, 0] })),
      'photos-too-few',
    ],
    [
      'no features and no labels',
      drawPhotos(9).map((p) => ({ ...p, features: null, label: null })),
      'photos-too-few',
    ],
  ])('refuses %s', async (_name, photos: HonestyPhoto[], code) => {
    await expect(honest(photos)).rejects.toMatchObject({ code });
  });

  it('never writes a number that is none, whatever comes in', async () => {
    const wild = fc.oneof(fc.constant(0), fc.constant(NaN), fc.double({ min: -1e3, max: 1e3 }));
    const photo = fc.record({
      logits: fc.array(wild, { minLength: 2, maxLength: 2 }),
      features: fc.option(fc.array(wild, { minLength: 3, maxLength: 3 })),
      label: fc.option(fc.constantFrom(0, 1)),
      hash: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(photo, { maxLength: 30 }), async (photos) => {
        try {
          const { manifest } = await honest(photos);
          // The schema refuses NaN; JSON would turn it to null.
          expect(parseManifest(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
        } catch (error) {
          expect(error).toBeInstanceOf(ClassifierError);
        }
      }),
    );
  });

  it('gives the same bank whatever the order, but for the order', async () => {
    const photos = drawPhotos(8);
    const one = await honest(photos);
    const other = await honest(createRandom(3).shuffle(photos));
    expect(other.manifest.detector?.heldOutDistances).toEqual(
      one.manifest.detector?.heldOutDistances,
    );
    expect(other.manifest.thresholds).toEqual(one.manifest.thresholds);
    expect(other.manifest.evaluation).toEqual(one.manifest.evaluation);
  });
});

import { describe, expect, it } from 'vitest';
import { openBank } from '../../../../src/core/bank';
import { hideLabels, chooseRow } from '../../../../src/core/detectors/bake-off';
import { buildDetector, type DetectorOptions } from '../../../../src/core/detectors/build-detector';
import {
  describeBakeOff,
  describeDetector,
  nameDetector,
} from '../../../../src/core/detectors/describe';
import { openDetector } from '../../../../src/core/detectors/open-detector';
import { PhotoTable } from '../../../../src/core/detectors/photo-table';
import { refitDualHead } from '../../../../src/core/detectors/refit-head';
import type { DetectorSpec } from '../../../../src/core/manifest';
import { drawPhotos } from './support';

const parts = [
  { start: 0, length: 4 },
  { start: 4, length: 4 },
];
const far = drawPhotos(6, 1, 99).map(() => ({
  features: [0.1, 0.1, 0.1, 3, 0.1, 3, 0.1, 0.1],
  logits: [1, 1, 1],
}));
const options: DetectorOptions = {
  parts,
  falseAlarmRate: 0.05,
  far,
  usesLogits: true,
  refit: refitDualHead(parts),
  pause: () => Promise.resolve(),
};

async function build(changes: Partial<DetectorOptions> = {}, perLabel = 14) {
  const { spec, bytes } = await buildDetector(drawPhotos(perLabel, 3, 1), {
    ...options,
    ...changes,
  });
  const whole: DetectorSpec = {
    ...spec,
    bank: { path: 'bank.bin', bytes: bytes.length, sha256: '' },
  };
  return {
    spec: whole,
    judge: openDetector(whole, openBank(bytes, spec.features.length, spec.bankLabels)),
  };
}

describe('buildDetector', () => {
  it('passes new photos of the kind, warns about others, and says which score fired', async () => {
    const { spec, judge } = await build();
    const fresh = drawPhotos(20, 3, 2).map(
      ({ logits, features }) => judge(logits, features).pValue,
    );
    expect(fresh.filter((pValue) => pValue <= 0.05).length / fresh.length).toBeLessThan(0.15);
    const strange = judge([1, 1, 1], [0.1, 0.1, 0.1, 3, 0.1, 3, 0.1, 0.1]);
    expect(strange.pValue).toBeCloseTo(1 / 43, 9);
    const [fired] = strange.components;
    expect(strange.components.map(({ pValue }) => pValue)).toEqual(
      [...strange.components.map(({ pValue }) => pValue)].sort((a, b) => a - b),
    );
    expect(fired?.pValue).toBeLessThan(0.05);
    expect(spec.bakeOff?.hiddenLabels).toBe(3);
    expect(spec.heldOutDistances).toHaveLength(42);
  });

  it('puts the table of all detectors into the manifest and the card', async () => {
    const { spec } = await build();
    if (!spec.bakeOff) throw new Error('no bake-off');
    expect(spec.bakeOff.rows.length).toBeGreaterThan(20);
    expect(spec.bakeOff.rows.map(({ name }) => name)).toContain(spec.bakeOff.chosen);
    expect(describeBakeOff(spec)).toContain(`**${spec.bakeOff.chosen}**`);
    expect(describeDetector(spec)).toContain('42 photos known to be in its domain');
    expect(nameDetector(spec)).not.toBe('');
  });

  it('keeps away from logits of a network that may know the photos by heart', async () => {
    const { spec } = await build({ usesLogits: false, refit: null });
    expect(spec.components.every(({ features }) => features !== null)).toBe(true);
    expect(spec.bakeOff?.head).toBe('masked');
    expect(spec.bakeOff?.rows.some(({ name }) => /gen|energy|msp|max-logit|vim/.test(name))).toBe(
      false,
    );
  });

  it('says that nothing was tried where there was nothing to try', async () => {
    const { spec } = await build({ far: [] }, 2);
    expect(spec.bakeOff).toBeNull();
    expect(nameDetector(spec)).toBe('knn');
  });

  it('stops when it is no longer wanted', async () => {
    const pause = () => Promise.reject(new Error('cancelled'));
    await expect(build({ pause })).rejects.toThrow('cancelled');
  });

  it('refuses photos that are all alike, or too few', async () => {
    const same = drawPhotos(1, 1, 1).flatMap((photo) =>
      Array.from({ length: 8 }, (_, group) => ({ ...photo, group })),
    );
    await expect(buildDetector(same, options)).rejects.toMatchObject({ code: 'photos-alike' });
    await expect(buildDetector(same.slice(0, 3), options)).rejects.toMatchObject({
      code: 'photos-too-few',
    });
  });
});

describe('hideLabels', () => {
  it('trains the head without the hidden label', async () => {
    const seen: number[][] = [];
    const table = new PhotoTable(drawPhotos(8, 3, 1));
    await hideLabels(table, {
      specs: [{ score: 'energy', part: null }],
      settings: { maxRows: 100, coverPart: { start: 0, length: 8 } },
      seed: 1,
      pause: () => Promise.resolve(),
      refit: (photos) => {
        seen.push([...new Set(photos.map((i) => table.photos[i]?.label ?? -1))]);
        return Promise.resolve(() => [1, 2]);
      },
    });
    expect(seen).toHaveLength(9);
    expect(seen.every((labels) => labels.length === 2)).toBe(true);
  });

  it('hides nothing of a model with two labels', async () => {
    const table = new PhotoTable(drawPhotos(20, 2, 1));
    const hidden = await hideLabels(table, {
      specs: [],
      settings: { maxRows: 9, coverPart: { start: 0, length: 8 } },
      seed: 1,
      pause: () => Promise.resolve(),
      refit: null,
    });
    expect(hidden).toEqual([]);
  });
});

describe('chooseRow', () => {
  const row = (name: string, warned: number, auroc: number) => ({
    name,
    near: { auroc, fpr95: 0.5, warned },
    far: null,
    falseAlarms: 0.05,
  });

  it('takes what warns most at the rate', () => {
    expect(chooseRow([row('a', 0.2, 0.9), row('b', 0.8, 0.85)], 200)).toBe(1);
  });

  it('lets separation decide where warnings are within one standard error, then the order', () => {
    expect(chooseRow([row('a', 0.5, 0.8), row('b', 0.51, 0.7)], 100)).toBe(0);
    expect(chooseRow([row('a', 0.5, 0.801), row('b', 0.51, 0.803)], 100)).toBe(0);
  });

  it('takes areas within one standard error for the same', () => {
    // Hanley & McNeil (1982), by hand: an area of 0.9 over 50 and 50 photos is off by 0.0321.
    expect(chooseRow([row('a', 0.5, 0.869), row('b', 0.5, 0.9)], 50)).toBe(0);
    expect(chooseRow([row('a', 0.5, 0.867), row('b', 0.5, 0.9)], 50)).toBe(1);
  });
});

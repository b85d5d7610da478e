import { describe, expect, it } from 'vitest';
import {
  findEnds,
  isSameScale,
  luma,
  spreadScale,
  usualScales,
  writeFormula,
} from '../../../src/core/scale';

describe('usualScales', () => {
  it('makes of black and white what torchvision makes of them', () => {
    // transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]) of 0 and of 1, as widely
    // printed.
    const { black, white } = findEnds(usualScales['imagenet-standard']);
    [-2.1179, -2.0357, -1.8044].forEach((end, i) => expect(black[i]).toBeCloseTo(end, 4));
    [2.2489, 2.4286, 2.64].forEach((end, i) => expect(white[i]).toBeCloseTo(end, 4));
  });

  it('takes Caffe’s means away', () => {
    const { black, white } = findEnds(usualScales['imagenet-mean']);
    expect(black).toEqual([-123.68, -116.779, -103.939]);
    expect(white[0]).toBeCloseTo(131.32);
  });
});

describe('isSameScale', () => {
  it('takes x / 127 - 1 and x / 127.5 - 1 for one, and all other usual scales apart', () => {
    const scales = Object.entries(usualScales);
    const pairs = scales.flatMap(([a, one], i) =>
      scales.slice(i + 1).flatMap(([b, other]) => (isSameScale(one, other) ? [[a, b]] : [])),
    );
    expect(pairs).toEqual([['-1…1', '-1…1.008']]);
  });

  it('takes one number and three of it for the same', () => {
    const three = { multiply: [1, 1, 1], add: [0, 0, 0] } satisfies Parameters<
      typeof isSameScale
    >[0];
    expect(isSameScale(three, usualScales['0…255'], 0)).toBe(true);
    expect(isSameScale({ ...three, add: [0, 0, 10] }, usualScales['0…255'])).toBe(false);
  });
});

describe('spreadScale', () => {
  it('has three of each number', () => {
    expect(spreadScale({ multiply: 2, add: [1, 2, 3] })).toEqual({
      multiply: [2, 2, 2],
      add: [1, 2, 3],
    });
  });
});

describe('writeFormula', () => {
  it('says what is done with a byte, and to which colour where they differ', () => {
    expect(writeFormula(usualScales['-1…1'])).toBe('byte × 0.00784314 + -1');
    expect(writeFormula(usualScales['imagenet-mean'])).toBe(
      'byte × 1 + [-123.68, -116.779, -103.939] (red, green, blue)',
    );
  });
});

describe('luma', () => {
  it('leaves grey as it is', () => {
    expect(luma.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });
});

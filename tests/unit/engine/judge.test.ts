import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../src/core/manifest';
import { toLogits, toProbabilities } from '../../../src/core/probabilities';
import { openBank } from '../../../src/core/bank';
import { computeProbabilities, judge } from '../../../src/engine/judge';
import type { ModelBundle } from '../../../src/model/read-model';

function manifest(labels: string[], output: Manifest['output'], temperature = 1): Manifest {
  const calibration = { temperature, coverage: 0.9, setThreshold: 0.1, photos: 20 };
  return { labels, output, calibration } as unknown as Manifest;
}
const out = (...logits: number[]) => ({ logits: Float32Array.from(logits), features: null });

describe('computeProbabilities', () => {
  it('takes softmax of logits, after the temperature', () => {
    const [first] = computeProbabilities(
      manifest(['a', 'b'], 'logits', 2),
      out(Math.log(9) * 2, 0),
    );
    expect(first).toBeCloseTo(0.9);
  });

  it('judges each unit of a sigmoid by itself', () => {
    const given = computeProbabilities(manifest(['a', 'b', 'c'], 'sigmoid'), out(0, 50, -50));
    expect(given[0]).toBe(0.5);
    expect(given[1]).toBeCloseTo(1);
    expect(given[2]).toBeCloseTo(0);
  });

  it('lets one unit decide between two labels', () => {
    const given = computeProbabilities(
      manifest(['cat', 'dog'], 'sigmoid', 2),
      out(Math.log(9) * 2),
    );
    expect(given[0]).toBeCloseTo(0.1);
    expect(given[1]).toBeCloseTo(0.9);
  });

  it('refuses more labels than outputs, and what is not a number', () => {
    const three = manifest(['a', 'b', 'c'], 'logits');
    expect(() => computeProbabilities(three, out(1, 2))).toThrow(
      expect.objectContaining({
        code: 'model-output-unexpected',
        detail: '2 outputs for 3 labels',
      }),
    );
    expect(() => computeProbabilities(three, out(1, NaN, 2))).toThrow(
      expect.objectContaining({ code: 'result-not-finite' }),
    );
  });
});

describe('judge', () => {
  it('gives no verdict on a photo without a single feature', () => {
    const detector = {
      kind: 'knn',
      k: 1,
      features: { start: 0, length: 2 },
      heldOutDistances: [0.1],
    };
    const bundle = {
      manifest: { ...manifest(['a', 'b'], 'logits'), detector },
      bank: openBank(Int8Array.of(127, 0), 2, [0]),
    } as unknown as ModelBundle;
    const output = { logits: Float32Array.of(1, 2), features: new Float32Array(2) };
    expect(() => judge(bundle, output, 2)).toThrow(
      expect.objectContaining({ code: 'result-not-finite' }),
    );
  });
});

describe('toLogits', () => {
  it.each(['probabilities', 'sigmoid'] as const)('takes %s back, never to infinity', (kind) => {
    const answer = Float32Array.of(1, 0, 0);
    const logits = toLogits(answer, kind);
    expect(logits.every(Number.isFinite)).toBe(true);
    toProbabilities(logits, kind).forEach((value, i) => {
      expect(value).toBeCloseTo(answer[i] ?? NaN, 5);
    });
  });

  it('keeps a NaN a NaN', () => {
    expect(toLogits(Float32Array.of(NaN), 'sigmoid')[0]).toBeNaN();
  });
});

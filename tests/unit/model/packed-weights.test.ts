import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packWeights } from '../../../src/model/pack-weights';
import { type PackedEntry, unpackGraph, unpackWeights } from '../../../src/model/packed-weights';

/** A 2 × 2 kernel of two channels; the second is a hundred times smaller. */
const kernel = {
  name: 'kernel',
  shape: [2, 2],
  values: Float32Array.of(1.27, 0.01, -0.5, -0.0127),
  axis: 1,
};

describe('packed weights', () => {
  test('hold a scale for each channel: its largest value over 127', () => {
    const { entries, bytes } = packWeights([kernel]);
    expect(entries).toEqual([
      { name: 'kernel/scale', shape: [2], dtype: 'float32' },
      {
        name: 'kernel',
        shape: [2, 2],
        dtype: 'float32',
        quantization: { dtype: 'int8', axis: 1, scale: 'kernel/scale' },
      },
    ]);
    const view = new DataView(bytes.buffer);
    expect(view.getFloat32(0, true)).toBeCloseTo(0.01, 6);
    expect(view.getFloat32(4, true)).toBeCloseTo(0.0001, 8);
    expect([...new Int8Array(bytes.buffer, 8)]).toEqual([127, 100, -50, -127]);
  });

  test('come back as plain tensors, their scales gone, whole numbers and biases untouched', () => {
    const { entries, bytes } = packWeights([
      kernel,
      { name: 'bias', shape: [2], values: Float32Array.of(0.1, -7) },
      { name: 'axes', shape: [2], values: Int32Array.of(1, 2) },
    ]);
    const { weightSpecs, weightData } = unpackWeights(entries, bytes);
    expect(weightSpecs.map(({ name, dtype }) => [name, dtype])).toEqual([
      ['bias', 'float32'],
      ['axes', 'int32'],
      ['kernel', 'float32'],
    ]);
    expect([...new Float32Array(weightData, 0, 2)]).toEqual([Math.fround(0.1), -7]);
    expect([...new Int32Array(weightData, 8, 2)]).toEqual([1, 2]);
    const back = new Float32Array(weightData, 16, 4);
    kernel.values.forEach((value, i) => expect(back[i]).toBeCloseTo(value, 5));
  });

  test('follow the axis of a depthwise kernel', () => {
    const values = Float32Array.of(1, 10, 100, -1, -10, -100);
    const packed = packWeights([{ name: 'k', shape: [2, 1, 3, 1], values, axis: 2 }]);
    const { weightData } = unpackWeights(packed.entries, packed.bytes);
    new Float32Array(weightData).forEach((value, i) => expect(value).toBeCloseTo(values[i] ?? NaN));
  });

  test('are off by half a step at the most', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 5 }),
        fc.infiniteStream(fc.float({ min: -1e6, max: 1e6, noNaN: true })),
        (rows, channels, stream) => {
          const values = Float32Array.from(
            { length: rows * channels },
            () => stream.next().value as number,
          );
          const { entries, bytes } = packWeights([
            { name: 'k', shape: [rows, channels], values, axis: 1 },
          ]);
          const back = new Float32Array(unpackWeights(entries, bytes).weightData);
          values.forEach((value, i) => {
            const column = values.filter((_, j) => j % channels === i % channels);
            const step = Math.max(...column.map(Math.abs)) / 127;
            // A little more than half: float32 rounds too. Below 1e-40 float32 has few digits.
            expect(Math.abs(value - (back[i] ?? NaN))).toBeLessThanOrEqual(0.501 * step + 1e-40);
          });
        },
      ),
    );
  });

  test('are refused when bytes are missing, or a scale is', () => {
    const { entries, bytes } = packWeights([kernel]);
    expect(() => unpackWeights(entries, bytes.subarray(1))).toThrow(
      expect.objectContaining({ code: 'model-part-damaged' }),
    );
    const withoutScale = entries.slice(1);
    expect(() => unpackWeights(withoutScale, bytes.subarray(8))).toThrow(
      expect.objectContaining({ code: 'model-weights-invalid' }),
    );
    const broken = bytes.slice();
    new DataView(broken.buffer).setFloat32(0, NaN, true);
    expect(() => unpackWeights(entries, broken)).toThrow(
      expect.objectContaining({ code: 'model-weights-invalid' }),
    );
  });

  test('are refused when the axis is not there', () => {
    const entries: PackedEntry[] = [
      { name: 's', shape: [1], dtype: 'float32' },
      {
        name: 'k',
        shape: [1],
        dtype: 'float32',
        quantization: { dtype: 'int8', axis: 3, scale: 's' },
      },
    ];
    expect(() => unpackWeights(entries, new Uint8Array(5))).toThrow(
      expect.objectContaining({ code: 'model-weights-invalid' }),
    );
  });

  test('a graph must say that it is one', () => {
    expect(() => unpackGraph({ format: 'layers-model' }, new Uint8Array())).toThrow(
      expect.objectContaining({ code: 'model-manifest-invalid' }),
    );
  });
});

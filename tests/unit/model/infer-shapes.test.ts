import { describe, expect, it } from 'vitest';
import type { GraphNode } from '../../../src/model/graph-nodes';
import { inferShapes } from '../../../src/model/infer-shapes';
import { WeightValues } from '../../../src/model/weight-values';
import {
  average,
  constant,
  depthwise,
  flat,
  input,
  matrix,
  pool,
  relu6,
} from '../../fixtures/graph-nodes';

/** The shape of each node, of a picture of 9 × 9. */
function infer(nodes: object[], numbers: Record<string, number[]> = {}): Map<string, unknown> {
  const lists = Object.entries(numbers);
  const specs = lists.map(([name, { length }]) => ({
    name,
    shape: [length],
    dtype: 'int32' as const,
  }));
  const data = Int32Array.from(lists.flatMap(([, values]) => values)).buffer;
  // Kernels are known by their shapes alone, so their numbers may all be missing.
  const kernels = (nodes as GraphNode[]).filter(
    ({ name, op }) => op === 'Const' && !(name in numbers),
  );
  const named = kernels.map(({ name, attr }) => ({
    name,
    shape: sidesOf(attr),
    dtype: 'float32' as const,
  }));
  const size = named.reduce((sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0);
  const bytes = new Uint8Array(data.byteLength + size);
  bytes.set(new Uint8Array(data));
  const weights = new WeightValues([...specs, ...named], bytes.buffer);
  return inferShapes(nodes as GraphNode[], weights, [1, 9, 9, 3]);
}

function sidesOf(attr: GraphNode['attr']): number[] {
  const value = attr?.['value'] as unknown as {
    tensor: { tensorShape: { dim: { size: string }[] } };
  };
  return value.tensor.tensorShape.dim.map(({ size }) => Number(size));
}

describe('inferShapes', () => {
  it('follows convolutions, pools, what they are flattened to and a matrix', () => {
    const shapes = infer([
      input('in', [-1, 9, 9, 3]),
      ...relu6('a', 'in', [3, 3, 3, 4], 2),
      ...depthwise('b', 'a', [3, 3, 4, 1]),
      pool('c', 'b', 5),
      flat('d', 'c'),
      ...matrix('e', 'd', [4, 7]),
    ]);
    expect(shapes.get('a')).toEqual([1, 5, 5, 4]);
    expect(shapes.get('b')).toEqual([1, 5, 5, 4]);
    expect(shapes.get('c')).toEqual([1, 1, 1, 4]);
    expect(shapes.get('d')).toEqual([1, 4]);
    expect(shapes.get('e')).toEqual([1, 7]);
  });

  it('takes the axes that a mean names away', () => {
    const nodes = [input('in', [-1, 9, 9, 3]), constant('axes', [2], 'DT_INT32')];
    const shapes = infer([...nodes, average('mean', 'in', 'axes')], { axes: [1, 2] });
    expect(shapes.get('mean')).toEqual([1, 3]);
  });

  it('counts squeezed axes from the end where they are negative', () => {
    const { name, op, input: from } = flat('flat', 'pool');
    const attr = { squeeze_dims: { list: { i: ['-2', '-3'] } } };
    const shapes = infer([
      input('in', [-1, 9, 9, 3]),
      pool('pool', 'in', 9),
      { name, op, input: from, attr },
    ]);
    expect(shapes.get('flat')).toEqual([1, 3]);
  });

  it('says that it does not know what a bare squeeze leaves: the number of photos may go too', () => {
    const shapes = infer([
      input('in', [-1, 9, 9, 3]),
      pool('pool', 'in', 9),
      { name: 'flat', op: 'Squeeze', input: ['pool'], attr: {} },
    ]);
    expect(shapes.get('flat')).toBeNull();
  });
});

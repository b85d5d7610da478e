import { ClassifierError } from '../core/errors';
import type { LayersParts } from './foreign-model';
import type { GraphNode } from './graph-nodes';
import type { GraphParts } from './graph-parts';
import { inferShapes } from './infer-shapes';
import { WeightValues } from './weight-values';

/**
 * The most memory that a network may take: a tab on a phone gets about this much, and tfjs's wasm
 * can't go beyond 2 GiB.
 */
const MAX_NETWORK_BYTES = 1.5 * 2 ** 30;

/** Bytes of a number on any backend: quantised weights are restored to float32. */
const BYTES_PER_NUMBER = 4;

/**
 * Estimates what running a graph takes: its weights as float32, and its two largest results, which
 * have to lie in memory side by side.
 *
 * @param input Shape of the picture, with 1 for the batch.
 * @returns Bytes; results of unknown shape count nothing.
 */
export function estimateMemory(
  nodes: readonly GraphNode[],
  { weightSpecs, weightData }: GraphParts,
  input: readonly number[],
): number {
  const shapes = inferShapes(nodes, new WeightValues(weightSpecs, weightData), input);
  const sizes = [...shapes.values()].map((shape) => (shape ? countNumbers(shape) : 0));
  const [largest = 0, second = 0] = sizes.sort((a, b) => b - a);
  return BYTES_PER_NUMBER * (countWeights(weightSpecs) + largest + second);
}

/**
 * Refuses what no device should try.
 *
 * @throws ClassifierError `model-too-large`.
 */
export function checkMemory(bytes: number): void {
  if (bytes <= MAX_NETWORK_BYTES) return;
  throw new ClassifierError(
    'model-too-large',
    `${(bytes / 2 ** 30).toPrecision(3)} GiB to run it, ${MAX_NETWORK_BYTES / 2 ** 30} at most`,
  );
}

/**
 * Checks a layers model that can't be written as a graph before tfjs makes its weights: it makes
 * what the layers ask for first, and compares with the file afterwards.
 *
 * @returns Bytes of its weights and its input.
 * @throws ClassifierError `model-too-large`.
 */
export function checkLayers(
  { topology, weightSpecs }: LayersParts,
  input: readonly number[],
): number {
  const sides = new Set(weightSpecs.flatMap(({ shape }) => shape));
  // What stands beside the layers is about training: steps, rates.
  const asked = findLargest(topology['model_config'] ?? topology, sides);
  if (asked > MAX_SETTING) {
    throw new ClassifierError('model-too-large', `a layer asks for ${asked}, its weights do not`);
  }
  const bytes = BYTES_PER_NUMBER * (countWeights(weightSpecs) + countNumbers(input));
  checkMemory(bytes);
  return bytes;
}

/** No setting of an image classifier's layer is larger, unless it is a side of a weight. */
const MAX_SETTING = 4096;

/** The largest whole number in a topology that is not a side of any weight. */
function findLargest(topology: unknown, sides: ReadonlySet<number>): number {
  let largest = 0;
  const queue: unknown[] = [topology];
  while (queue.length > 0) {
    const value = queue.pop();
    if (typeof value === 'number') {
      if (Number.isInteger(value) && !sides.has(value)) largest = Math.max(largest, value);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value))
        if (!key.includes('seed')) queue.push(inner);
    }
  }
  return largest;
}

function countWeights(specs: LayersParts['weightSpecs']): number {
  return specs.reduce((total, { shape }) => total + countNumbers(shape), 0);
}

function countNumbers(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

import { ClassifierError } from '../../core/errors';
import { type Scale, usualScales } from '../../core/scale';
import { findInputs, findOutputs, findTaps } from '../find-taps';
import {
  type GraphNode,
  inputsOf,
  parseNodes,
  placeholderShape,
  stripPort,
  takesIntegers,
} from '../graph-nodes';
import type { GraphParts } from '../graph-parts';
import { asArray, asRecord } from '../json-values';
import { WeightValues } from '../weight-values';
import { findBackboneHabit } from './backbones';
import { hasChannelsFirst, type NetworkFacts, scaleBefore, type Sum } from './facts';

/**
 * Reads what a graph model says of its contract.
 *
 * @param wanted The answer's node, where the files around the graph name it.
 * @throws ClassifierError `model-is-detector`, `model-is-segmenter`, `model-several-inputs`,
 *   `model-several-outputs`, `model-topology-damaged`.
 */
export function readGraphFacts(graph: GraphParts, wanted?: string): Omit<NetworkFacts, 'fit'> {
  const nodes = parseNodes(graph.topology);
  if (nodes.some(({ op }) => op.includes('NonMaxSuppression'))) {
    throw new ClassifierError('model-is-detector', 'it suppresses overlapping boxes');
  }
  const shapes = signatureShapes(graph.signature, 'outputs');
  refusePorts(graph.signature);
  const output = chooseOutput(nodes, graph.signature, shapes, wanted);
  refusePictures(shapes.get(output) ?? null, output);
  const [input, ...others] = findInputs(nodes, output);
  if (input === undefined) {
    throw new ClassifierError('model-topology-damaged', 'nothing is fed into the graph');
  }
  if (others.length > 0) {
    throw new ClassifierError('model-several-inputs', [input, ...others].join(', '));
  }
  const values = new WeightValues(graph.weightSpecs, graph.weightData);
  const { output: kind, logits } = findTaps(nodes, output);
  const units = shapes.get(output)?.at(-1) ?? findUnits(nodes, logits ?? output, values);
  const inputShape = findInputShape(nodes, input, graph.signature);
  const isOnly = findOutputs(nodes, graph.signature).length === 1;
  return {
    inputShape,
    isChannelsFirst: null,
    units,
    output: kind === 'logits' && units === 1 ? 'sigmoid-logits' : kind,
    // Whole numbers can only be bytes.
    scale: takesIntegers(nodes, input) ? usualScales['0…255'] : findScale(nodes, input, values),
    backbone: findBackboneHabit(
      nodes.map(({ name }) => name),
      inputShape?.[0] === 3 && hasChannelsFirst(inputShape),
    ),
    outputNode: isOnly ? null : output,
  };
}

/** Shapes that a signature gives, by node; unknown sides are `null`. */
function signatureShapes(
  signature: GraphParts['signature'],
  side: 'inputs' | 'outputs',
): Map<string, (number | null)[]> {
  const shapes = new Map<string, (number | null)[]>();
  for (const one of Object.values(asRecord(signature?.[side]) ?? {})) {
    const { name, tensorShape } = asRecord(one) ?? {};
    const dims = asRecord(tensorShape)?.['dim'];
    if (typeof name !== 'string' || !Array.isArray(dims)) continue;
    const sides = dims.map((dim) => readSide(asRecord(dim)?.['size']));
    shapes.set(stripPort(name), sides);
  }
  return shapes;
}

function readSide(value: unknown): number | null {
  const side = Number(value ?? -1);
  return Number.isSafeInteger(side) && side > 0 ? side : null;
}

function chooseOutput(
  nodes: readonly GraphNode[],
  signature: GraphParts['signature'],
  shapes: ReadonlyMap<string, (number | null)[]>,
  wanted: string | undefined,
): string {
  const node = wanted === undefined ? undefined : stripPort(wanted);
  if (node !== undefined && nodes.some(({ name }) => name === node)) return node;
  const outputs = findOutputs(nodes, signature);
  const [only] = outputs;
  if (only === undefined) throw new ClassifierError('model-topology-damaged', 'no answer');
  if (outputs.length === 1) return only;
  const names = [...outputs, ...Object.keys(asRecord(signature?.['outputs']) ?? {})];
  if (names.some((name) => /detection|(?:^|[^a-z])(?:bbox|box)(?:es)?/i.test(name))) {
    throw new ClassifierError('model-is-detector', outputs.join(', '));
  }
  const byName = new Map(nodes.map((one) => [one.name, one]));
  const classes = outputs.filter((name) => {
    const isRow = (shapes.get(name)?.length ?? 2) === 2;
    const kind = byName.has(name) ? findTaps(nodes, name).output : null;
    return isRow && (kind === 'probabilities' || kind === 'sigmoid');
  });
  const [chosen, ...others] = classes;
  if (chosen !== undefined && others.length === 0) return chosen;
  throw new ClassifierError('model-several-outputs', outputs.join(', '));
}

/** Of a node with several outputs only the first can be asked for. */
function refusePorts(signature: GraphParts['signature']): void {
  for (const one of Object.values(asRecord(signature?.['outputs']) ?? {})) {
    const name = asRecord(one)?.['name'];
    if (typeof name === 'string' && /:[1-9]\d*$/.test(name)) {
      throw new ClassifierError('model-several-outputs', name);
    }
  }
}

/** `[batch, boxes, …]` is a detector's answer, `[batch, height, width, …]` a picture. */
function refusePictures(shape: (number | null)[] | null, name: string): void {
  if (!shape) return;
  const detail = `${name}: [${shape.map((side) => side ?? '?').join(', ')}]`;
  const inner = shape.slice(1, -1);
  if (shape.length === 3 && inner.some((side) => side !== 1)) {
    throw new ClassifierError('model-is-detector', detail);
  }
  if (shape.length === 4 && inner.filter((side) => side !== 1).length === 2) {
    throw new ClassifierError('model-is-segmenter', detail);
  }
}

function findInputShape(
  nodes: readonly GraphNode[],
  input: string,
  signature: GraphParts['signature'],
): NetworkFacts['inputShape'] {
  const node = nodes.find(({ name }) => name === input);
  const own = node ? placeholderShape(node)?.map((side) => (side > 0 ? side : null)) : null;
  const shape = own && own.length > 0 ? own : signatureShapes(signature, 'inputs').get(input);
  return shape ? shape.slice(1) : null;
}

/** The length of the last bias or the last kernel's last side. */
function findUnits(
  nodes: readonly GraphNode[],
  logits: string,
  values: WeightValues,
): number | null {
  const node = nodes.find(({ name }) => name === logits);
  const constants = node ? inputsOf(node).flatMap((name) => values.find(name) ?? []) : [];
  // Whole numbers are a shape or an axis.
  const weights = constants.filter(({ dtype }) => dtype !== 'int32');
  return weights.find(({ shape }) => shape.length > 0)?.shape.at(-1) ?? null;
}

/** The sums that are done with the input first. */
function findScale(nodes: readonly GraphNode[], input: string, values: WeightValues): Scale | null {
  let at = input;
  let sum: Sum = { multiply: 1, add: 0 };
  let isScaled = false;
  for (let left = 8; left > 0; left--) {
    const readers = nodes.filter((node) => inputsOf(node).includes(at));
    const [reader] = readers;
    const step = readers.length === 1 && reader ? readSum(reader, at, values) : null;
    if (!reader || !step) break;
    sum = {
      multiply: sum.multiply * step.multiply,
      add: sum.add * step.multiply + step.add,
    };
    isScaled ||= step.multiply !== 1 || step.add !== 0;
    at = reader.name;
  }
  return isScaled ? scaleBefore(sum) : null;
}

function readSum(node: GraphNode, from: string, values: WeightValues): Sum | null {
  if (['Identity', 'Cast'].includes(node.op) || isReversal(node, values)) {
    return { multiply: 1, add: 0 };
  }
  const other = inputsOf(node).find((name) => name !== from);
  const entry = other === undefined ? null : values.find(other);
  if (other === undefined || !entry || entry.shape.some((side) => side > 4)) return null;
  const value = values.read(other)[0];
  if (value === undefined) return null;
  if (node.op === 'Mul') return { multiply: value, add: 0 };
  if (['Add', 'AddV2', 'BiasAdd'].includes(node.op)) return { multiply: 1, add: value };
  // Taken from or divided by, the input is not scaled.
  if (asArray(node.input)[0] !== from && inputsOf(node)[0] !== from) return null;
  if (node.op === 'Sub') return { multiply: 1, add: -value };
  return node.op === 'RealDiv' && value !== 0 ? { multiply: 1 / value, add: 0 } : null;
}

/** Whether red and blue are exchanged, which changes nothing about their scale. */
function isReversal(node: GraphNode, values: WeightValues): boolean {
  if (node.op === 'ReverseV2') return true;
  const strides = node.op === 'StridedSlice' ? inputsOf(node)[3] : undefined;
  return (
    strides !== undefined && values.find(strides) !== null && values.read(strides).includes(-1)
  );
}

import { ClassifierError } from '../core/errors';
import type { InputSpec } from '../core/manifest';
import type { Taps } from '../core/network-findings';
import { checkLayers, checkMemory, estimateMemory } from '../model/estimate-memory';
import { findInputs, findOutputs } from '../model/find-taps';
import { foldGraph } from '../model/fold-graph';
import type { ForeignNetwork as ForeignParts } from '../model/foreign-model';
import { type GraphNode, parseNodes, pruneNodes } from '../model/graph-nodes';
import type { GraphParts } from '../model/graph-parts';
import { lowerLayers } from '../model/lower-layers';
import { GraphRunner } from './graph-runner';
import type { LayersRunner } from './layers-runner';
import type { Runner } from './runner';
import { countChannels } from './to-tensor';

/** Somebody else's network as a graph: as it came, or written from its layers. */
export interface NetworkGraph {
  parts: GraphParts;
  nodes: GraphNode[];
  outputs: string[];
}

/**
 * A network as a graph; `null` for a layers model that has to be run by tfjs-layers.
 *
 * @throws ClassifierError `model-unsupported`, `model-output-unexpected`.
 */
export function toGraph(network: ForeignParts, input: InputSpec): NetworkGraph | null {
  if (network.kind === 'tfjs-graph') {
    const nodes = parseNodes(network.graph.topology);
    return { parts: network.graph, nodes, outputs: findOutputs(nodes, network.graph.signature) };
  }
  const { width, height } = input;
  const lowered = lowerLayers(network.layers, { width, height, channels: countChannels(input) });
  return (
    lowered && {
      parts: lowered.graph,
      nodes: parseNodes(lowered.graph.topology),
      outputs: lowered.outputs,
    }
  );
}

/** The shape of the picture that a network is fed. */
export function inputShape(spec: InputSpec): number[] {
  const { width, height, layout } = spec;
  const channels = countChannels(spec);
  return layout === 'nhwc' ? [1, height, width, channels] : [1, channels, height, width];
}

/**
 * The one node that is fed.
 *
 * @throws ClassifierError `model-output-unexpected` when there are several, or none.
 */
export function needOneInput(nodes: readonly GraphNode[], wanted: readonly string[]): string {
  const inputs = [...new Set(wanted.flatMap((output) => findInputs(nodes, output)))];
  const [only, ...others] = inputs;
  if (only !== undefined && others.length === 0) return only;
  const listed = inputs.length > 0 ? ` (${inputs.join(', ')})` : '';
  throw new ClassifierError(
    'model-output-unexpected',
    `${inputs.length} inputs${listed} instead of one picture`,
  );
}

/**
 * What running the wanted nodes of a graph takes.
 *
 * @returns Bytes.
 * @throws ClassifierError `model-too-large`, before any of it is taken.
 */
export function checkGraphMemory(
  { parts, nodes }: NetworkGraph,
  input: InputSpec,
  wanted: readonly string[],
): number {
  const bytes = estimateMemory(pruneNodes(nodes, wanted), parts, inputShape(input));
  checkMemory(bytes);
  return bytes;
}

/** A network on the current backend. */
interface BuiltRunner {
  runner: Runner;
  /** The node or layer that is the answer. */
  output: string;
}

/**
 * Builds a network on the current backend: as a graph with its batch norms folded, or as tfjs-layers
 * runs it where that can't be.
 *
 * @param taps What will be asked for.
 * @param plain Not to rewrite anything.
 * @throws ClassifierError `model-too-large`, `model-output-unexpected`.
 */
export async function buildRunner(
  network: ForeignParts,
  input: InputSpec,
  { output, logits, features }: Taps,
  plain: boolean,
): Promise<BuiltRunner> {
  const graph = plain && network.kind === 'tfjs-layers' ? null : toGraph(network, input);
  if (graph) {
    const answer = output ?? needOneOutput(graph.outputs);
    const wanted = [...new Set([logits ?? answer, ...(features ? [features.node] : [])])];
    const knowsAll = wanted.every((name) => graph.nodes.some((node) => node.name === name));
    if (knowsAll || network.kind === 'tfjs-graph') {
      checkGraphMemory(graph, input, wanted);
      const fed = needOneInput(graph.nodes, wanted);
      const parts = plain ? graph.parts : foldGraph(graph.parts, wanted);
      return { runner: await GraphRunner.build(parts, fed), output: answer };
    }
  }
  const { runner } = await buildLayersRunner(network, input);
  try {
    return { runner, output: output ?? needOneOutput(runner.outputs) };
  } catch (error) {
    runner.dispose();
    throw error;
  }
}

/**
 * Builds a layers model as tfjs-layers runs it.
 *
 * @throws ClassifierError `model-too-large`, `model-output-unexpected`.
 */
export async function buildLayersRunner(
  network: ForeignParts,
  input: InputSpec,
): Promise<{ runner: LayersRunner; memoryBytes: number }> {
  if (network.kind !== 'tfjs-layers') throw new ClassifierError('internal', network.kind);
  const memoryBytes = checkLayers(network.layers, inputShape(input));
  // Fetched when needed: most models run without it.
  const { LayersRunner } = await import('./layers-runner');
  return { runner: await LayersRunner.build(network.layers), memoryBytes };
}

/** @throws ClassifierError `model-output-unexpected` when there are several, or none. */
export function needOneOutput(outputs: readonly string[]): string {
  const [only, ...others] = outputs;
  if (only !== undefined && others.length === 0) return only;
  throw new ClassifierError(
    'model-output-unexpected',
    `${outputs.length} outputs (${outputs.join(', ')})`,
  );
}

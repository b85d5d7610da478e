import { ClassifierError, type ErrorCode } from '../core/errors';
import type { GraphParts } from './graph-parts';
import { dependenciesOf, type GraphNode, parseNodes } from './graph-nodes';
import { asArray, asRecord } from './json-values';
import { tfjsOps } from './tfjs-ops';

/** NASNet-Large, unfused, has about 15,000 nodes. */
const MAX_NODES = 100_000;
/** How many names an error lists. */
const SHOWN = 8;

/**
 * Checks that a graph can be run at all, before it is built: tfjs finds out in the middle of a run,
 * or never ends.
 *
 * @throws ClassifierError `model-topology-damaged` for a cycle, a name twice or an input that is not
 *   there, `model-op-unsupported`, `model-has-loops`, `model-part-missing` for a constant without weights,
 *   `model-too-large`, `model-unsupported`.
 */
export function checkGraph({ topology, weightSpecs }: GraphParts): void {
  const nodes = parseNodes(topology);
  if (nodes.length > MAX_NODES) {
    throw new ClassifierError('model-too-large', `a graph of ${nodes.length} nodes`);
  }
  refuseOps([...nodes.map(({ op }) => op), ...listFunctionOps(topology)]);
  const byName = indexByName(nodes);
  refuseMissingInputs(nodes, byName);
  refuseCycles(nodes, byName);
  refuseMissingWeights(nodes, new Set(weightSpecs.map(({ name }) => name)));
}

/**
 * Loops, and branches that call a function. `Switch` and `Merge` without a loop pass one number on:
 * old exports of Keras choose between training and answering by them.
 */
const loopOps: ReadonlySet<string> = new Set([
  ...['While', 'StatelessWhile', 'If', 'StatelessIf'],
  ...['Enter', 'Exit', 'NextIteration', 'LoopCond'],
]);

function refuseOps(ops: readonly string[]): void {
  const refuse = (code: ErrorCode, isRefused: (op: string) => boolean) => {
    const found = [...new Set(ops.filter(isRefused))];
    if (found.length > 0) throw new ClassifierError(code, listNames(found));
  };
  refuse('model-op-unsupported', (op) => !tfjsOps.has(op));
  refuse('model-has-loops', (op) => loopOps.has(op));
}

/** Operations inside the functions that `If` and `While` call. */
function listFunctionOps(topology: Record<string, unknown>): string[] {
  const functions = asArray(asRecord(topology['library'])?.['function']);
  return functions
    .flatMap((one) => asArray(asRecord(one)?.['nodeDef']))
    .map((node) => String(asRecord(node)?.['op']));
}

function indexByName(nodes: readonly GraphNode[]): Map<string, GraphNode> {
  const byName = new Map<string, GraphNode>();
  for (const node of nodes) {
    // tfjs keeps nodes by name in a plain object, whose prototype this one would replace.
    if (byName.has(node.name) || node.name === '__proto__') {
      throw new ClassifierError('model-topology-damaged', `a node called ${node.name} again`);
    }
    byName.set(node.name, node);
  }
  return byName;
}

function refuseMissingInputs(
  nodes: readonly GraphNode[],
  byName: ReadonlyMap<string, GraphNode>,
): void {
  const missing = nodes.flatMap((node) =>
    dependenciesOf(node).filter((input) => !byName.has(findSource(input, byName))),
  );
  if (missing.length === 0) return;
  const names = listNames([...new Set(missing)]);
  throw new ClassifierError('model-topology-damaged', `inputs that are not there: ${names}`);
}

/** An input may also name one of several results: `node:name:index`. */
function findSource(input: string, byName: ReadonlyMap<string, GraphNode>): string {
  return byName.has(input) ? input : (input.split(':')[0] ?? input);
}

/** Takes nodes away whose inputs are all taken away (Kahn 1962); what stays goes round in a circle. */
function refuseCycles(nodes: readonly GraphNode[], byName: ReadonlyMap<string, GraphNode>): void {
  const waiting = new Map<string, number>();
  const followers = new Map<string, string[]>();
  for (const node of nodes) {
    const sources = dependenciesOf(node).map((input) => findSource(input, byName));
    waiting.set(node.name, sources.length);
    for (const source of sources) {
      const known = followers.get(source);
      if (known) known.push(node.name);
      else followers.set(source, [node.name]);
    }
  }
  const free = nodes.map(({ name }) => name).filter((name) => waiting.get(name) === 0);
  for (let name = free.pop(); name !== undefined; name = free.pop()) {
    waiting.delete(name);
    for (const follower of followers.get(name) ?? []) {
      const left = (waiting.get(follower) ?? 0) - 1;
      waiting.set(follower, left);
      if (left === 0) free.push(follower);
    }
  }
  if (waiting.size === 0) return;
  const names = listNames([...waiting.keys()]);
  throw new ClassifierError('model-topology-damaged', `a graph that goes in a circle: ${names}`);
}

function refuseMissingWeights(nodes: readonly GraphNode[], weights: ReadonlySet<string>): void {
  const constants = nodes.filter(({ op }) => op === 'Const').map(({ name }) => name);
  const missing = constants.filter((name) => !weights.has(name));
  if (missing.length === 0) return;
  throw new ClassifierError('model-part-missing', `weights of ${listNames(missing)}`);
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map((name) => name.slice(0, 100));
  const others = names.length - shown.length;
  return shown.join(', ') + (others > 0 ? ` and ${others} more` : '');
}

import { z } from 'zod';
import { ClassifierError } from '../core/errors';

const whole = z.union([z.number(), z.string()]);
/** Text is base64 in JSON, or a list of character codes in older exports. */
const text = z.union([z.string(), z.array(z.number())]);
const shape = z.looseObject({ dim: z.array(z.looseObject({ size: whole.optional() })).optional() });

const attribute = z.looseObject({
  s: text.optional(),
  i: whole.optional(),
  f: z.number().nullish(),
  b: z.boolean().optional(),
  shape: shape.optional(),
  list: z.looseObject({ i: z.array(whole).optional(), s: z.array(text).optional() }).nullish(),
});

const nodeSchema = z.looseObject({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).optional(),
  attr: z.record(z.string(), attribute).nullish(),
});

/** A node of a TensorFlow graph, as `model.json` writes it. */
export type GraphNode = z.infer<typeof nodeSchema>;

/**
 * A graph model's nodes, checked as far as we read them.
 *
 * @throws ClassifierError `model-unsupported`.
 */
export function parseNodes(topology: Record<string, unknown>): GraphNode[] {
  const parsed = z.array(nodeSchema).safeParse(topology['node']);
  if (parsed.success) return parsed.data;
  throw new ClassifierError('model-unsupported', `graph: ${z.prettifyError(parsed.error)}`);
}

/** Nodes that a node reads from, by name; what it only waits for (`^name`) is left out. */
export function inputsOf(node: GraphNode): string[] {
  return (node.input ?? []).filter((name) => !name.startsWith('^')).map(stripPort);
}

/** Everything that must have run before a node. */
export function dependenciesOf(node: GraphNode): string[] {
  return (node.input ?? []).map((name) => stripPort(name.replace(/^\^/, '')));
}

/** Whether a node reads the first result of each input and waits for nothing else. */
export function isPlain(node: GraphNode): boolean {
  return (node.input ?? []).every((name) => !name.startsWith('^') && !/:[1-9]\d*$/.test(name));
}

/** `name:0` is `name`. */
export function stripPort(name: string): string {
  return name.replace(/:\d+$/, '');
}

/** A text attribute; empty when there is none. */
export function textOf(node: GraphNode, name: string): string {
  return decodeText(node.attr?.[name]?.s ?? '');
}

/** A list of texts; empty when there is none. */
export function textsOf(node: GraphNode, name: string): string[] {
  return (node.attr?.[name]?.list?.s ?? []).map(decodeText);
}

/** A list of whole numbers; empty when there is none. */
export function numbersOf(node: GraphNode, name: string): number[] {
  return (node.attr?.[name]?.list?.i ?? []).map(Number);
}

/** The shape of a placeholder; -1 stands for any size, `null` for a shape that is not given. */
export function placeholderShape(node: GraphNode): number[] | null {
  const dims = node.attr?.['shape']?.shape?.dim;
  return dims ? dims.map(({ size }) => Number(size ?? -1)) : null;
}

/** The nodes that `wanted` need, in their old order. */
export function pruneNodes(nodes: readonly GraphNode[], wanted: readonly string[]): GraphNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const needed = new Set<string>();
  const queue = [...wanted];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const node = byName.get(name);
    if (!node || needed.has(name)) continue;
    needed.add(name);
    queue.push(...dependenciesOf(node));
  }
  return nodes.filter(({ name }) => needed.has(name));
}

function decodeText(value: string | number[]): string {
  return typeof value === 'string' ? atob(value) : String.fromCharCode(...value);
}

/** Whether whole numbers are fed to this node. */
export function takesIntegers(nodes: readonly GraphNode[], input: string): boolean {
  const dtype = nodes.find(({ name }) => name === input)?.attr?.['dtype'];
  return /INT/.test(String(dtype?.['type']));
}

import { dependenciesOf, type GraphNode, inputsOf } from './graph-nodes';

/** A graph that is being rewritten: who reads whom, and what must stay. */
export class GraphEditor {
  private readonly nodes: Map<string, GraphNode>;
  private readonly consumers = new Map<string, string[]>();

  /** @param wanted Nodes that must stay what they are. */
  constructor(
    nodes: readonly GraphNode[],
    private readonly wanted: ReadonlySet<string>,
  ) {
    this.nodes = new Map(nodes.map((node) => [node.name, node]));
    for (const node of nodes) this.count(node);
  }

  list(): GraphNode[] {
    return [...this.nodes.values()];
  }

  /** The one node that reads another; `null` when several do, or when the other must stay. */
  onlyConsumer(name: string): GraphNode | null {
    const [only, ...others] = this.consumers.get(name) ?? [];
    if (only === undefined || others.length > 0 || this.wanted.has(name)) return null;
    const node = this.nodes.get(only);
    return node && inputsOf(node).includes(name) ? node : null;
  }

  /** A name that no node has yet. */
  freshName(name: string): string {
    return this.nodes.has(name) ? this.freshName(`${name}_`) : name;
  }

  remove(nodes: readonly GraphNode[]): void {
    for (const { name } of nodes) this.nodes.delete(name);
  }

  addConstant(name: string): void {
    const attr = { dtype: { type: 'DT_FLOAT' } };
    this.nodes.set(name, { name, op: 'Const', attr });
  }

  /** Puts another node in the place of one; whoever read the old one reads the new one. */
  replace(name: string, node: GraphNode): void {
    this.nodes.delete(name);
    this.nodes.set(name, node);
  }

  private count(node: GraphNode): void {
    for (const input of dependenciesOf(node)) {
      const known = this.consumers.get(input);
      if (known) known.push(node.name);
      else this.consumers.set(input, [node.name]);
    }
  }
}

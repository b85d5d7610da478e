import { io, type Tensor } from '@tensorflow/tfjs-core';
import {
  type layers as tfLayers,
  type LayersModel,
  loadLayersModel,
  model,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import type { LayersParts } from '../model/foreign-model';
import type { GraphNode } from '../model/graph-nodes';
import { buildWhole } from './build-whole';
import type { Runner } from './runner';

type Layer = tfLayers.Layer;

/** The parts of a layers model that its types keep to themselves. */
interface Container extends Layer {
  inputs: SymbolicTensor[];
  outputs: SymbolicTensor[];
  nodesByDepth: Record<string, LayerCall[]>;
}

interface LayerCall {
  outboundLayer: Layer;
  inputTensors: SymbolicTensor[];
  outputTensors: SymbolicTensor[];
  callArgs: Record<string, unknown>;
}

/**
 * A layers model as tfjs-layers runs it: for models that can't be written as a graph, and as the
 * yardstick for those that can. Models inside models are opened, so that every layer can be asked.
 */
export class LayersRunner implements Runner {
  readonly channelsFirst: boolean;
  /** The layers as nodes of a graph, to find taps in. */
  readonly nodes: GraphNode[] = [];
  readonly outputs: string[];
  private readonly tensors = new Map<string, SymbolicTensor>();
  private readonly cuts = new Map<string, LayersModel>();
  /** How often each layer was applied. */
  private readonly uses = new Map<string, number>();

  private constructor(private readonly root: LayersModel) {
    const names = new Map<number, string>();
    for (const input of root.inputs) {
      names.set(input.id, input.name);
      this.nodes.push({ name: input.name, op: 'Placeholder' });
    }
    this.flatten(root, root.inputs, '', names);
    this.outputs = root.outputs.map((tensor) => names.get(tensor.id) ?? tensor.name);
    this.channelsFirst = root.layers.some(isChannelsFirst);
  }

  static async build({ topology, weightSpecs, weightData }: LayersParts): Promise<LayersRunner> {
    const handler = io.fromMemory({ modelTopology: topology, weightSpecs, weightData });
    return buildWhole(async () => new LayersRunner(await loadLayersModel(handler)));
  }

  has(node: string): boolean {
    return this.find(node) !== null;
  }

  async run(picture: Tensor, nodes: readonly string[]): Promise<Tensor[]> {
    const out = this.cut(nodes).predict(picture);
    return Array.isArray(out) ? out : [out];
  }

  dispose(): void {
    // Not the model's own dispose: it counts the cuts as users of the layers.
    for (const weight of this.root.weights) weight.dispose();
  }

  /** The model that ends in these layers. */
  private cut(nodes: readonly string[]): LayersModel {
    const key = nodes.join('\n');
    const known = this.cuts.get(key);
    if (known) return known;
    const outputs = nodes.map((node) => this.find(node)).filter((tensor) => tensor !== null);
    const made = model({ inputs: this.root.inputs, outputs });
    this.cuts.set(key, made);
    return made;
  }

  /** tfjs drops the name of a model that stands first in another; a layer's own name is enough. */
  private find(node: string): SymbolicTensor | null {
    const exact = this.tensors.get(node);
    if (exact) return exact;
    const own = node.split('/').pop() ?? node;
    const [only, ...others] = [...this.tensors.keys()].filter(
      (name) => name === own || name.endsWith(`/${own}`),
    );
    return only !== undefined && others.length === 0 ? (this.tensors.get(only) ?? null) : null;
  }

  /**
   * Applies every layer anew, to tensors that hang together from the outermost input on.
   *
   * @param names What each tensor is called; filled.
   */
  private flatten(
    container: LayersModel,
    inputs: SymbolicTensor[],
    prefix: string,
    names: Map<number, string>,
  ): SymbolicTensor[] {
    const { nodesByDepth, inputs: entries, outputs } = innermost(container);
    const made = new Map(entries.map((tensor, i) => [tensor.id, inputs[i] ?? tensor]));
    const depths = Object.keys(nodesByDepth).map(Number);
    for (const depth of depths.sort((a, b) => b - a)) {
      for (const call of nodesByDepth[depth] ?? []) {
        const { outboundLayer: layer, callArgs } = call;
        const from = call.inputTensors.map((tensor) => made.get(tensor.id) ?? tensor);
        // What is fed is given from outside.
        if (layer.getClassName() === 'InputLayer') continue;
        const path = isModel(layer) ? `${prefix}${layer.name}` : this.nameUse(prefix + layer.name);
        const results = isModel(layer)
          ? this.flatten(layer, from, `${path}/`, names)
          : toArray(layer.apply(from.length === 1 ? (from[0] ?? from) : from, callArgs));
        call.outputTensors.forEach((tensor, i) => made.set(tensor.id, results[i] ?? tensor));
        if (!isModel(layer)) this.note(layer, path, from, results, names);
        call.outputTensors.forEach((tensor) => {
          const result = made.get(tensor.id);
          names.set(tensor.id, names.get(result?.id ?? -1) ?? path);
        });
      }
    }
    return outputs.map((tensor) => made.get(tensor.id) ?? tensor);
  }

  /** A layer that is used again is another place: `path#2`, `path#3`. */
  private nameUse(path: string): string {
    const use = (this.uses.get(path) ?? 0) + 1;
    this.uses.set(path, use);
    return use === 1 ? path : `${path}#${use}`;
  }

  private note(
    layer: Layer,
    path: string,
    from: SymbolicTensor[],
    results: SymbolicTensor[],
    names: Map<number, string>,
  ): void {
    const [result] = results;
    if (!result) return;
    this.tensors.set(path, result);
    for (const tensor of results) names.set(tensor.id, path);
    const input = from.map((tensor) => names.get(tensor.id) ?? tensor.name);
    this.nodes.push({ name: path, op: operationOf(layer), input });
  }
}

/** A sequential model keeps its connections in a model of its own, made when first needed. */
function innermost(container: LayersModel): Container {
  if (container.getClassName() !== 'Sequential') return container as unknown as Container;
  if (!Reflect.get(container, 'model')) container.build(container.inputs[0]?.shape ?? []);
  return Reflect.get(container, 'model') as Container;
}

/** A layer that only applies an activation is called by that. */
function operationOf(layer: Layer): string {
  const kind = layer.getClassName();
  const activation = layer.getConfig()['activation'];
  if (kind !== 'Activation') return kind;
  return activation === 'softmax' ? 'Softmax' : activation === 'sigmoid' ? 'Sigmoid' : kind;
}

function isModel(layer: Layer): layer is LayersModel {
  return 'nodesByDepth' in layer;
}

function isChannelsFirst(layer: Layer): boolean {
  return Reflect.get(layer, 'dataFormat') === 'channelsFirst';
}

function toArray(value: Tensor | Tensor[] | SymbolicTensor | SymbolicTensor[]): SymbolicTensor[] {
  return (Array.isArray(value) ? value : [value]) as SymbolicTensor[];
}

import { z } from 'zod';
import type { Size } from '../core/fit';
import { ClassifierError } from '../core/errors';
import { joinBytes } from './fetched-files';
import type { LayersParts } from './foreign-model';
import type { GraphParts } from './graph-parts';
import { GraphWriter, UnusualLayer, type Value } from './graph-writer';
import { lowerLayer } from './lower-layer';
import { WeightValues } from './weight-values';

/** A layers model written as a graph. */
interface LoweredModel {
  graph: GraphParts;
  outputs: string[];
}

/** How large the picture is and how many channels it has. */
type InputSize = Size & { channels: number };

const models = ['Sequential', 'Model', 'Functional'];

const layerSchema = z.looseObject({
  class_name: z.string(),
  name: z.string().optional(),
  config: z.union([z.array(z.unknown()), z.looseObject({ name: z.string().optional() })]),
  inbound_nodes: z.array(z.unknown()).optional(),
});
type LayerJson = z.infer<typeof layerSchema>;

const callSchema = z
  .array(z.tuple([z.string(), z.literal(0), z.literal(0)]).rest(z.unknown()))
  .min(1);
const endpoints = z.union([
  z.array(z.tuple([z.string(), z.literal(0), z.literal(0)]).rest(z.unknown())).min(1),
  z.tuple([z.string(), z.literal(0), z.literal(0)]),
]);

/**
 * Writes a layers model as a graph model: every layer becomes the operations that tfjs would run for
 * it, so that both kinds run, and are folded, in one way. A layer's last node has the layer's name,
 * with the names of the models around it (`model/block/layer`).
 *
 * @param input For models that take any size.
 * @returns `null` when a layer has no plain counterpart: tfjs-layers has to run the model then.
 * @throws ClassifierError `model-output-unexpected` for several inputs, `model-unsupported` for
 *   layers that need code.
 */
export function lowerLayers(parts: LayersParts, input: InputSize): LoweredModel | null {
  const root = layerSchema.safeParse(parts.topology['model_config'] ?? parts.topology);
  if (!root.success) return null;
  const writer = new GraphWriter(new WeightValues(parts.weightSpecs, parts.weightData));
  try {
    const outputs = new ModelLowering(writer, input).lowerRoot(root.data);
    return { graph: assemble(parts, writer), outputs: outputs.map(({ node }) => node) };
  } catch (error) {
    if (error instanceof UnusualLayer) return null;
    throw error;
  }
}

function assemble(parts: LayersParts, { nodes, added }: GraphWriter): GraphParts {
  return {
    topology: { node: nodes, library: {}, versions: {} },
    signature: null,
    weightSpecs: [...parts.weightSpecs, ...added.map(({ spec }) => spec)],
    weightData: joinBytes([new Uint8Array(parts.weightData), ...added.map(({ bytes }) => bytes)])
      .buffer,
  };
}

/** Walks into models inside models. */
class ModelLowering {
  private hasInput = false;

  constructor(
    private readonly writer: GraphWriter,
    private readonly input: InputSize,
  ) {}

  lowerRoot(root: LayerJson): Value[] {
    if (!models.includes(root.class_name)) throw new UnusualLayer(root.class_name);
    return this.lowerModel(root, null, '');
  }

  /** @param inputs `null` for the outermost model, which is fed. */
  private lowerModel(model: LayerJson, inputs: Value[] | null, prefix: string): Value[] {
    return model.class_name === 'Sequential'
      ? this.lowerSequential(model, inputs, prefix)
      : this.lowerFunctional(model, inputs, prefix);
  }

  private lowerSequential(model: LayerJson, inputs: Value[] | null, prefix: string): Value[] {
    const layers = layersOf(model);
    let values = inputs;
    for (const layer of layers) {
      if (!values) values = this.feed(layer, prefix);
      if (layer.class_name === 'InputLayer') continue;
      values = this.lower(layer, values, prefix);
    }
    if (!values) throw new UnusualLayer('an empty model');
    return values;
  }

  private lowerFunctional(model: LayerJson, inputs: Value[] | null, prefix: string): Value[] {
    const config = Array.isArray(model.config) ? {} : model.config;
    const entries = readEndpoints(config['input_layers']);
    if (inputs && inputs.length !== entries.length) throw new UnusualLayer('inputs');
    const done = new Map<string, Value[]>();
    let waiting = layersOf(model);
    for (const [i, name] of entries.entries()) {
      const layer = waiting.find((one) => nameOf(one) === name);
      if (layer?.class_name !== 'InputLayer') throw new UnusualLayer(name);
      if (!inputs && entries.length > 1) {
        throw new ClassifierError(
          'model-output-unexpected',
          `${entries.length} inputs (${entries.join(', ')}) instead of one picture`,
        );
      }
      const value = inputs?.[i];
      done.set(name, value ? [value] : (this.feed(layer, prefix) ?? []));
    }
    waiting = waiting.filter((layer) => layer.class_name !== 'InputLayer');
    // Layers may be listed in any order; each round lowers those whose inputs are there.
    while (waiting.length > 0) {
      const rest = waiting.filter((layer) => !this.tryLower(layer, done, prefix));
      if (rest.length === waiting.length) throw new UnusualLayer('layers that wait for each other');
      waiting = rest;
    }
    return readEndpoints(config['output_layers']).map((name) => first(done.get(name), name));
  }

  private tryLower(layer: LayerJson, done: Map<string, Value[]>, prefix: string): boolean {
    const [call, ...others] = layer.inbound_nodes ?? [];
    const parsed = callSchema.safeParse(call);
    // A layer that is used twice, or a model with several results.
    if (!parsed.success || others.length > 0) throw new UnusualLayer(nameOf(layer));
    const names = parsed.data.map(([name]) => name);
    if (!names.every((name) => done.has(name))) return false;
    const values = names.map((name) => first(done.get(name), name));
    done.set(nameOf(layer), this.lower(layer, values, prefix));
    return true;
  }

  /** @param inputs `null` for a model that holds the one that is fed. */
  private lower(layer: LayerJson, inputs: Value[] | null, prefix: string): Value[] {
    const name = nameOf(layer);
    const path = `${prefix}${name}`;
    if (models.includes(layer.class_name)) return this.lowerModel(layer, inputs, `${path}/`);
    if (!inputs) throw new UnusualLayer(`${path} has no input`);
    return [
      lowerLayer(this.writer, layer.class_name, { name, path, config: layer.config }, inputs),
    ];
  }

  /** The picture, as the first layer of the innermost first model wants it. */
  private feed(layer: LayerJson, prefix: string): Value[] | null {
    if (models.includes(layer.class_name)) return null;
    if (this.hasInput) throw new UnusualLayer('a second input');
    this.hasInput = true;
    const config = Array.isArray(layer.config) ? {} : layer.config;
    const shape = z.array(z.int().nullable()).length(4).safeParse(config['batch_input_shape']);
    if (!shape.success) throw new UnusualLayer(`${nameOf(layer)} says no input shape`);
    const { width, height, channels } = this.input;
    const usual = [1, height, width, channels];
    const sides = usual.map((side, i) => (i === 0 ? 1 : (shape.data[i] ?? side)));
    const name = layer.class_name === 'InputLayer' ? nameOf(layer) : 'input';
    const dim = sides.map((side, i) => ({ size: String(i === 0 ? -1 : side) }));
    const attr = { dtype: { type: 'DT_FLOAT' }, shape: { shape: { dim } } };
    return [this.writer.push(`${prefix}${name}`, 'Placeholder', [], attr, sides)];
  }
}

function layersOf({ config }: LayerJson): LayerJson[] {
  const parsed = z.array(layerSchema).safeParse(Array.isArray(config) ? config : config['layers']);
  if (!parsed.success) throw new UnusualLayer('no layers');
  return parsed.data;
}

function nameOf({ name, config, class_name }: LayerJson): string {
  const own = Array.isArray(config) ? undefined : config.name;
  const found = name ?? own;
  if (found === undefined) throw new UnusualLayer(`a ${class_name} without a name`);
  return found;
}

function readEndpoints(json: unknown): string[] {
  const parsed = endpoints.safeParse(json);
  if (!parsed.success) throw new UnusualLayer('inputs or outputs');
  const [head] = parsed.data;
  if (typeof head === 'string') return [head];
  return parsed.data.map((entry) => (Array.isArray(entry) ? entry[0] : String(entry)));
}

function first(values: Value[] | undefined, name: string): Value {
  const [value, ...others] = values ?? [];
  if (!value || others.length > 0) throw new UnusualLayer(name);
  return value;
}

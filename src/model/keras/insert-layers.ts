import { ClassifierError } from '../../core/errors';
import { asArray } from '../json-values';
import { countChannels } from './count-channels';
import { type KerasWeight, makeWeight } from './keras-weights';
import type { KerasLayer, KerasModel, Reference } from './keras-model';

/**
 * Puts a reshaping layer behind every pooling over the whole picture that keeps its dimensions: tfjs
 * drops them without a word, whatever `keepdims` says.
 *
 * @param model Without circles.
 * @throws ClassifierError `model-layer-unsupported` where the number of channels can't be told.
 */
export function keepPooledDimensions(
  model: KerasModel,
  onRepair: (note: string) => void,
): KerasModel {
  const layers: KerasLayer[] = [];
  const behind = new Map<string, string>();
  for (const layer of model.layers) {
    const inner = layer.model ? keepPooledDimensions(layer.model, onRepair) : null;
    layers.push({ ...layer, model: inner });
    const isPooling = /^Global(?:Average|Max)Pooling2D$/.test(layer.className);
    if (!isPooling || layer.config['keepdims'] !== true) continue;
    const name = `${layer.name}_keepdims`;
    const channels = countChannels(model, layer);
    if (channels === null || layer.config['data_format'] === 'channels_first') {
      throw new ClassifierError('model-layer-unsupported', `${layer.name} with keepdims`);
    }
    const calls = layer.calls.map((_, call) => ({
      inputs: [{ layer: layer.name, call, tensor: 0 }],
      constants: [],
      hasOtherArguments: false,
    }));
    const config = { name, target_shape: [1, 1, channels], dtype: 'float32' };
    layers.push({ className: 'Reshape', module: '', name, config, model: null, calls });
    behind.set(layer.name, name);
    onRepair(`A reshaping layer keeps the dimensions that “${layer.name}” keeps in Keras.`);
  }
  const through = (reference: Reference): Reference => ({
    ...reference,
    layer: behind.get(reference.layer) ?? reference.layer,
  });
  const added = new Set(behind.values());
  return {
    ...model,
    outputs: model.outputs.map(through),
    layers: layers.map((layer) =>
      added.has(layer.name)
        ? layer
        : {
            ...layer,
            calls: layer.calls.map((call) => ({ ...call, inputs: call.inputs.map(through) })),
          },
    ),
  };
}

/** So small that it changes nothing but a variance of 0, as Keras’s own lower bound of 1e-7 does. */
const SQUARED_EPSILON = 1e-14;

/**
 * Turns `Normalization` layers, which tfjs has not got, into batch normalisation without a scale and
 * a shift of its own: `(x - mean) / sqrt(variance)`, the same sum.
 *
 * @returns The layer, and the weights that its settings hold; `null` when it does something else.
 */
export function convertNormalization(
  layer: KerasLayer,
): { layer: KerasLayer; weights: KerasWeight[] } | null {
  const { className, config, name } = layer;
  const axis: unknown = Array.isArray(config['axis']) ? config['axis'][0] : config['axis'];
  const isSimple = asArray(config['axis']).length < 2 && config['invert'] !== true;
  if (className !== 'Normalization' || !isSimple || typeof axis !== 'number') return null;
  const weights = (['mean', 'variance'] as const).flatMap((statistic) => {
    const values = flatten(config[statistic]);
    return values ? [makeWeight(`${name}/moving_${statistic}`, values)] : [];
  });
  const settings = { name, axis, epsilon: SQUARED_EPSILON, center: false, scale: false };
  const changed = { ...layer, className: 'BatchNormalization', module: '', config: settings };
  return { layer: changed, weights };
}

/** The numbers of nested lists; `null` when there are none. */
function flatten(value: unknown): number[] | null {
  const list: unknown[] = Array.isArray(value) ? value.flat(8) : [value];
  const numbers = list.filter((one): one is number => typeof one === 'number');
  return numbers.length > 0 && numbers.length === list.length ? numbers : null;
}

import type { OutputKind } from '../../core/contract';
import { ClassifierError } from '../../core/errors';
import type { Scale } from '../../core/scale';
import { asArray } from '../json-values';
import { type KerasLayer, type KerasModel, walkLayers } from '../keras/keras-model';
import { findBackboneHabit } from './backbones';
import { type NetworkFacts, scaleBefore, type Sum } from './facts';

/**
 * Reads what a layers model says of its contract.
 *
 * @throws ClassifierError `model-several-inputs`, `model-several-outputs`, `model-is-segmenter`.
 */
export function readLayersFacts(model: KerasModel): Omit<NetworkFacts, 'fit'> {
  if (model.inputs.length > 1) {
    throw new ClassifierError('model-several-inputs', `${model.inputs.length} inputs`);
  }
  if (model.outputs.length > 1) {
    throw new ClassifierError(
      'model-several-outputs',
      model.outputs.map((o) => o.layer).join(', '),
    );
  }
  const isChannelsFirst = findChannelsFirst(model);
  return {
    inputShape: findInputShape(model),
    isChannelsFirst,
    ...readEnd(listBack(model)),
    scale: findScale(model),
    backbone: findBackboneHabit(
      [...walkLayers(model)].map(({ name }) => name),
      isChannelsFirst,
    ),
    outputNode: null,
  };
}

function findInputShape(model: KerasModel): NetworkFacts['inputShape'] {
  const name = model.inputs[0]?.layer;
  const first = name ? model.layers.find((one) => one.name === name) : model.layers[0];
  const shape = first?.config['batch_input_shape'];
  if (!Array.isArray(shape)) return first?.model ? findInputShape(first.model) : null;
  return asArray(shape)
    .slice(1)
    .map((side) =>
      typeof side === 'number' && Number.isSafeInteger(side) && side > 0 ? side : null,
    );
}

function findChannelsFirst(model: KerasModel): boolean | null {
  for (const { className, config } of walkLayers(model)) {
    if (!/Conv\w*2D|Pooling2D/.test(className)) continue;
    const format = config['data_format'];
    if (format === 'channels_first' || format === 'channelsFirst') return true;
    return typeof format === 'string' ? false : null;
  }
  return null;
}

/** The layers that lead to the answer, the last first, as far as one follows another. */
function listBack(model: KerasModel): KerasLayer[] {
  const layers = model.kind === 'sequential' ? [...model.layers].reverse() : followBack(model);
  return layers.flatMap((layer) => (layer.model ? listBack(layer.model) : [layer]));
}

function followBack(model: KerasModel): KerasLayer[] {
  const byName = new Map(model.layers.map((layer) => [layer.name, layer]));
  const list: KerasLayer[] = [];
  let at = model.outputs[0];
  while (at && list.length < model.layers.length) {
    const layer = byName.get(at.layer);
    if (!layer) break;
    list.push(layer);
    const inputs = layer.calls[at.call]?.inputs ?? [];
    at = inputs.length === 1 ? inputs[0] : undefined;
  }
  return list;
}

/** Layers behind which there is no picture any more. */
const flattening = /^(?:Flatten|Reshape|Dense|Global\w+Pooling2D|RepeatVector|Permute)$/;

function readEnd(layers: KerasLayer[]): { units: number | null; output: OutputKind | null } {
  let activation: string | null = null;
  let isFlat = false;
  for (const { className, config } of layers) {
    isFlat ||= flattening.test(className);
    const own = className === 'Softmax' ? 'softmax' : config['activation'];
    if (activation === null && typeof own === 'string' && own !== 'linear') activation = own;
    const size = className === 'Dense' ? config['units'] : config['filters'];
    if (typeof size !== 'number' || !/^(?:Dense|\w*Conv\w*)$/.test(className)) continue;
    // A picture that a convolution made, with nothing behind it that makes one answer of it.
    if (!isFlat) throw new ClassifierError('model-is-segmenter', `ends with ${className}`);
    return { units: size, output: nameOutput(activation, size) };
  }
  return { units: null, output: nameOutput(activation, null) };
}

function nameOutput(activation: string | null, units: number | null): OutputKind | null {
  if (activation === 'softmax') return 'probabilities';
  if (activation === 'sigmoid') return 'sigmoid';
  if (activation !== null || units === null) return null;
  return units === 1 ? 'sigmoid-logits' : 'logits';
}

/** The sums that `Rescaling` layers do first. */
function findScale(model: KerasModel): Scale | null {
  const forward = model.kind === 'sequential' ? model.layers : followBack(model).reverse();
  let sum: Sum = { multiply: 1, add: 0 };
  let isScaled = false;
  for (const { className, config, model: inner } of forward) {
    if (className === 'InputLayer') continue;
    if (inner && !isScaled) return findScale(inner);
    const [scale, offset] = [first(config['scale']), first(config['offset'] ?? 0)];
    if (className !== 'Rescaling' || scale === null || offset === null) break;
    sum = { multiply: sum.multiply * scale, add: sum.add * scale + offset };
    isScaled = true;
  }
  return isScaled ? scaleBefore(sum) : null;
}

/** One number for all channels, or the first of one for each. */
function first(value: unknown): number | null {
  const one = Array.isArray(value) ? asArray(value)[0] : value;
  return typeof one === 'number' ? one : null;
}

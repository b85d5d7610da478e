import type { Fit } from '../../core/fit';
import { asArray } from '../json-values';
import { inputLayer } from './remove-layers';
import type { KerasLayer, KerasModel } from './keras-model';

/**
 * Gives every sequence an input layer, from the shape it was first used with, where it has none:
 * Keras 3 saves sequences like that, and tfjs refuses them.
 */
export function addInputLayers(model: KerasModel, onRepair: (note: string) => void): KerasModel {
  const layers = model.layers.map((layer) =>
    layer.model ? { ...layer, model: addInputLayers(layer.model, onRepair) } : layer,
  );
  const first = layers[0];
  const knowsShape =
    first?.className === 'InputLayer' ||
    first?.model !== null ||
    Array.isArray(first.config['batch_input_shape']);
  if (model.kind !== 'sequential' || !first || knowsShape || !model.builtFor) {
    return { ...model, layers };
  }
  onRepair('The shape of the input was written where TensorFlow.js looks for it.');
  return { ...model, layers: [inputLayer(`${model.name}_input`, model.builtFor), ...layers] };
}

/**
 * Takes out a `Resizing` layer that the photo meets first, and asks for a photo of that size instead:
 * drawing the photo at the right size is what we do anyway, and tfjs's own layer does not do what the
 * one of Keras does (it aligns corners, and loses count of its dimensions).
 *
 * @returns The model, and how the layer fitted a photo; `null` when there is none.
 */
export function replaceResizing(model: KerasModel): { model: KerasModel; fit: Fit | null } {
  const input = model.layers.find(({ className }) => className === 'InputLayer');
  const shape = asArray(input?.config['batch_input_shape']);
  const resizing = model.layers.find((layer) => isFedBy(layer, input, model));
  const { height, width } = resizing?.config ?? {};
  if (resizing?.className !== 'Resizing' || !input || shape.length !== 4) {
    return { model, fit: null };
  }
  if (resizing.calls.length > 1 || typeof height !== 'number' || typeof width !== 'number') {
    return { model, fit: null };
  }
  const [batch, , , channels] = shape;
  const sized: KerasLayer = {
    ...input,
    config: { ...input.config, batch_input_shape: [batch, height, width, channels] },
  };
  const past = (reference: { layer: string; call: number; tensor: number }) =>
    reference.layer === resizing.name ? { layer: input.name, call: 0, tensor: 0 } : reference;
  const layers = model.layers
    .filter((layer) => layer !== resizing)
    .map((layer) => (layer === input ? sized : layer))
    .map((layer) => ({
      ...layer,
      calls: layer.calls.map((call) => ({ ...call, inputs: call.inputs.map(past) })),
    }));
  return { model: { ...model, layers }, fit: fitOf(resizing) };
}

/** Whether a layer is the only one that the input goes into. */
function isFedBy(layer: KerasLayer, input: KerasLayer | undefined, model: KerasModel): boolean {
  if (!input) return false;
  if (model.kind === 'sequential') return model.layers[1] === layer && model.layers[0] === input;
  const users = model.layers.filter(({ calls }) =>
    calls.some(({ inputs }) => inputs.some((one) => one.layer === input.name)),
  );
  return users.length === 1 && users[0] === layer;
}

function fitOf({ config }: KerasLayer): Fit {
  if (config['crop_to_aspect_ratio'] === true) return 'crop';
  return config['pad_to_aspect_ratio'] === true ? 'pad' : 'squish';
}

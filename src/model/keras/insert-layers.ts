import { ClassifierError } from '../../core/errors';
import { countChannels } from './count-channels';
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
      isConstantFirst: false,
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

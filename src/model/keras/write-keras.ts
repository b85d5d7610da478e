import type { Config, KerasLayer, KerasModel, Reference } from './keras-model';

/** Writes a model as Keras 2 did and tfjs reads: the value of `model_config`. */
export function writeKeras(model: KerasModel): Config {
  const inner = new Set(model.layers.filter((layer) => layer.model).map(({ name }) => name));
  // The use of a model on its own inputs, when it was made, counts as its first.
  const write = ({ layer, call, tensor }: Reference) => [
    layer,
    inner.has(layer) ? call + 1 : call,
    tensor,
  ];
  const writeLayer = (layer: KerasLayer): Config => {
    const what = layer.model
      ? writeKeras({ ...layer.model, name: layer.name })
      : { class_name: layer.className, config: { ...layer.config, name: layer.name } };
    if (model.kind === 'sequential') return what;
    const inbound = layer.calls.map(({ inputs }) => inputs.map((one) => [...write(one), {}]));
    return { ...what, name: layer.name, inbound_nodes: inbound };
  };
  const config: Config = { name: model.name, layers: model.layers.map(writeLayer) };
  if (model.kind === 'sequential') return { class_name: 'Sequential', config };
  config['input_layers'] = model.inputs.map(write);
  config['output_layers'] = model.outputs.map(write);
  return { class_name: 'Functional', config };
}

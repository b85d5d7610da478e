import { ClassifierError } from '../../core/errors';
import type { Call, KerasLayer, KerasModel, Reference } from './keras-model';
import { trainingOnlyLayers } from './supported-layers';

/**
 * Takes out, at every depth, the layers that do nothing when a model answers, and models that consist
 * of nothing else.
 *
 * @returns The model without them, and their names.
 */
export function removeTrainingLayers(model: KerasModel): { model: KerasModel; removed: string[] } {
  const removed: string[] = [];
  const layers = model.layers.map((layer) => {
    if (!layer.model) return layer;
    const inner = removeTrainingLayers(layer.model);
    removed.push(...inner.removed);
    return { ...layer, model: inner.model };
  });
  const isNothing = (layer: KerasLayer) =>
    trainingOnlyLayers.has(layer.className) || (layer.model !== null && isEmpty(layer.model));
  const gone = layers.filter(isNothing);
  if (gone.length === 0) return { model: { ...model, layers }, removed };
  const rest = keepInputShape(model, layers, isNothing);
  return {
    model: connectPast(
      { ...model, layers: rest },
      new Map(gone.map((layer) => [layer.name, layer])),
    ),
    removed: [...removed, ...gone.map(({ name }) => name)],
  };
}

/** Whether only input layers are left of a model that had more. */
function isEmpty({ layers }: KerasModel): boolean {
  return layers.every(({ className }) => className === 'InputLayer');
}

/** A sequence's first layer says what shape comes in: when it goes, an input layer says so instead. */
function keepInputShape(
  { kind }: KerasModel,
  layers: KerasLayer[],
  isNothing: (layer: KerasLayer) => boolean,
): KerasLayer[] {
  const rest = layers.filter((layer) => !isNothing(layer));
  const first = layers[0];
  if (kind !== 'sequential' || !first || !isNothing(first)) return rest;
  const shape = first.config['batch_input_shape'] ?? shapeInto(first.model);
  return Array.isArray(shape) ? [inputLayer(`${first.name}_input`, shape), ...rest] : rest;
}

function shapeInto(model: KerasModel | null): unknown {
  const first = model?.layers[0];
  return first?.config['batch_input_shape'] ?? model?.builtFor;
}

/** An input layer for pictures or whatever else has this shape, the batch first. */
export function inputLayer(name: string, shape: readonly unknown[]): KerasLayer {
  const config = { batch_input_shape: shape, dtype: 'float32', sparse: false, name };
  return { className: 'InputLayer', module: '', name, config, model: null, calls: [] };
}

/** Whoever took something from a removed layer now takes it from where that layer took it. */
function connectPast(model: KerasModel, gone: ReadonlyMap<string, KerasLayer>): KerasModel {
  const resolve = (reference: Reference): Reference => {
    let current = reference;
    for (let steps = 0; ; steps++) {
      const layer = gone.get(current.layer);
      if (!layer) return current;
      const source = layer.calls[current.call]?.inputs[0];
      // One pass through all removed layers is the longest way there can be without a circle.
      if (!source || steps > gone.size) {
        throw new ClassifierError('model-topology-damaged', `${layer.name} leads nowhere`);
      }
      current = source;
    }
  };
  const connect = (call: Call): Call => ({ ...call, inputs: call.inputs.map(resolve) });
  return {
    ...model,
    layers: model.layers.map((layer) => ({ ...layer, calls: layer.calls.map(connect) })),
    outputs: model.outputs.map(resolve),
  };
}

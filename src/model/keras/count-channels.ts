import { asArray } from '../json-values';
import type { KerasLayer, KerasModel } from './keras-model';

/** Layers between one that makes channels and one that asks; more would be no real model. */
const MAX_STEPS = 2000;

/**
 * How many channels a layer's first use gives, by the layers before it, channels last.
 *
 * @param model Without circles.
 * @returns `null` when the layers do not say.
 */
export function countChannels(model: KerasModel, layer: KerasLayer, steps = 0): number | null {
  if (steps > MAX_STEPS) return null;
  const { className, config } = layer;
  if (layer.model) return countOutput(layer.model, steps);
  if (/^(?:Separable)?Conv2D(?:Transpose)?$/.test(className)) return asCount(config['filters']);
  if (className === 'Dense') return asCount(config['units']);
  if (className === 'InputLayer') return asCount(asArray(config['batch_input_shape']).at(-1));
  const before = listBefore(model, layer);
  const counts = (className === 'Concatenate' ? before : before.slice(0, 1)).map((one) =>
    countChannels(model, one, steps + 1),
  );
  if (counts.length === 0) return null;
  let sum = 0;
  for (const count of counts) {
    if (count === null) return null;
    sum += count;
  }
  const multiplier = className === 'DepthwiseConv2D' ? config['depth_multiplier'] : 1;
  return sum * (typeof multiplier === 'number' ? multiplier : 1);
}

function countOutput(model: KerasModel, steps: number): number | null {
  const name = model.outputs[0]?.layer;
  const last = model.kind === 'sequential' ? model.layers.at(-1) : findLayer(model, name);
  return last ? countChannels(model, last, steps + 1) : null;
}

function listBefore(model: KerasModel, layer: KerasLayer): KerasLayer[] {
  if (model.kind === 'sequential') {
    const before = model.layers[model.layers.indexOf(layer) - 1];
    return before ? [before] : [];
  }
  const inputs = layer.calls[0]?.inputs ?? [];
  return inputs.flatMap((reference) => findLayer(model, reference.layer) ?? []);
}

function findLayer({ layers }: KerasModel, name: string | undefined): KerasLayer | undefined {
  return layers.find((layer) => layer.name === name);
}

function asCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;
}

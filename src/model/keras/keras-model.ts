/**
 * A Keras model's layers as they are worked on here: one form for what Keras 2, Keras 3 and tfjs
 * write in several.
 */

export type Config = Record<string, unknown>;

/** What one call of a layer gave: `call` counts the calls of that layer, from 0. */
export interface Reference {
  layer: string;
  call: number;
  tensor: number;
}

/** One use of a layer. A layer may be used several times. */
export interface Call {
  inputs: Reference[];
  /** Numbers among the arguments, in order: sums like `x / 127.5` carry theirs here. */
  constants: number[];
  /** Whether a number stands before the first tensor: `1 - x`, not `x - 1`. */
  isConstantFirst: boolean;
  /** Whether an argument is neither a tensor nor a number nor the usual `training` or `mask`. */
  hasOtherArguments: boolean;
}

export interface KerasLayer {
  className: string;
  /** Where its class is defined, as Keras 3 says; empty when nothing is said. */
  module: string;
  name: string;
  config: Config;
  /** The layers inside, when it is a model. */
  model: KerasModel | null;
  /** In a functional model; empty in a sequence. */
  calls: Call[];
}

export interface KerasModel {
  kind: 'sequential' | 'functional';
  className: string;
  name: string;
  layers: KerasLayer[];
  /** Empty in a sequence. */
  inputs: Reference[];
  outputs: Reference[];
  /** The shape a sequence was first used with, where it does not begin with an input layer. */
  builtFor: readonly unknown[] | null;
}

/** Every layer, those of models inside included; a model before its layers. */
export function* walkLayers(model: KerasModel): Generator<KerasLayer> {
  for (const layer of model.layers) {
    yield layer;
    if (layer.model) yield* walkLayers(layer.model);
  }
}

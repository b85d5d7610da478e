import { io, tensor, type Tensor } from '@tensorflow/tfjs-core';
import {
  initializers,
  input,
  layers,
  type LayersModel,
  model,
  sequential,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import type { Contract } from '../../../src/core/contract';
import { createRandom } from '../../../src/core/random';
import type { ForeignModel, ForeignNetwork, LayersParts } from '../../../src/model/foreign-model';

export const SIDE = 16;
const shape = [SIDE, SIDE, 3];

/** Noise for every weight, batch-norm statistics included: zeros and ones would hide mistakes. */
export function fillWeights(net: LayersModel, seed: number): LayersModel {
  const random = createRandom(seed);
  const values = net.weights.map(({ name, shape: sides }) => {
    const size = sides.reduce((product: number, side) => product * (side ?? 1), 1);
    const spread = name.includes('kernel') ? 1 : 0.5;
    const low = name.includes('variance') || name.includes('gamma') ? 0.5 : -spread;
    const noise = Float32Array.from({ length: size }, () => low + random.nextFloat() * 2 * spread);
    return tensor(
      noise,
      sides.map((side) => side ?? 1),
    );
  });
  net.setWeights(values);
  values.forEach((value: Tensor) => value.dispose());
  return net;
}

/** Takes a model's parts as a `model.json` would hold them, and frees the model. */
export async function takeLayers(net: LayersModel): Promise<LayersParts> {
  const saved: LayersParts[] = [];
  await net.save(
    io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
      const topology = JSON.parse(JSON.stringify(modelTopology)) as Record<string, unknown>;
      const data = io.CompositeArrayBuffer.join(weightData);
      saved.push({ topology, weightSpecs: weightSpecs ?? [], weightData: data });
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  net.weights.forEach((weight) => weight.dispose());
  const [parts] = saved;
  if (!parts) throw new Error('nothing was saved');
  return parts;
}

/** What MobileNets are made of: convolutions of every kind, batch norms, a residual, a concat. */
export function makeMobile(units = 3, activation: 'softmax' | 'sigmoid' | 'linear' = 'softmax') {
  const bias = { biasInitializer: initializers.randomNormal({}) };
  const photo = input({ shape });
  const normalise = (x: SymbolicTensor, relu = true) => {
    const normal = layers.batchNormalization({}).apply(x) as SymbolicTensor;
    return relu ? (layers.reLU({ maxValue: 6 }).apply(normal) as SymbolicTensor) : normal;
  };
  const conv = (x: SymbolicTensor, filters: number, strides = 1, useBias = false) =>
    layers
      .conv2d({ filters, kernelSize: 3, strides, padding: 'same', useBias, ...bias })
      .apply(x) as SymbolicTensor;
  const padded = layers
    .zeroPadding2d({
      padding: [
        [0, 1],
        [0, 1],
      ],
    })
    .apply(photo) as SymbolicTensor;
  const stem = normalise(
    layers
      .conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: 'valid', useBias: false })
      .apply(padded) as SymbolicTensor,
  );
  const wide = normalise(
    layers
      .depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, padding: 'same', useBias: true })
      .apply(stem) as SymbolicTensor,
  );
  const narrow = normalise(conv(wide, 4, 1, true), false);
  const sum = layers.add().apply([stem, narrow]) as SymbolicTensor;
  const apart = layers
    .separableConv2d({ filters: 6, kernelSize: 3, activation: 'relu', padding: 'same' })
    .apply(sum) as SymbolicTensor;
  const both = layers.concatenate().apply([apart, sum]) as SymbolicTensor;
  const small = layers.maxPooling2d({ poolSize: 2 }).apply(both) as SymbolicTensor;
  const last = normalise(conv(small, 8));
  const pooled = layers.globalAveragePooling2d({ name: 'pooled' }).apply(last) as SymbolicTensor;
  const hidden = layers
    .dense({ units: 5, activation: 'relu', name: 'hidden' })
    .apply(layers.dropout({ rate: 0.5 }).apply(pooled)) as SymbolicTensor;
  const answer = layers.dense({ units, activation, name: 'answer' }).apply(hidden);
  return model({ inputs: photo, outputs: answer as SymbolicTensor });
}

/** As Teachable Machine nests it: a model and a pooling in one Sequential, a head in another. */
export function makeNested(): LayersModel {
  const photo = input({ shape });
  const conv = layers.conv2d({ filters: 7, kernelSize: 3, useBias: false }).apply(photo);
  const normal = layers.batchNormalization({}).apply(conv);
  const relu = layers.reLU({ name: 'out_relu' }).apply(normal) as SymbolicTensor;
  const backbone = sequential({ name: 'features' });
  backbone.add(model({ inputs: photo, outputs: relu, name: 'backbone' }));
  backbone.add(layers.globalAveragePooling2d({ name: 'gap' }));
  const head = sequential({ name: 'head' });
  head.add(layers.dense({ units: 6, activation: 'relu', inputShape: [7], name: 'first' }));
  head.add(layers.dense({ units: 3, activation: 'softmax', useBias: false, name: 'second' }));
  return sequential({ layers: [backbone, head] });
}

/** With an activation that has no plain graph operation here. */
export function makeUnusual(): LayersModel {
  return sequential({
    layers: [
      layers.conv2d({ inputShape: shape, filters: 4, kernelSize: 3, name: 'conv' }),
      layers.prelu({ name: 'bent' }),
      layers.globalAveragePooling2d({ name: 'gap' }),
      layers.dense({ units: 3, activation: 'softmax', name: 'answer' }),
    ],
  });
}

/** One ReLU after each of two convolutions, and one dropout twice. */
export function makeTwice(): LayersModel {
  const photo = input({ shape });
  const relu = layers.reLU({ name: 'bend' });
  const dropout = layers.dropout({ rate: 0.5, name: 'drop' });
  const bend = (x: SymbolicTensor, name: string) => {
    const conv = layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, name }).apply(x);
    return dropout.apply(relu.apply(conv)) as SymbolicTensor;
  };
  const second = bend(bend(photo, 'first'), 'second');
  const gap = layers.globalAveragePooling2d({ name: 'gap' }).apply(second);
  const answer = layers.dense({ units: 3, activation: 'softmax', name: 'answer' }).apply(gap);
  return model({ inputs: photo, outputs: answer as SymbolicTensor });
}

/** A model as a format hands it over. */
export function foreignModel(network: ForeignNetwork, labels: string[] = []): ForeignModel {
  const guess = <T>(value: T) => ({ value, from: 'guess' as const });
  const contract: Contract = {
    labels: guess(labels),
    size: guess({ width: SIDE, height: SIDE }),
    fit: guess('crop' as const),
    channels: guess('rgb' as const),
    layout: guess('nhwc' as const),
    scale: guess({ multiply: 1 / 127.5, add: -1 }),
    orientation: guess('upright' as const),
    output: guess('logits' as const),
  };
  return {
    format: 'keras-layers',
    formatName: 'A tiny model',
    name: 'tiny',
    network,
    contract,
    taps: {},
    samples: [],
    notes: [],
  };
}

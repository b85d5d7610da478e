import { ClassifierError } from '../../core/errors';
import { asRecord, asText } from '../json-values';
import { type Config, type KerasLayer, type KerasModel, walkLayers } from './keras-model';
import { supportedLayers } from './supported-layers';

/**
 * Checks that tfjs will build this model: every class is one of its own, and every connection leads
 * somewhere, in no circle. On a connection that can't be made tfjs 4.22 waits for ever
 * (tensorflow/tfjs#7271).
 *
 * @throws ClassifierError `model-asks-for-code`, `model-layer-unsupported`, `model-topology-damaged`.
 */
export function checkKeras(model: KerasModel): void {
  for (const layer of walkLayers(model)) {
    checkClass(layer.className, layer.module, layer.name);
    for (const key of ['layer', 'forward_layer', 'backward_layer']) {
      const inner = asRecord(layer.config[key]);
      if (inner) checkWrapped(inner, `${key} of ${layer.name}`);
    }
    if (layer.className === 'Resizing') {
      throw new ClassifierError(
        'model-layer-unsupported',
        `Resizing “${layer.name}”: tfjs resizes in another way, and only where the photo comes in can it be done for it`,
      );
    }
  }
  checkConnections(model);
}

function checkWrapped(inner: Config, where: string): void {
  checkClass(asText(inner['class_name']), asText(inner['module']), where);
  if (asRecord(inner['config'])?.['layers'] !== undefined) {
    throw new ClassifierError('model-layer-unsupported', `a model as the ${where}`);
  }
}

function checkClass(className: string, module: string, name: string): void {
  if (supportedLayers.has(className)) return;
  const isKeras = /^keras\b/.test(module) || kerasLayers.has(className);
  throw new ClassifierError(
    isKeras && className !== 'Lambda' ? 'model-layer-unsupported' : 'model-asks-for-code',
    `${className} “${name}”`,
  );
}

/** Layers of Keras 2, which does not say where a class comes from, that tfjs has not got. */
const kerasLayers: ReadonlySet<string> = new Set(
  [
    [
      'Subtract',
      'Normalization',
      'CenterCrop',
      'Conv1DTranspose',
      'SeparableConv1D',
      'DepthwiseConv1D',
    ],
    ['LocallyConnected1D', 'LocallyConnected2D', 'ZeroPadding1D', 'ZeroPadding3D', 'Cropping1D'],
    ['Cropping3D', 'UpSampling1D', 'UpSampling3D', 'GlobalAveragePooling3D', 'GlobalMaxPooling3D'],
    ['Attention', 'AdditiveAttention', 'MultiHeadAttention', 'EinsumDense', 'GroupNormalization'],
    ['UnitNormalization', 'SpectralNormalization', 'RandomCrop', 'StringLookup', 'IntegerLookup'],
    [
      'TextVectorization',
      'Hashing',
      'Discretization',
      'HashedCrossing',
      'ConvLSTM1D',
      'ConvLSTM3D',
    ],
  ].flat(),
);

function checkConnections(model: KerasModel): void {
  const byName = new Map<string, KerasLayer>();
  for (const layer of model.layers) {
    if (byName.has(layer.name)) throw damaged(`two layers are called “${layer.name}”`);
    byName.set(layer.name, layer);
    if (layer.model) checkConnections(layer.model);
  }
  if (model.layers.length === 0) throw damaged(`${model.name} has no layers`);
  if (model.kind === 'sequential') return;
  const resolve = ({ layer, call }: { layer: string; call: number }) => {
    const source = byName.get(layer);
    // An input layer is used once, by nobody.
    const uses = source?.className === 'InputLayer' ? 1 : (source?.calls.length ?? 0);
    if (!source || call >= uses)
      throw damaged(`${model.name}: nothing gives ${layer}, use ${call}`);
    return `${call}/${layer}`;
  };
  for (const { layer } of model.inputs) {
    if (byName.get(layer)?.className !== 'InputLayer') throw damaged(`${layer} is no input`);
  }
  for (const end of [...model.inputs, ...model.outputs]) resolve(end);
  const needs = new Map<string, string[]>();
  for (const { name, className, calls } of model.layers) {
    if (className !== 'InputLayer' && calls.length === 0) throw damaged(`${name} is used nowhere`);
    if (className === 'InputLayer') needs.set(`0/${name}`, []);
    for (const [call, { inputs }] of calls.entries())
      needs.set(`${call}/${name}`, inputs.map(resolve));
  }
  checkOrder(needs, model.name);
}

/** Kahn's algorithm: takes what needs nothing more, until nothing is left, or only circles are. */
function checkOrder(needs: ReadonlyMap<string, readonly string[]>, name: string): void {
  const users = new Map<string, string[]>();
  const missing = new Map<string, number>();
  for (const [node, sources] of needs) {
    missing.set(node, sources.length);
    for (const source of sources) {
      const known = users.get(source);
      if (known) known.push(node);
      else users.set(source, [node]);
    }
  }
  const ready = [...needs.keys()].filter((node) => missing.get(node) === 0);
  let done = 0;
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    done += 1;
    for (const user of users.get(node) ?? []) {
      const left = (missing.get(user) ?? 0) - 1;
      missing.set(user, left);
      if (left === 0) ready.push(user);
    }
  }
  if (done < needs.size) throw damaged(`${name}: layers in a circle`);
}

function damaged(what: string): ClassifierError {
  return new ClassifierError('model-topology-damaged', what);
}

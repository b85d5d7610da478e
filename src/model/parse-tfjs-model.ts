import { checkGraph } from './check-graph';
import type { ForeignNetwork } from './foreign-model';
import { checkWeights } from './graph-parts';
import { parseModelJson } from './model-json';

/**
 * Turns a parsed tfjs `model.json` and all its weights into a network.
 *
 * @param weightData The shards joined, in the order of the weights manifest.
 * @throws ClassifierError `model-unsupported`, `model-part-damaged`, `model-part-missing`,
 *   `model-weights-invalid`, `model-too-large`, `model-topology-damaged`, `model-op-unsupported`.
 */
export function parseTfjsModel(
  json: unknown,
  weightData: ArrayBuffer,
  name: string,
): ForeignNetwork {
  const { topology, signature, weightSpecs } = parseModelJson(json, name);
  const graph = { topology, signature, weightSpecs, weightData };
  checkWeights(graph);
  if (!Array.isArray(topology['node'])) {
    return { kind: 'tfjs-layers', layers: { topology, weightSpecs, weightData } };
  }
  checkGraph(graph);
  return { kind: 'tfjs-graph', graph };
}

/** One node of a TensorFlow graph, as tfjs writes it. */
export interface GraphNode {
  name: string;
  op: string;
  input?: string[];
  attr: Record<string, unknown>;
}

/** A constant: its shape and values. */
export interface Constant {
  shape: number[];
  values: Float32Array;
}

/** A tfjs graph model, opened: nodes by name, float32 constants by name. */
export interface SourceGraph {
  nodes: ReadonlyMap<string, GraphNode>;
  constants: ReadonlyMap<string, Constant>;
}

interface ModelJson {
  modelTopology: { node: GraphNode[] };
  weightsManifest: { paths: string[]; weights: WeightEntry[] }[];
}
interface WeightEntry {
  name: string;
  shape: number[];
  dtype: string;
}

/**
 * Opens a tfjs graph model with plain float32 weights (other constants are left out).
 *
 * @param read A file of the model's folder.
 */
export function openGraph(read: (path: string) => Uint8Array): SourceGraph {
  const json = JSON.parse(new TextDecoder().decode(read('model.json'))) as ModelJson;
  const constants = new Map<string, Constant>();
  for (const { paths, weights } of json.weightsManifest) {
    const bytes = Buffer.concat(paths.map(read));
    let at = 0;
    for (const { name, shape, dtype } of weights) {
      const length = shape.reduce((product, side) => product * side, 1);
      if (dtype === 'float32') constants.set(name, { shape, values: readValues(bytes, at, length) });
      at += 4 * length;
    }
  }
  return { nodes: new Map(json.modelTopology.node.map((node) => [node.name, node])), constants };
}

function readValues(bytes: Buffer, at: number, length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => bytes.readFloatLE(at + 4 * i));
}

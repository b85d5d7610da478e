import type { io } from '@tensorflow/tfjs-core';
import type { Contract } from '../core/contract';
import type { GraphParts } from './graph-parts';

/** The kinds of export that open, by maker and shape. */
export type FormatId =
  | 'bearings'
  | 'teachable-machine'
  | 'teachable-machine-project'
  | 'lobe'
  | 'custom-vision'
  | 'automl'
  | 'ml5'
  | 'mobilenet'
  | 'keras-layers'
  | 'graph-model';

/** A layers model read into memory: what tfjs needs to build it, any number of times. */
export interface LayersParts {
  /** `modelTopology`, repaired where a newer Keras wrote it. */
  topology: Record<string, unknown>;
  weightSpecs: io.WeightsManifestEntry[];
  weightData: ArrayBuffer;
}

/** Somebody else's network in memory: read and checked, not yet built. */
export type ForeignNetwork =
  { kind: 'tfjs-layers'; layers: LayersParts } | { kind: 'tfjs-graph'; graph: GraphParts };

/** A photo that came along with a model: a maker's project keeps what it was trained on. */
export interface SamplePhoto {
  label: string;
  name: string;
  read(): Promise<Uint8Array>;
}

/** What a format knows of where the answer and the features are; nodes of a graph, or layers. */
export interface KnownTaps {
  /** The node that is the answer, where the graph does not say by itself. */
  output?: string;
  logits?: string;
  features?: string;
}

/** An export of another maker, recognised and read. */
export interface ForeignModel {
  format: FormatId;
  /** For people: "Teachable Machine image model". */
  formatName: string;
  /** For people; from the files where they have one, else from the folder's name. */
  name: string;
  network: ForeignNetwork;
  /** As far as it can be read; the rest guessed, and marked so. Labels may be empty. */
  contract: Contract;
  taps: KnownTaps;
  samples: readonly SamplePhoto[];
  /** What had to be repaired or deserves to be known, a sentence each. */
  notes: readonly string[];
}

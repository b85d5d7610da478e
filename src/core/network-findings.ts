import type { BackendName } from './classification';
import type { Fact, OutputKind } from './contract';

/** Seeds of the synthetic pictures (`goldenImage`) that a newly opened network is run on. */
export const goldenSeeds: readonly number[] = [1, 2, 3, 4];

/** Whether a place in a network says different things of different pictures. */
export interface TapSignal {
  /** No NaN and no infinity on any golden input. */
  finite: boolean;
  /** Share of its numbers, in [0, 1], that differ between the golden inputs. */
  varying: number;
  /** Mean cosine distance between the golden inputs, in [0, 2]; 0 when it says the same of all. */
  spread: number;
  /** Finite, varying and not all zero: fit for a reference bank. */
  carries: boolean;
}

/** A place in a network that may serve as its features. */
export interface TapCandidate {
  /** Graph node, or layer (`model/block/layer` inside nested models). */
  node: string;
  /** Numbers after pooling. */
  length: number;
  /** Whether it is a feature map, which is averaged over the picture. */
  spatial: boolean;
  signal: TapSignal;
}

/** Where the answer, the numbers before softmax or sigmoid, and the features are. */
export interface Taps {
  /** `null`: the network has one output only. */
  output: string | null;
  /** `null`: taken back from the answer. */
  logits: string | null;
  /** `null`: nothing with a signal was found. */
  features: { node: string; length: number } | null;
}

/** What a network says of one golden input. */
export interface GoldenRun {
  seed: number;
  /** As the network's output node says it: one number a unit. */
  answer: number[];
  /** The numbers before softmax or sigmoid: one a unit. */
  logits: number[];
  /** Pooled features; `null` where there are none. */
  features: number[] | null;
}

/** What running somebody else's network showed. */
export interface NetworkFindings {
  kind: 'tfjs-layers' | 'tfjs-graph';
  /** Numbers in the answer. */
  units: number;
  /** Always `measured`: judged by the answers to the golden inputs. */
  output: Fact<OutputKind>;
  /** Ready for the manifest's `network`. */
  taps: Taps;
  /** Places for the features, the best first; the chosen one among them. */
  candidates: TapCandidate[];
  /** What the unchanged network says, to be pinned as golden outputs (`toProbabilities`). */
  golden: GoldenRun[];
  /** What the golden inputs were run on. */
  backend: BackendName;
  /** Bytes that running it takes, as far as shapes are known: weights and the largest activations. */
  memoryBytes: number;
  /** What deserves to be known, a sentence each. */
  notes: string[];
}

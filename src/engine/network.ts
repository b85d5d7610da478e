import type { ModelImage } from '../core/model-image';

/** What a network says about one picture. */
export interface NetworkOutput {
  /** One number a label. */
  logits: Float32Array;
  /** Pooled features; `null` when the model has no reference bank to compare them with. */
  features: Float32Array | null;
}

/** A network on the device, ready to run. One run at a time. */
export interface Network {
  /** Logits and features in one pass. */
  run(image: ModelImage): Promise<NetworkOutput>;
  /** Frees its tensors. */
  dispose(): void;
}

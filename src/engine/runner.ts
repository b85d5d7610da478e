import type { Tensor } from '@tensorflow/tfjs-core';

/** Somebody else's network on the current backend, whichever of tfjs's loaders runs it. */
export interface Runner {
  /** Whether its feature maps are [photos, channels, height, width]. */
  readonly channelsFirst: boolean;
  /** Whether there is such a node or layer. */
  has(node: string): boolean;
  /**
   * Runs a picture through it once.
   *
   * @param nodes Each once.
   * @returns Their results in order; whoever asked disposes of them.
   */
  run(picture: Tensor, nodes: readonly string[]): Promise<Tensor[]>;
  /** Frees its tensors. */
  dispose(): void;
}

import { matMul, ones, tidy } from '@tensorflow/tfjs-core';

const SIDE = 512;
const RUNS = 3;

/**
 * Times a matrix product (0.27 billion operations) on the current backend: the best of three, since
 * the first also compiles.
 *
 * @returns milliseconds
 */
export async function probeSpeedMs(): Promise<number> {
  let best = Infinity;
  for (let run = 0; run < RUNS; run++) {
    const startedAt = performance.now();
    const product = tidy(() => matMul(ones([SIDE, SIDE]), ones([SIDE, SIDE])));
    try {
      await product.data();
    } finally {
      product.dispose();
    }
    best = Math.min(best, performance.now() - startedAt);
  }
  return best;
}

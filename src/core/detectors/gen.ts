import { softmax } from '../calibration';

/** As the paper: it feels out small probabilities. */
const GAMMA = 0.1;
/** As the paper for many labels: the rest is noise. */
const MOST_LABELS = 100;

/**
 * Generalised entropy Σ pᵞ(1 − p)ᵞ of the most probable labels (Liu, Lochman & Zach 2023, "GEN:
 * Pushing the Limits of Softmax-Based Out-of-Distribution Detection"), γ = 0.1.
 */
export function scoreGen(logits: ArrayLike<number>): number {
  return softmax(logits)
    .sort((a, b) => b - a)
    .slice(0, MOST_LABELS)
    .reduce((sum, p) => sum + (p * (1 - p)) ** GAMMA, 0);
}

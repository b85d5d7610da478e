import { countFolds } from './folds';
import type { TrainingPlan } from './training-plan';

/** Rounds that tuning takes at the most. */
export const TUNING_ROUNDS = 8;
/** What tuning may hold in memory beyond everything else. */
export const MOST_TUNING_BYTES = 200e6;
/** Numbers that the built-in trunk's last block is fed for a view: 7 × 7 × 160. */
export const BLOCK_INPUT_LENGTH = 7840;
/** What a tuned last block adds to a model's files. */
export const TUNED_BLOCK_BYTES = 0.5e6;
/** Longer than this, and the head alone is the better use of a device. */
const MOST_TUNING_MS = 20 * 60_000;
/** Learning from a view, as a share of looking at a photo: measured on the WASM backend. */
const STEP_SHARE = 0.2;

type Counted = Pick<TrainingPlan, 'samples' | 'settings'>;

/** Views of all photos, changed copies too. */
export function countViews({ samples, settings }: Counted): number {
  const learnt = samples.filter(({ part }) => part === 'train').length;
  return samples.length + learnt * settings.augmentedCopies;
}

/** Bytes that the last block's inputs take. */
export function tuningBytes(views: number, inputLength = BLOCK_INPUT_LENGTH): number {
  return 4 * views * inputLength;
}

/** What tuning takes. */
export interface TuningCost {
  /** To look at every photo and its changed copies: what is remembered of them does not help here. */
  lookMs: number;
  /** To learn, beyond what a head takes. */
  learnMs: number;
  /** In memory. */
  bytes: number;
  /** Why it is not offered, or `null`. */
  obstacle: 'too-slow' | 'too-large' | null;
}

/**
 * Says beforehand what tuning takes: it looks at every photo again, learns for some rounds, and does
 * that once more for each fold.
 *
 * @param viewMs What looking at one view takes on this device.
 */
export function estimateTuning(plan: Counted, viewMs: number): TuningCost {
  const views = countViews(plan);
  const developed = plan.samples.filter(({ part }) => part !== 'test').length;
  const learnt = plan.samples.filter(({ part }) => part === 'train').length;
  const steps = TUNING_ROUNDS * (learnt + (countFolds(plan.samples) - 1) * developed);
  const lookMs = viewMs * views;
  const learnMs = viewMs * STEP_SHARE * steps;
  const bytes = tuningBytes(views);
  const isSlow = lookMs + learnMs > MOST_TUNING_MS;
  return {
    lookMs,
    learnMs,
    bytes,
    obstacle: bytes > MOST_TUNING_BYTES ? 'too-large' : isSlow ? 'too-slow' : null,
  };
}

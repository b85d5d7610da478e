import type { TuningReport } from './training-plan';

/** What came of tuning, in a sentence or two. */
export function describeTuning({ kept, rounds, heldOutLoss }: TuningReport): string {
  if (kept && heldOutLoss) {
    const { before, after } = heldOutLoss;
    const length = rounds === 1 ? 'one round' : `${rounds} rounds`;
    return `The last block of the network was tuned on these photos for ${length}. The loss on photos left out fell from ${before.toFixed(3)} to ${after.toFixed(3)}.`;
  }
  if (rounds === 0) {
    return 'The last block of the network was not tuned: without photos to choose by, nobody could say whether it helps.';
  }
  return 'Tuning the last block of the network did not clearly help on photos left out, so the head alone was kept.';
}

import type { TrainingPlan, TuningReport } from './training-plan';

/**
 * Says what a model was made with, for its manifest. `fineTunedBlocks` counts the tuned blocks that are
 * in the model; one that was asked for and left out is told apart.
 *
 * @param trunkName The model on whose features the head was trained.
 * @param tuning `null` when nobody asked for it.
 */
export function describeMaking(
  trunkName: string,
  { settings, item, batch }: Pick<TrainingPlan, 'settings' | 'item' | 'batch'>,
  tuning: TuningReport | null,
): string {
  const fineTunedBlocks = tuning?.kept ? settings.fineTunedBlocks : 0;
  const used = JSON.stringify({ ...settings, fineTunedBlocks, item, batch });
  return [
    `Bearings, on ${trunkName}’s features. Settings: ${used}`,
    ...(tuning && !tuning.kept ? [describeLeftOut(tuning)] : []),
  ].join('. ');
}

function describeLeftOut({ rounds }: TuningReport): string {
  return rounds > 0
    ? 'Tuning the last block of the network was tried, and not kept.'
    : 'Tuning the last block of the network was asked for, and could not be tried.';
}

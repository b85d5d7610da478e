import type { ModelImage } from '../core/model-image';
import { alterPixels } from '../core/studio/alter-pixels';
import type { AugmentPlan } from '../core/studio/plan-augment';
import type { FitCanvas } from './draw-fit';

/**
 * Draws a photo as a plan says (`planAugment`, `planPlain`): what the model sees while it learns.
 *
 * @param photo Upright; stays open.
 * @param canvas At the model's size.
 */
export function augment(photo: ImageBitmap, canvas: FitCanvas, plan: AugmentPlan): ModelImage {
  return alterPixels(canvas.drawPlan(photo, plan.fit), plan);
}

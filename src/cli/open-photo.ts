import sharp from 'sharp';
import type { Orientation } from '../core/contract';
import { planFit, type Fit, type FitPlan, type Size } from '../core/fit';
import type { ModelImage } from '../core/model-image';
import { MAX_PIXELS } from '../photo/inspect-photo';

/** A photo as sRGB pixels, three bytes each; transparent parts are white. */
export interface OpenPhoto extends Size {
  pixels: Buffer;
}

/**
 * Decodes a photo: the first frame, upright as EXIF says or, for models that learnt from such, as it
 * is stored.
 */
export async function openPhoto(
  bytes: Uint8Array,
  orientation: Orientation = 'upright',
): Promise<OpenPhoto> {
  const stored = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' });
  const turned = orientation === 'upright' ? stored.autoOrient() : stored;
  const { data, info } = await turned
    .toColourspace('srgb')
    .flatten({ background: '#fff' })
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels === 3) return { width: info.width, height: info.height, pixels: data };
  throw new Error(`${info.channels} channels instead of 3`);
}

/** Draws a photo at the model's size, as the browser does. */
export function fitPhoto(photo: OpenPhoto, target: Size, fit: Fit): Promise<ModelImage> {
  return drawPlan(photo, target, planFit(photo, target, fit));
}

/** Draws a part of a photo onto a black picture of the model's size, antialiased. */
export async function drawPlan(
  { pixels, width, height }: OpenPhoto,
  target: Size,
  plan: FitPlan,
): Promise<ModelImage> {
  const from = snap(plan.source, { width, height });
  const to = snap(plan.target, target);
  const { data } = await sharp(pixels, {
    raw: { width, height, channels: 3 },
    limitInputPixels: MAX_PIXELS,
  })
    .extract({ left: from.x, top: from.y, width: from.width, height: from.height })
    .resize(to.width, to.height, { fit: 'fill' })
    .extend({
      left: to.x,
      top: to.y,
      right: target.width - to.x - to.width,
      bottom: target.height - to.y - to.height,
      background: '#000',
    })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { ...target, data: new Uint8ClampedArray(data) };
}

/** The nearest rectangle of whole pixels inside the bounds. */
function snap(rect: FitPlan['source'], bounds: Size): FitPlan['source'] {
  const width = Math.min(bounds.width, Math.max(1, Math.round(rect.width)));
  const height = Math.min(bounds.height, Math.max(1, Math.round(rect.height)));
  return {
    x: Math.min(bounds.width - width, Math.max(0, Math.round(rect.x))),
    y: Math.min(bounds.height - height, Math.max(0, Math.round(rect.y))),
    width,
    height,
  };
}

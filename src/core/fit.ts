/** How a photo becomes the model's rectangle: cut the edges, add borders, or distort. */
export type Fit = 'crop' | 'pad' | 'squish';

export interface Size {
  width: number;
  height: number;
}

export interface Rect extends Size {
  x: number;
  y: number;
}

/** Draw `source` (photo pixels) onto `target` (model pixels); outside `target` stays black. */
export interface FitPlan {
  source: Rect;
  target: Rect;
}

/**
 * Plans how a photo is drawn onto the model's input. Pure geometry, in upright pixels (after EXIF
 * orientation). The rectangles may have fractional positions.
 *
 * - `crop`: the largest centred part of the photo with the target's aspect ratio.
 * - `pad`: the whole photo, centred, with borders.
 * - `squish`: the whole photo, stretched.
 *
 * @throws RangeError when a side is not a positive finite number.
 */
export function planFit(photo: Size, target: Size, fit: Fit): FitPlan {
  for (const side of [photo.width, photo.height, target.width, target.height]) {
    if (!(side > 0 && Number.isFinite(side))) throw new RangeError(`side ${side} is not positive`);
  }
  if (fit === 'crop') return { source: centred(photo, target), target: whole(target) };
  if (fit === 'pad') return { source: whole(photo), target: centred(target, photo) };
  return { source: whole(photo), target: whole(target) };
}

function whole({ width, height }: Size): Rect {
  return { x: 0, y: 0, width, height };
}

/** The largest centred rectangle inside `outer` that has the aspect ratio of `shape`. */
function centred(outer: Size, shape: Size): Rect {
  const scale = Math.min(outer.width / shape.width, outer.height / shape.height);
  // Rounding may push a side past its bound by one part in 10^16, and a canvas refuses that.
  const width = Math.min(shape.width * scale, outer.width);
  const height = Math.min(shape.height * scale, outer.height);
  return { x: (outer.width - width) / 2, y: (outer.height - height) / 2, width, height };
}

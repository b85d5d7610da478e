/**
 * How photos are prepared for learning. `crop`, `pad` and `squish` are the fits of a finished model;
 * `random-resized-crop` shows another part of the photo each time while learning, and a centred
 * `crop` when judging.
 */
export interface ItemTransform {
  method: 'crop' | 'pad' | 'squish' | 'random-resized-crop';
  /** The smallest share of the photo's area that a random crop shows, in (0, 1]. */
  minScale: number;
}

/**
 * Changes made to photos while learning, anew each time, so that the model does not lean on what
 * does not matter. Each number is the strongest that chance may pick; 0 switches the change off.
 */
export interface BatchTransforms {
  /** Half of the photos are mirrored, left to right. */
  flipHorizontal: boolean;
  /** Half of the photos are turned upside down. */
  flipVertical: boolean;
  /** Turned by up to this many degrees either way, 0 … 180. */
  rotateDegrees: number;
  /** Enlarged by up to this share: 0.1 is up to 1.1 times. 0 … 1. */
  zoom: number;
  /** Lighter or darker by up to this share, 0 … 0.9. */
  brightness: number;
  /** More or less contrast by up to this share, 0 … 0.9. */
  contrast: number;
  /** Seen from aside: each corner moves by up to this share of the side, 0 … 0.5. */
  warp: number;
  /** Largest standard deviation of a Gaussian blur, in pixels at the model's size, 0 … 4. */
  blurPx: number;
  /** Largest standard deviation of added noise, as a share of the full range, 0 … 0.3. */
  noise: number;
}

/** The largest value of each strength. */
export const transformLimits = {
  rotateDegrees: 180,
  zoom: 1,
  brightness: 0.9,
  contrast: 0.9,
  warp: 0.5,
  blurPx: 4,
  noise: 0.3,
} as const satisfies Partial<Record<keyof BatchTransforms, number>>;

/** A strength that a slider sets. */
export type TransformStrength = keyof typeof transformLimits;

export const defaultItemTransform: ItemTransform = { method: 'random-resized-crop', minScale: 0.5 };

/** fastai's `aug_transforms`, without blur and noise: what helps on photos of most things. */
export const defaultBatchTransforms: BatchTransforms = {
  flipHorizontal: true,
  flipVertical: false,
  rotateDegrees: 10,
  zoom: 0.1,
  brightness: 0.2,
  contrast: 0.2,
  warp: 0.2,
  blurPx: 0,
  noise: 0,
};

/** Nothing is changed: what the model sees when it judges. */
export const noBatchTransforms: BatchTransforms = {
  flipHorizontal: false,
  flipVertical: false,
  rotateDegrees: 0,
  zoom: 0,
  brightness: 0,
  contrast: 0,
  warp: 0,
  blurPx: 0,
  noise: 0,
};

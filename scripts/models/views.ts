import sharp from 'sharp';
import { drawPlan, type OpenPhoto } from '../../src/cli/open-photo';
import { planFit, type Fit, type Rect, type Size } from '../../src/core/fit';
import type { ModelImage } from '../../src/core/model-image';

/** One way to look at a photo: as it will be looked at in use, or altered to train on. */
export interface View {
  /** Names it in the cache: another alteration needs another name. */
  name: string;
  fit: Fit;
  flip?: boolean;
  /** Side of the part to look at, as a share of the whole; and where that part lies, in [0, 1]. */
  zoom?: { share: number; x: number; y: number };
  /** Factors on brightness and saturation. */
  light?: { brightness: number; saturation: number };
}

/** The plain view of a fit. */
export function plainView(fit: Fit): View {
  return { name: fit, fit };
}

/** Draws a view of a photo. */
export async function drawView(photo: OpenPhoto, target: Size, view: View): Promise<ModelImage> {
  const plan = planFit(photo, target, view.fit);
  const source = view.zoom ? zoomInto(plan.source, view.zoom) : plan.source;
  const image = await drawPlan(photo, target, { ...plan, source });
  return view.flip || view.light ? alter(image, view) : image;
}

function zoomInto(rect: Rect, { share, x, y }: { share: number; x: number; y: number }): Rect {
  const width = rect.width * share;
  const height = rect.height * share;
  return {
    x: rect.x + x * (rect.width - width),
    y: rect.y + y * (rect.height - height),
    width,
    height,
  };
}

async function alter(image: ModelImage, { flip, light }: View): Promise<ModelImage> {
  const { width, height } = image;
  let picture = sharp(image.data, { raw: { width, height, channels: 4 } });
  if (flip) picture = picture.flop();
  if (light) picture = picture.modulate(light);
  const data = await picture.ensureAlpha().raw().toBuffer();
  return { width, height, data: new Uint8ClampedArray(data) };
}

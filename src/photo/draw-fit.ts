import { ClassifierError } from '../core/errors';
import { type Fit, type FitPlan, planFit, type Size } from '../core/fit';
import type { ModelImage } from '../core/model-image';

/** Draws photos at the model's size, again and again on one canvas. */
export class FitCanvas {
  private readonly context: OffscreenCanvasRenderingContext2D;

  constructor(
    private readonly target: Size,
    private readonly fit: Fit,
  ) {
    const canvas = new OffscreenCanvas(target.width, target.height);
    // Pixels are read back every time: keep them in main memory, not on the GPU.
    const context = canvas.getContext('2d', { willReadFrequently: true, colorSpace: 'srgb' });
    if (!context) throw new ClassifierError('internal', 'no 2D canvas');
    this.context = context;
  }

  /** Draws a picture the way the model wants it, transparent parts on white; borders stay black. */
  draw(picture: ImageBitmap): ModelImage {
    return this.drawPlan(picture, planFit(picture, this.target, this.fit));
  }

  /** As `draw`, with a plan of one's own. */
  drawPlan(picture: ImageBitmap, { source, target }: FitPlan): ModelImage {
    const { context } = this;
    context.fillStyle = '#000';
    context.fillRect(0, 0, this.target.width, this.target.height);
    context.fillStyle = '#fff';
    context.fillRect(target.x, target.y, target.width, target.height);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    context.drawImage(
      picture,
      ...([source.x, source.y, source.width, source.height] as const),
      ...([target.x, target.y, target.width, target.height] as const),
    );
    return context.getImageData(0, 0, this.target.width, this.target.height);
  }

  /** What was drawn last, as a picture of its own; the canvas is blank afterwards. */
  takeView(): ImageBitmap {
    return this.context.canvas.transferToImageBitmap();
  }
}

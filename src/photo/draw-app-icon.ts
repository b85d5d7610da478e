import { ClassifierError } from '../core/errors';
import { readableOn } from '../core/export/colours';

/** What an app's icon shows: a letter or an emoji on a colour, or a picture. */
interface IconDesign {
  text: string;
  /** `#rrggbb`. */
  colour: string;
  picture: Blob | null;
}

/** The icons that an installable site needs, by name. Systems cut `maskable` to a shape of their own. */
const kinds = [
  { path: 'icon-192.png', side: 192, isWhole: false },
  { path: 'icon-512.png', side: 512, isWhole: false },
  { path: 'maskable-512.png', side: 512, isWhole: true },
  { path: 'apple-touch-icon.png', side: 180, isWhole: true },
];

/** @throws ClassifierError `icon-unreadable`. */
export async function drawAppIcons(design: IconDesign): Promise<{ path: string; blob: Blob }[]> {
  const picture = await openPicture(design.picture);
  try {
    return await Promise.all(
      kinds.map(async ({ path, side, isWhole }) => ({
        path,
        blob: await drawIcon(design, picture, side, isWhole),
      })),
    );
  } finally {
    picture?.close();
  }
}

async function openPicture(picture: Blob | null): Promise<ImageBitmap | null> {
  if (!picture) return null;
  try {
    return await createImageBitmap(picture);
  } catch (error) {
    throw ClassifierError.from(error, 'icon-unreadable');
  }
}

/** @param isWhole Fill the whole square, and keep what matters within the middle 80 %. */
async function drawIcon(
  { text, colour }: IconDesign,
  picture: ImageBitmap | null,
  side: number,
  isWhole: boolean,
): Promise<Blob> {
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d');
  if (!context) throw new ClassifierError('icon-unreadable', 'no canvas');
  if (!isWhole) {
    context.beginPath();
    context.roundRect(0, 0, side, side, side * 0.2);
    context.clip();
  }
  context.fillStyle = colour;
  context.fillRect(0, 0, side, side);
  if (picture) {
    const square = Math.min(picture.width, picture.height);
    const left = (picture.width - square) / 2;
    const top = (picture.height - square) / 2;
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, left, top, square, square, 0, 0, side, side);
  } else {
    drawText(context, text, side, isWhole ? 0.5 : 0.62, readableOn(colour));
  }
  return canvas.convertToBlob({ type: 'image/png' });
}

/** As large as its box allows, its ink (not its line) in the middle. */
function drawText(
  context: OffscreenCanvasRenderingContext2D,
  text: string,
  side: number,
  share: number,
  colour: string,
): void {
  const setSize = (size: number) => {
    context.font = `700 ${size}px "National Park Variable", system-ui, sans-serif`;
  };
  setSize(side);
  const { width, height } = measureInk(context, text);
  setSize((side * side * share) / Math.max(width, height, 1));
  const ink = measureInk(context, text);
  context.fillStyle = colour;
  context.fillText(
    text,
    side / 2 - ink.width / 2 - ink.left,
    side / 2 + ink.height / 2 - ink.below,
  );
}

function measureInk(context: OffscreenCanvasRenderingContext2D, text: string) {
  const measured = context.measureText(text);
  const { actualBoundingBoxLeft: left, actualBoundingBoxRight: right } = measured;
  const { actualBoundingBoxAscent: above, actualBoundingBoxDescent: below } = measured;
  return { width: left + right, height: above + below, left: -left, below };
}

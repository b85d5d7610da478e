import { type ImportanceMap, pickStrongest } from '../../core/occlusion/importance';
import { sampleMap } from '../../core/occlusion/sample-map';

/** Drawn at least so wide, in pixels, that outlines are sharp. */
const LEAST_WIDTH = 448;
/** How much light is left on a part that did not matter. */
const LEAST_LIGHT = 0.24;
const OUTLINE_WIDTH = 3;

/**
 * Draws what a model saw, lit where it mattered and dark and grey where it did not, with a line around
 * what mattered most. Light rather than colour: it needs no colour vision, and reads alike on light
 * and dark pages.
 *
 * @param map `null` draws the picture alone.
 */
export function drawSpotlight(
  canvas: HTMLCanvasElement,
  view: ImageBitmap,
  map: ImportanceMap | null,
): void {
  const scale = Math.max(1, Math.ceil(LEAST_WIDTH / view.width));
  canvas.width = view.width * scale;
  canvas.height = view.height * scale;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return;
  context.imageSmoothingQuality = 'high';
  context.drawImage(view, 0, 0, canvas.width, canvas.height);
  if (!map) return;
  dim(context, map);
  outline(context, map);
}

function dim(context: CanvasRenderingContext2D, map: ImportanceMap): void {
  const { width, height } = context.canvas;
  const picture = context.getImageData(0, 0, width, height);
  const { data } = picture;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const weight = sampleMap(map, (x + 0.5) / width, (y + 0.5) / height);
      const at = 4 * (y * width + x);
      const [red = 0, green = 0, blue = 0] = [data[at], data[at + 1], data[at + 2]];
      const grey = LEAST_LIGHT * (0.299 * red + 0.587 * green + 0.114 * blue);
      data[at] = grey + (red - grey) * weight;
      data[at + 1] = grey + (green - grey) * weight;
      data[at + 2] = grey + (blue - grey) * weight;
    }
  }
  context.putImageData(picture, 0, 0);
}

/** A line between the strongest cells and all others: dark under light, to be seen on anything. */
function outline(context: CanvasRenderingContext2D, map: ImportanceMap): void {
  const { columns, rows } = map;
  const { width, height } = context.canvas;
  const strongest = new Set(pickStrongest(map));
  const path = new Path2D();
  const line = (fromX: number, fromY: number, toX: number, toY: number) => {
    path.moveTo((fromX * width) / columns, (fromY * height) / rows);
    path.lineTo((toX * width) / columns, (toY * height) / rows);
  };
  for (const cell of strongest) {
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    if (!strongest.has(cell - columns)) line(column, row, column + 1, row);
    if (!strongest.has(cell + columns)) line(column, row + 1, column + 1, row + 1);
    if (column === 0 || !strongest.has(cell - 1)) line(column, row, column, row + 1);
    if (column === columns - 1 || !strongest.has(cell + 1))
      line(column + 1, row, column + 1, row + 1);
  }
  context.lineCap = 'square';
  context.strokeStyle = '#0b110e';
  context.lineWidth = 2 * OUTLINE_WIDTH + 1;
  context.stroke(path);
  context.strokeStyle = '#fafbf7';
  context.lineWidth = OUTLINE_WIDTH;
  context.stroke(path);
}

import type { Channels } from './contract';
import type { ModelImage } from './model-image';

/**
 * Shows what a model gets of a picture: without colours for one that gets brightness alone, with red
 * and blue exchanged for one that reads them in the other order.
 *
 * @returns A picture of the same size; the given one stays as it is.
 */
export function showChannels({ width, height, data }: ModelImage, channels: Channels): ModelImage {
  const shown = new Uint8ClampedArray(data);
  if (channels === 'rgb' || channels === 'rgba') return { width, height, data: shown };
  for (let at = 0; at < shown.length; at += 4) {
    const [red, green, blue] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
    if (channels === 'bgr') shown.set([blue, green, red], at);
    else shown.fill(0.299 * red + 0.587 * green + 0.114 * blue, at, at + 3);
  }
  return { width, height, data: shown };
}

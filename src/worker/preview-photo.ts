import { showChannels } from '../core/model-view';
import { decodeImage } from '../photo/decode-image';
import { FitCanvas } from '../photo/draw-fit';
import type { PreviewRequest } from './import-protocol';

/** Handles `previewPhoto`: a photo as a model with this contract would see it, at the model's size. */
export async function previewPhoto(
  { photo, contract }: PreviewRequest,
  signal: AbortSignal,
): Promise<ImageBitmap> {
  const { bitmap } = await decodeImage(photo, contract.orientation);
  try {
    signal.throwIfAborted();
    const drawn = new FitCanvas(contract.size, contract.fit).draw(bitmap);
    const { data, width, height } = showChannels(drawn, contract.channels);
    const pixels = new ImageData(width, height);
    pixels.data.set(data);
    return await createImageBitmap(pixels);
  } finally {
    bitmap.close();
  }
}

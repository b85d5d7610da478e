/** Longest shorter side of a thumbnail, in pixels: sharp on a dense phone screen. */
const SIDE = 320;

/** Makes a small JPEG. The browser decodes and encodes off the main thread. */
export async function makeThumbnail(photo: Blob): Promise<Blob> {
  const small = await createImageBitmap(photo, { resizeWidth: SIDE, resizeQuality: 'medium' });
  try {
    const canvas = new OffscreenCanvas(small.width, small.height);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    // JPEG has no transparency: see-through parts would turn black.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, small.width, small.height);
    context.drawImage(small, 0, 0);
    return await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.82 });
  } finally {
    small.close();
  }
}

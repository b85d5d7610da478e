import { countGifFrames } from './gif-frames';
import type { ImageType } from './sniff-image-type';

/** Tells whether a picture moves: then only its first frame is looked at, and a notice says so. */
export function isAnimated(type: ImageType, bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === 'image/gif') return countGifFrames(view, 2) > 1;
  if (type === 'image/png') return pngFrames(view) > 1;
  if (type === 'image/webp') return isAnimatedWebp(view);
  if (type === 'image/avif') return view.byteLength >= 12 && view.getUint32(8) === 0x61766973; // avis
  return false;
}

/** APNG: an acTL chunk before the first IDAT holds the number of frames. */
function pngFrames(view: DataView): number {
  const acTL = 0x6163544c;
  const IDAT = 0x49444154;
  let at = 8;
  while (at + 12 <= view.byteLength) {
    const name = view.getUint32(at + 4);
    if (name === acTL) return view.getUint32(at + 8);
    if (name === IDAT) return 1;
    at += 12 + view.getUint32(at);
  }
  return 1;
}

/** Extended WebP: bit 1 of the flags in the VP8X chunk. */
function isAnimatedWebp(view: DataView): boolean {
  const vp8x = 0x56503858;
  return view.byteLength > 20 && view.getUint32(12) === vp8x && (view.getUint8(20) & 2) !== 0;
}

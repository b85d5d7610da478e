import { countGifFrames } from './gif-frames';
import type { ImageType } from './sniff-image-type';

/**
 * Tells whether a file ends before its picture does. Browsers paint the missing part grey and say
 * nothing, which a model would then judge. Bytes after the picture's end are fine: motion photos
 * and some cameras append things.
 */
export function isTruncated(type: ImageType, bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === 'image/jpeg') return !hasJpegEnd(view);
  if (type === 'image/png') return !hasPngEnd(view);
  if (type === 'image/gif') return countGifFrames(view, 1) === 0;
  if (type === 'image/webp')
    return view.byteLength < 8 || 8 + view.getUint32(4, true) > bytes.length;
  if (type === 'image/avif' || type === 'image/heic') return !hasWholeBoxes(view);
  if (type === 'image/bmp') return view.byteLength < 54;
  return false;
}

/** JPEG (ITU-T T.81, annex B): walk the segments to the scans, then look for end-of-image. */
function hasJpegEnd(view: DataView): boolean {
  const length = view.byteLength;
  if (length >= 4 && view.getUint16(length - 2) === 0xffd9) return true;
  let at = 2;
  while (at + 4 <= length) {
    if (view.getUint8(at) !== 0xff) {
      at += 1;
      continue;
    }
    const marker = view.getUint8(at + 1);
    if (marker === 0xda) return findMarker(view, at + 2, 0xd9);
    // Fill bytes and markers that stand alone have no length.
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else at += 2 + view.getUint16(at + 2);
  }
  return false;
}

/** In a scan every 0xff of the data is followed by 0, so a marker is a marker. */
function findMarker(view: DataView, from: number, marker: number): boolean {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === marker) return true;
  }
  return false;
}

/** PNG: a row of chunks (length, name, data, checksum) that closes with IEND. */
function hasPngEnd(view: DataView): boolean {
  const iend = 0x49454e44;
  let at = 8;
  while (at + 12 <= view.byteLength) {
    if (view.getUint32(at + 4) === iend) return true;
    at += 12 + view.getUint32(at);
  }
  return false;
}

/**
 * ISO base media: a row of boxes. None may reach past the end, and one must hold the picture's data:
 * a file cut between two boxes looks whole otherwise. Size 0 means "to the end".
 */
function hasWholeBoxes(view: DataView): boolean {
  let at = 0;
  let hasData = false;
  while (at + 8 <= view.byteLength) {
    const size = view.getUint32(at);
    if (size !== 0 && size !== 1 && size < 8) break; // No box any more: something appended.
    hasData ||= holdsData(view, at, size);
    if (size === 0) return hasData;
    if (size === 1 && at + 16 > view.byteLength) return false;
    at += size === 1 ? Number(view.getBigUint64(at + 8)) : size;
  }
  return hasData && at <= view.byteLength;
}

/** Whether a box is the data (`mdat`), or metadata with the data inside (`idat`; small pictures). */
function holdsData(view: DataView, at: number, size: number): boolean {
  const mdat = 0x6d646174;
  const meta = 0x6d657461;
  const idat = 0x69646174;
  const name = view.getUint32(at + 4);
  if (name === mdat) return true;
  if (name !== meta) return false;
  const end = size === 0 ? view.byteLength : Math.min(at + size, view.byteLength);
  for (let inside = at + 8; inside + 4 <= end; inside += 1) {
    if (view.getUint32(inside) === idat) return true;
  }
  return false;
}

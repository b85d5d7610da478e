/** Counts the whole frames of a GIF (GIF89a, section 15 ff.) up to `limit`. */
export function countGifFrames(view: DataView, limit: number): number {
  if (view.byteLength < 13) return 0;
  let at = 13 + colourTableBytes(view.getUint8(10));
  let frames = 0;
  while (at < view.byteLength && frames < limit) {
    const block = view.getUint8(at);
    if (block === 0x2c && at + 10 <= view.byteLength) {
      at = skipSubBlocks(view, at + 11 + colourTableBytes(view.getUint8(at + 9)));
      if (at <= view.byteLength) frames += 1;
    } else if (block === 0x21) {
      at = skipSubBlocks(view, at + 2);
    } else {
      break;
    }
  }
  return frames;
}

/**
 * Sub-blocks: a length, that many bytes, and so on until a length of 0.
 *
 * @returns where they end; `Infinity` when the file ends before.
 */
function skipSubBlocks(view: DataView, from: number): number {
  let at = from;
  while (at < view.byteLength) {
    const length = view.getUint8(at);
    at += 1 + length;
    if (length === 0) return at;
  }
  return Infinity;
}

function colourTableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

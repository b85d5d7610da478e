import { ClassifierError } from '../../core/errors';
import { isBomb, MAX_DEFLATE_EXPANSION } from './limits';
import { ByteSink, pump, throwIfCancelled } from './read-bytes';

/** A header of ten bytes, at least two of deflate, and the check sum and length of four each. */
const SHORTEST = 20;

/** Whether these bytes begin as gzip does (RFC 1952: its mark, then 8 for deflate). */
export function looksGzipped(bytes: Uint8Array): boolean {
  return bytes.length >= SHORTEST && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/**
 * Unpacks gzip of one member. The length that it promises at its end is held against the limits
 * before memory is taken, and against what comes out.
 *
 * @param limit The most bytes that may come out.
 * @returns `null` when this is no gzip after all: numbers can begin with its mark by chance, but
 *   then neither length nor check sum fit.
 * @throws ClassifierError `model-too-large`, `archive-unsafe` for a bomb, `cancelled`.
 */
export async function gunzip(
  bytes: Uint8Array,
  name: string,
  limit: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!looksGzipped(bytes)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const promised = view.getUint32(bytes.byteLength - 4, true);
  if (promised > MAX_DEFLATE_EXPANSION * bytes.byteLength) return null;
  if (isBomb(bytes.byteLength, promised)) {
    throw new ClassifierError('archive-unsafe', `${name}: unpacks to ${promised} bytes`);
  }
  if (promised > limit) {
    throw new ClassifierError('model-too-large', `${name}: ${promised} bytes, at most ${limit}`);
  }
  try {
    const sink = new ByteSink(promised);
    // The cast only says that the bytes are not in shared memory; nobody here shares any.
    const unpacked = new Blob([bytes as Uint8Array<ArrayBuffer>])
      .stream()
      .pipeThrough(new DecompressionStream('gzip'));
    await pump(unpacked, sink, signal);
    return sink.finish();
  } catch {
    throwIfCancelled(signal);
    return null;
  }
}

import { ClassifierError } from '../../core/errors';
import type { ReadOptions } from '../model-files';

/** @throws ClassifierError `cancelled` when the signal says so. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ClassifierError('cancelled');
}

/**
 * Reads a file, or a part of one, in chunks: it can be given up between any two.
 *
 * @throws ClassifierError `file-unreadable` when it went away or changed, `cancelled`.
 */
export async function readBlob(
  blob: Blob,
  name: string,
  { signal, onBytes }: ReadOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  throwIfCancelled(signal);
  try {
    const bytes = new ByteSink(blob.size);
    await pump(blob.stream(), bytes, signal, onBytes);
    return bytes.finish();
  } catch (error) {
    throwIfCancelled(signal);
    throw new ClassifierError('file-unreadable', `${name}: ${String(error)}`, { cause: error });
  }
}

/** The first bytes of a file; fewer when it is shorter. */
export function readStart(blob: Blob, bytes: number, name: string): Promise<Uint8Array> {
  return readBlob(blob.slice(0, bytes), name);
}

/** Moves a stream into a sink until it ends or somebody gives up. */
export async function pump(
  stream: ReadableStream<Uint8Array>,
  sink: ByteSink,
  signal: AbortSignal | undefined,
  onBytes?: (bytes: number) => void,
): Promise<void> {
  const reader = stream.getReader();
  // Cancelling ends a read that waits; whether it failed is no matter any more.
  const stop = () => void reader.cancel().catch(() => undefined);
  signal?.addEventListener('abort', stop);
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      throwIfCancelled(signal);
      sink.add(next.value);
      onBytes?.(next.value.byteLength);
    }
    throwIfCancelled(signal);
  } catch (error) {
    stop();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** Collects as many bytes as were promised: one more, or one less at the end, is an error. */
export class ByteSink {
  private readonly bytes: Uint8Array<ArrayBuffer>;
  private filled = 0;

  /** @param promised Takes this much memory at once, so it is checked before. */
  constructor(promised: number) {
    this.bytes = new Uint8Array(promised);
  }

  add(chunk: Uint8Array): void {
    if (this.filled + chunk.byteLength > this.bytes.byteLength) {
      throw new RangeError(`more than the promised ${this.bytes.byteLength} bytes`);
    }
    this.bytes.set(chunk, this.filled);
    this.filled += chunk.byteLength;
  }

  finish(): Uint8Array<ArrayBuffer> {
    if (this.filled < this.bytes.byteLength) {
      throw new RangeError(`${this.filled} bytes instead of ${this.bytes.byteLength}`);
    }
    return this.bytes;
  }
}

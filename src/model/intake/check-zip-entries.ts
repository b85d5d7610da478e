import { ClassifierError } from '../../core/errors';
import { isBomb, limits, MAX_DEFLATE_EXPANSION } from './limits';

/** What a zip's table of contents says of one file. */
interface ZipEntry {
  filename: string;
  /** Where the file's own header begins, in bytes. */
  offset: number;
  compressedSize: number;
  uncompressedSize: number;
}

/** A file's own header without its name. */
const HEADER_BYTES = 30;

/**
 * Holds a zip's table of contents against the limits before anything is unpacked: bombs, and files
 * that share bytes with others (D. Fifield, "A better zip bomb", WOOT 2019).
 *
 * @param zipBytes Size of the whole zip.
 * @param totalBytes The most that all files together may have, unpacked.
 * @throws ClassifierError `archive-unsafe`, `archive-damaged`, `model-too-large`.
 */
export function checkZipEntries(
  entries: readonly ZipEntry[],
  zipBytes: number,
  name: string,
  totalBytes: number = limits.totalBytes,
): void {
  let unpacked = 0;
  for (const { filename, compressedSize, uncompressedSize } of entries) {
    unpacked += uncompressedSize;
    if (uncompressedSize > MAX_DEFLATE_EXPANSION * compressedSize) {
      const sizes = `${uncompressedSize} bytes out of ${compressedSize}`;
      throw new ClassifierError('archive-unsafe', `${name}: ${filename} promises ${sizes}`);
    }
  }
  if (isBomb(zipBytes, unpacked)) {
    const sizes = `${zipBytes} bytes unpack to ${unpacked}`;
    throw new ClassifierError('archive-unsafe', `${name}: ${sizes}`);
  }
  if (unpacked > totalBytes) {
    throw new ClassifierError('model-too-large', `${name}: unpacks to ${unpacked} bytes`);
  }
  refuseShared(entries, zipBytes, name);
}

function refuseShared(entries: readonly ZipEntry[], zipBytes: number, name: string): void {
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
    if (entry.offset < end) {
      const why = `${entry.filename} shares bytes with another file`;
      throw new ClassifierError('archive-unsafe', `${name}: ${why}`);
    }
    end = entry.offset + HEADER_BYTES + entry.compressedSize;
  }
  if (end > zipBytes) throw new ClassifierError('archive-damaged', `${name}: cut off`);
}

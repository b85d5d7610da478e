import {
  BlobReader,
  ERR_AMBIGUOUS_ARCHIVE,
  ERR_ENCRYPTED,
  ERR_ENCRYPTED_CENTRAL_DIRECTORY,
  ERR_OVERLAPPING_ENTRY,
  ERR_SPLIT_ZIP_FILE,
  ERR_UNSUPPORTED_COMPRESSION,
  ERR_UNSUPPORTED_ENCRYPTION,
  type FileEntry,
  ZipReader,
} from '@zip.js/zip.js/lib/zip-core-native.js';
import { ClassifierError, type ErrorCode } from '../../core/errors';
import type { TreeFile } from '../file-tree';
import type { ReadOptions } from '../model-files';
import { checkZipEntries } from './check-zip-entries';
import { limits } from './limits';
import { ByteSink, throwIfCancelled } from './read-bytes';
import { isJunk, normalisePath } from './tree-paths';

/** What a whole zip may hold: files, and bytes once unpacked. */
interface ZipLimits {
  entries: number;
  totalBytes: number;
}

/** Whether a file begins as a zip does, whatever its name says; an empty zip too. */
export function looksZipped(start: Uint8Array): boolean {
  const [p, k, a, b] = start;
  return p === 0x50 && k === 0x4b && ((a === 3 && b === 4) || (a === 5 && b === 6));
}

/**
 * Reads a zip's table of contents and checks it; the files themselves are unpacked when they are
 * read.
 *
 * @param name For errors.
 * @param most A zip of photos, read one by one, may hold more than a model does.
 * @throws ClassifierError `archive-damaged`, `archive-encrypted`, `archive-unsafe`,
 *   `archive-unsupported`, `model-too-large`, `file-unreadable`, `cancelled`.
 */
export async function openZip(
  zip: Blob,
  name: string,
  signal?: AbortSignal,
  most: ZipLimits = limits,
): Promise<readonly TreeFile[]> {
  throwIfCancelled(signal);
  const entries: FileEntry[] = [];
  try {
    // The names are checked here, by the rules that hold for folders too.
    const reader = new ZipReader(new TableReader(zip), { filenameValidation: 'tolerant', ...here });
    let count = 0;
    for await (const entry of reader.getEntriesGenerator()) {
      throwIfCancelled(signal);
      if (++count > most.entries) throw tooMany(name, 'files');
      if (!entry.directory) entries.push(entry);
    }
  } catch (error) {
    throw toClassifierError(error, name);
  }
  checkZipEntries(entries, zip.size, name, most.totalBytes);
  return entries
    .map((entry) => ({ entry, path: normalisePath(entry.filename) }))
    .filter(({ path }) => !isJunk(path))
    .map(({ entry, path }) => {
      refuseUnreadable(entry, path);
      return {
        path,
        bytes: entry.uncompressedSize,
        read: (options = {}) => readEntry(entry, path, options),
      };
    });
}

/** No workers, no wasm: the page's policy forbids the one and the browser's own inflate is faster. */
const here = { useWebWorkers: false, useCompressionStream: true };

async function readEntry(
  entry: FileEntry,
  path: string,
  { signal, onBytes }: ReadOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  throwIfCancelled(signal);
  // What the table of contents promises has been checked; the file itself is held to it here.
  const sink = new ByteSink(entry.uncompressedSize);
  const writable = new WritableStream<Uint8Array>({
    write: (chunk) => {
      sink.add(chunk);
      onBytes?.(chunk.byteLength);
    },
  });
  const options = { ...here, checkCrc32: true, checkOverlappingEntry: true };
  try {
    await entry.getData(writable, signal ? { ...options, signal } : options);
    return sink.finish();
  } catch (error) {
    throwIfCancelled(signal);
    throw toClassifierError(error, path);
  }
}

/** A reader that takes no more than a sound table of contents into memory at once. */
class TableReader extends BlobReader {
  override readUint8Array(index: number, length: number): Promise<Uint8Array> {
    if (length > limits.directoryBytes) {
      return Promise.reject(tooMany('table of contents', `${length} bytes`));
    }
    return super.readUint8Array(index, length);
  }
}

function tooMany(name: string, what: string): ClassifierError {
  return new ClassifierError('archive-unsafe', `${name}: too many ${what}`);
}

/** Refuses what could not be read anyway, before anything is. */
function refuseUnreadable(entry: FileEntry, path: string): void {
  if (entry.encrypted) throw new ClassifierError('archive-encrypted', path);
  if (entry.symlink) throw new ClassifierError('archive-unsafe', `${path}: a link to another file`);
  const { compressionMethod: method } = entry;
  if (method !== STORED && method !== DEFLATED) {
    throw new ClassifierError('archive-unsupported', `${path}: packing method ${method}`);
  }
}

const STORED = 0;
const DEFLATED = 8;

const codes: Record<string, ErrorCode> = {
  [ERR_ENCRYPTED]: 'archive-encrypted',
  [ERR_UNSUPPORTED_ENCRYPTION]: 'archive-encrypted',
  [ERR_ENCRYPTED_CENTRAL_DIRECTORY]: 'archive-encrypted',
  [ERR_SPLIT_ZIP_FILE]: 'archive-unsupported',
  [ERR_UNSUPPORTED_COMPRESSION]: 'archive-unsupported',
  [ERR_OVERLAPPING_ENTRY]: 'archive-unsafe',
  [ERR_AMBIGUOUS_ARCHIVE]: 'archive-unsafe',
};

/** The zip library says by its messages what went wrong. */
function toClassifierError(error: unknown, name: string): ClassifierError {
  if (error instanceof ClassifierError) return error;
  if (!(error instanceof Error)) return new ClassifierError('archive-damaged', name);
  const isUnreadable = error.name === 'NotReadableError' || error.name === 'NotFoundError';
  const code = codes[error.message] ?? (isUnreadable ? 'file-unreadable' : 'archive-damaged');
  return new ClassifierError(code, `${name}: ${error.message}`, { cause: error });
}

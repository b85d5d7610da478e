import { ClassifierError } from '../core/errors';
import type { FilePart } from '../core/manifest';
import { parseBoundedJson } from './formats/parse-bounded-json';
import type { ModelFiles, ReadOptions } from './model-files';

/**
 * Reads a file that a manifest names and checks its fingerprint.
 *
 * @throws ClassifierError `model-part-missing`, `model-part-damaged`, `network-offline`, `cancelled`.
 */
export async function readPart(
  files: ModelFiles,
  part: FilePart,
  options?: ReadOptions,
): Promise<Uint8Array> {
  const bytes = await files.read(part.path, options);
  const name = `${files.address}/${part.path}`;
  if (bytes.byteLength !== part.bytes) {
    throw new ClassifierError(
      'model-part-damaged',
      `${name}: ${bytes.byteLength} bytes instead of ${part.bytes}`,
    );
  }
  if ((await fingerprint(bytes)) !== part.sha256) {
    throw new ClassifierError('model-part-damaged', `${name}: wrong SHA-256`);
  }
  return bytes;
}

/**
 * SHA-256 in lower-case hexadecimal.
 *
 * @throws ClassifierError `page-insecure`: browsers give cryptography to secure pages only.
 */
export async function fingerprint(bytes: Uint8Array): Promise<string> {
  if (!('subtle' in crypto)) throw new ClassifierError('page-insecure');
  // The cast only says that the bytes are not in shared memory; nobody here shares any.
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Parses a JSON file of a model of ours; it is not believed either.
 *
 * @throws ClassifierError `model-manifest-invalid`, `model-json-too-large`.
 */
export function parseJson(bytes: Uint8Array, name: string): unknown {
  try {
    return parseBoundedJson(bytes, name);
  } catch (error) {
    if (!(error instanceof ClassifierError) || error.code !== 'model-json-damaged') throw error;
    throw new ClassifierError('model-manifest-invalid', error.detail, { cause: error });
  }
}

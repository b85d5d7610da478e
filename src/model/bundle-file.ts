import type { FilePart } from '../core/manifest';
import { fingerprint } from './read-part';

/** A file of a bundle. */
export interface BundleFile {
  /** Relative to the bundle, with `/`. */
  path: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A file of text: text as it is, anything else as JSON on one line. */
export function toFile(path: string, content: unknown): BundleFile {
  const text = typeof content === 'string' ? content : `${JSON.stringify(content)}\n`;
  return { path, bytes: new TextEncoder().encode(text) };
}

/** `labels.txt`: a label a line, so no line breaks inside. */
export function toLabelsFile(labels: readonly string[]): BundleFile {
  const lines = labels.map((label) => `${label.replaceAll(/\s+/g, ' ')}\n`);
  return toFile('labels.txt', lines.join(''));
}

/**
 * A file as a manifest names it, with its size and SHA-256.
 *
 * @param path Where it lies, seen from the manifest's folder.
 * @throws ClassifierError `page-insecure`.
 */
export async function toPart(file: BundleFile, path = file.path): Promise<FilePart> {
  return { path, bytes: file.bytes.byteLength, sha256: await fingerprint(file.bytes) };
}

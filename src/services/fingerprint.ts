/** Bytes read from each end of a file. Two photos that agree in both ends and in size are one. */
const END_BYTES = 16_384;

/**
 * Names a file by its contents, so that the same photo is recognised under any name. Reads both ends
 * alone: quick for a folder of large photos.
 *
 * @throws DOMException when the file cannot be read (moved or deleted meanwhile).
 */
export async function fingerprintFile(file: Blob): Promise<string> {
  // Read one after the other: joining them in a Blob first would block the page, file by file.
  const head = await readBytes(file.slice(0, END_BYTES));
  const tail = await readBytes(file.slice(Math.max(END_BYTES, file.size - END_BYTES)));
  return `${file.size.toString(36)}-${hashBytes(head)}${hashBytes(tail)}`;
}

async function readBytes(part: Blob): Promise<Uint8Array> {
  return new Uint8Array(await part.arrayBuffer());
}

/**
 * A 64-bit FNV-1a style hash, kept in two 32-bit lanes. `crypto.subtle` would be the library's way,
 * but browsers withhold it on pages without https, and nothing here needs to resist an attacker.
 */
export function hashBytes(bytes: Uint8Array): string {
  let low = 0x811c9dc5;
  let high = 0xcbf29ce4;
  for (const byte of bytes) {
    low = Math.imul(low ^ byte, 0x01000193);
    high = Math.imul(high ^ byte ^ (low >>> 24), 0x85ebca6b);
  }
  return (low >>> 0).toString(36) + (high >>> 0).toString(36);
}

/**
 * What is opened at the most. Real image classifiers are far smaller (the largest of Keras’s own has
 * 550 MB); what is larger would bring a phone down, and often means to.
 */
export const limits = {
  /** All files together, unpacked. */
  totalBytes: 2 ** 30,
  /** One file, unpacked. */
  fileBytes: 600 * 2 ** 20,
  /** A JSON file: its text, its parsed form and its checked form are in memory at once. */
  jsonBytes: 64 * 2 ** 20,
  /** Files and folders: a project of training photos has thousands. */
  entries: 20_000,
  /** A zip’s table of contents. */
  directoryBytes: 16 * 2 ** 20,
  /** The longest path, in UTF-16 units. */
  pathLength: 1024,
  /** Folders in folders. */
  pathDepth: 32,
  /**
   * How much larger a file may become by unpacking, once it is larger than `bombBytes`. Weights that
   * are all zero pack well, but no model is made of them.
   */
  expansion: 200,
  bombBytes: 64 * 2 ** 20,
} as const;

/** Deflate cannot do better than 1,032 to 1, so a promise beyond that is a lie. */
export const MAX_DEFLATE_EXPANSION = 1032;

/** Whether unpacking so much from so little is what a bomb does. */
export function isBomb(packedBytes: number, unpackedBytes: number): boolean {
  return unpackedBytes > limits.bombBytes && unpackedBytes > limits.expansion * packedBytes;
}

/** The most bytes that a file of this name may have, unpacked. */
export function mostBytes(path: string): number {
  return /\.json$/i.test(path) ? limits.jsonBytes : limits.fileBytes;
}

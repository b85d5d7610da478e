import type { IncomingFile } from './tray-item';

/** Photos put to their labels by the folders they lie in. */
export interface SortedPhotos {
  byLabel: Map<string, IncomingFile[]>;
  /** From a folder called like "something else". */
  strangers: IncomingFile[];
  /** In no folder that is called like a label. */
  unsorted: IncomingFile[];
}

const STRANGER_NAMES = ['something else', 'other', 'others', 'unknown', 'none', 'background'];

/**
 * Puts photos to labels: the innermost folder that is called like a label counts. Capitals, spaces,
 * hyphens and underscores make no difference.
 *
 * @param files Their names hold the path, with `/`.
 */
export function sortPhotos(
  files: readonly IncomingFile[],
  labels: readonly string[],
): SortedPhotos {
  const labelOf = new Map(labels.map((label) => [simplify(label), label]));
  const sorted: SortedPhotos = { byLabel: new Map(), strangers: [], unsorted: [] };
  for (const file of files) {
    const folders = file.name.split('/').slice(0, -1).map(simplify).reverse();
    const folder = folders.find((one) => labelOf.has(one) || STRANGER_NAMES.includes(one));
    const label = folder === undefined ? undefined : labelOf.get(folder);
    if (label !== undefined) {
      sorted.byLabel.set(label, [...(sorted.byLabel.get(label) ?? []), file]);
    } else if (folder !== undefined) sorted.strangers.push(file);
    else sorted.unsorted.push(file);
  }
  return sorted;
}

function simplify(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}

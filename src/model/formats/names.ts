/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder of a path, without an end slash; empty at the top. */
export function folderName(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** What browsers and systems add to the name of a copy. */
const COPY = /(?:\s*\(\d+\)|\s*-\s*copy|\s+copy(?:\s+\d+)?)+$/;

/**
 * A file's name as its maker gave it, as far as can be told: what browsers and systems add to a copy
 * ("weights (1).bin", "weights - Copy.bin", "weights copy.bin") and unpacked endings are taken off.
 */
export function plainName(path: string): string {
  const { stem, ending } = splitName(path);
  const plain = stem.replace(COPY, '');
  return (plain === '' ? stem : plain) + ending;
}

/** What tells this copy from others: "(1)" of "weights (1).bin". Files of one copy share it. */
export function copyMark(path: string): string {
  return COPY.exec(splitName(path).stem)?.[0].trim() ?? '';
}

/** A shard's plain name without the ending that some hosts drop and others add. */
export function shardName(path: string): string {
  return plainName(path)
    .replace(/\.(?:bin|gz|dat)$/, '')
    .replace(/\.bin$/, '');
}

/**
 * How many folders a file lies in. An archive counts twice: often it lies beside the folder that was
 * unpacked from it.
 */
export function depth(path: string): number {
  const folders = path.split('/').slice(0, -1);
  return folders.length + folders.filter((folder) => /\.(?:zip|tm)$/i.test(folder)).length;
}

/** Whether a file or a folder is this folder, or lies in it or below. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** How many folders two files are apart. */
export function distance(from: string, to: string): number {
  const [a, b] = [folderName(from), folderName(to)].map((path) => path.split('/').filter(Boolean));
  let shared = 0;
  while (a && b && shared < a.length && shared < b.length && a[shared] === b[shared]) shared += 1;
  return (a?.length ?? 0) + (b?.length ?? 0) - 2 * shared;
}

function splitName(path: string): { stem: string; ending: string } {
  const name = baseName(decodePercent(path)).toLowerCase();
  const dot = name.lastIndexOf('.');
  return dot > 0
    ? { stem: name.slice(0, dot), ending: name.slice(dot) }
    : { stem: name, ending: '' };
}

function decodePercent(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A name with a bare per cent sign is a name like any other.
    return path;
  }
}

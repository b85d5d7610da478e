/** What folders were taken for. */
interface FolderMatch {
  /** Label index of each folder, in the order of the folders. */
  labels: number[];
}

/** Why folders cannot be told to be labels, and what may be meant. */
interface FolderMismatch {
  /** Folders that are no label, each with the label that may be meant, if only one may be. */
  unknown: { folder: string; guess: string | null }[];
  /** Labels that two or more folders claim. */
  claimedTwice: string[];
}

/**
 * Tells which label each folder stands for: by its name, whatever its case, accents and dashes, or
 * as the user says. A name that is only similar is never taken: figures of the wrong label would be
 * worse than none.
 *
 * @param said Label by folder name, as the user said.
 */
export function matchFolders(
  folders: readonly string[],
  labels: readonly string[],
  said: ReadonlyMap<string, string> = new Map(),
): FolderMatch | FolderMismatch {
  const plainLabels = labels.map(toPlainNames);
  const found = folders.map((folder) => {
    const wanted = toPlain(said.get(folder) ?? folder);
    return plainLabels.findIndex((names) => names.includes(wanted));
  });
  const unknown = folders
    .filter((_, i) => found[i] === -1)
    .map((folder) => ({ folder, guess: guessLabel(folder, labels) }));
  const claimedTwice = labels.filter(
    (_, label) => found.filter((index) => index === label).length > 1,
  );
  if (unknown.length > 0 || claimedTwice.length > 0) return { unknown, claimedTwice };
  return { labels: found };
}

/** A label by its whole name or, for ImageNet's "cheetah, chetah, …", by its first. */
function toPlainNames(label: string): string[] {
  const [first = label] = label.split(',', 1);
  return [toPlain(label), toPlain(first)];
}

/** Letters and digits of a name, small and without accents, a space between words. */
function toPlain(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
}

/** The only label that has all of a folder's words, or whose words are all in the folder's name. */
function guessLabel(folder: string, labels: readonly string[]): string | null {
  const words = toPlain(folder).split(' ');
  const guesses = labels.filter((label) => {
    const own = toPlain(label).split(' ');
    return words.every((word) => own.includes(word)) || own.every((word) => words.includes(word));
  });
  return guesses.length === 1 ? (guesses[0] ?? null) : null;
}

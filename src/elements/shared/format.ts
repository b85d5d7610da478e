/** A share in [0, 1] as whole per cent; never "100 %" or "0 %" for what is only nearly so. */
export function formatPercent(share: number): string {
  if (share > 0.99 && share < 1) return 'over 99 %';
  if (share > 0 && share < 0.01) return 'under 1 %';
  return `${Math.round(share * 100)} %`;
}

/** Milliseconds as a person reads them. */
export function formatMs(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(0)} s`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 10 ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}

/** Bytes in decimal units, as file managers show them. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'] as const;
  let value = bytes;
  let at = 0;
  while (value >= 999.5 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${at > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[at] ?? ''}`;
}

/** "1 photo", "3 photos". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** "a", "a or b", "a, b or c". */
export function joinWords(words: readonly string[], last: 'and' | 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}

/** A label's first name: ImageNet's come as "cheetah, chetah, Acinonyx jubatus". */
export function firstNameOf(label: string): string {
  return label.split(',', 1)[0] ?? label;
}

/**
 * Labels as they stand inside a sentence. A model that begins all of its labels with a capital does so
 * for looks, and they lose it; otherwise a capital means a name (Egyptian cat) and stays.
 *
 * @param all enough of the model's labels to tell.
 */
export function toSentenceCase(labels: readonly string[], all: readonly string[]): string[] {
  const forLooks = all.every((label) => /^[^a-z]/.test(label));
  return labels.map((label) =>
    forLooks && !/^[A-Z]{2}/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label,
  );
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

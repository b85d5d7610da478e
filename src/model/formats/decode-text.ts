type UnicodeForm = 'utf-8' | 'utf-16le' | 'utf-16be';

/** The form of Unicode that a text's first bytes (its byte order mark) name; UTF-8 if none. */
export function sniffUnicode([first, second]: Uint8Array): UnicodeForm {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/**
 * Reads a text file that does not say how it is written: by its mark, else as UTF-8, else as
 * Windows-1252, which Western systems wrote before Unicode and of which Latin-1's letters are a part.
 *
 * @returns `isUnicode`: false where the letters beyond ASCII are only likely.
 */
export function decodeText(bytes: Uint8Array): { text: string; isUnicode: boolean } {
  try {
    const text = new TextDecoder(sniffUnicode(bytes), { fatal: true }).decode(bytes);
    return { text, isUnicode: true };
  } catch {
    // Every byte is a letter in the older form, so this cannot fail. Some Node 20 to 24 take it for
    // Latin-1 (nodejs/node#56542), but not where more may follow.
    const text = new TextDecoder('windows-1252').decode(bytes, { stream: true });
    return { text, isUnicode: false };
  }
}

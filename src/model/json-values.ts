/** A parsed value as an object with unknown values, or `null`. */
export function asRecord(value: unknown): Record<string, unknown> | null {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : null;
}

/** A parsed value as an array of unknown values; anything else is an empty one. */
export function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A parsed value as text; anything else is the empty one. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The texts of an array in which there is nothing else; `null` for any other value. */
export function asTexts(value: unknown): string[] | null {
  const isTexts = Array.isArray(value) && value.every((one) => typeof one === 'string');
  return isTexts ? value : null;
}

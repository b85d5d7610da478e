import { toModelId } from '../core/model-id';

/**
 * An id made of a name, for a manifest: small letters, digits and hyphens, unlike any that is taken.
 *
 * @example chooseFreeId('Mein Modell (2)', ['mein-modell-2']) // 'mein-modell-2-2'
 */
export function chooseFreeId(name: string, taken: readonly string[]): string {
  const base = toModelId(name);
  if (!taken.includes(base)) return base;
  for (let count = 2; ; count++) {
    const id = `${base}-${count}`;
    if (!taken.includes(id)) return id;
  }
}

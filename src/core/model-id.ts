/**
 * A model's id made of its name: small letters, digits and hyphens, 40 at the most.
 *
 * @example toModelId('Mein Modell (2)') // 'mein-modell-2'
 */
export function toModelId(name: string): string {
  const id = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return id || 'model';
}

/**
 * What was chosen in a select that does something, such as "Move to…".
 *
 * @returns Its value, with the select back at its first line; empty when nothing was chosen.
 */
export function takeChoice({ currentTarget }: Event): string {
  if (!(currentTarget instanceof HTMLSelectElement)) return '';
  const { value } = currentTarget;
  currentTarget.value = '';
  return value;
}

/** The files that were chosen with a picker; choosing the same ones again is a change again. */
export function takePicked({ currentTarget: input }: Event): File[] {
  if (!(input instanceof HTMLInputElement)) return [];
  const files = [...(input.files ?? [])];
  input.value = '';
  return files;
}

/**
 * Joins paths with `/`, as far as they stay inside: `..` goes up one folder and stops at the top.
 *
 * @example joinPath('a/b', '../c.bin') // 'a/c.bin'
 */
export function joinPath(...paths: readonly string[]): string {
  const parts: string[] = [];
  for (const part of paths.flatMap((path) => path.split('/'))) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

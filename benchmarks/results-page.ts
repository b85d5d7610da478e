import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

/** Writes a benchmark's figures and the page that shows them, as the linter wants them. */
export async function writeResults(name: string, figures: string, page: string): Promise<void> {
  for (const [file, text] of [
    [`${name}.json`, figures],
    [`${name}.md`, page],
  ] as const) {
    const path = fileURLToPath(new URL(file, import.meta.url));
    writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
  }
}

/** For `JSON.stringify`: five digits say all there is to know, and maps become records. */
export function shorten(_key: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  return typeof value === 'number' && !Number.isInteger(value)
    ? Number(value.toPrecision(5))
    : value;
}

/** A row of a table in Markdown. */
export function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Three digits, without the zero before them: .907. */
export function three(value: number): string {
  return value.toFixed(3).replace(/^(-?)0/, '$1');
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

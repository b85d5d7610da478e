import { toMarkdownLine } from './markdown-line';

/** Whether a file of a bundle, beside its manifest, holds the model's name. */
export function holdsName(path: string): boolean {
  return path === 'metadata.json' || path === 'CARD.md';
}

/**
 * The same file for a model of another name: other makers' loaders and readers of its card see what
 * people see here.
 *
 * @param path One for which `holdsName` is true.
 */
export function rewriteName(path: string, text: string, name: string): string {
  if (path === 'CARD.md') return text.replace(/^# .*$/m, () => `# ${toMarkdownLine(name)}`);
  const metadata = parseObject(text);
  return metadata ? `${JSON.stringify({ ...metadata, modelName: name })}\n` : text;
}

/** `null` for what is no JSON object: there is no name in it to change. */
function parseObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

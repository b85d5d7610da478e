/** A piece of a line: plain, strong or code. */
export interface Span {
  kind: 'text' | 'strong' | 'code';
  text: string;
}

/** What a model's card is made of. */
export type Block =
  | { kind: 'heading'; level: number; spans: Span[] }
  | { kind: 'paragraph'; spans: Span[] }
  | { kind: 'list'; items: Span[][] }
  | { kind: 'table'; head: Span[][]; numbers: boolean[]; rows: Span[][][] };

/**
 * Reads the Markdown that our cards are written in (headings, paragraphs, lists of one level, tables,
 * strong, code). Anything else stays as it is written: a card may come from anywhere, and nothing in
 * it becomes a link, a picture or markup.
 */
export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.replaceAll('\r', '').split('\n');
  for (let at = 0; at < lines.length;) {
    const end = findEnd(lines, at);
    if (end > at) blocks.push(readBlock(lines.slice(at, end)));
    at = Math.max(end, at + 1);
  }
  return blocks;
}

const heading = /^(#{1,6})\s+(.*?)\s*#*$/;
const item = /^\s*[-*]\s+(.*)$/;
const ruler = /^\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?$/;

/** Where the block that begins at a line ends; the line itself when it is empty. */
function findEnd(lines: readonly string[], start: number): number {
  const first = lines[start] ?? '';
  if (first.trim() === '') return start;
  if (heading.test(first)) return start + 1;
  let end = start + 1;
  while (end < lines.length) {
    const line = lines[end] ?? '';
    if (line.trim() === '' || heading.test(line)) break;
    if (!item.test(first) && item.test(line)) break;
    end += 1;
  }
  return end;
}

function readBlock(lines: readonly string[]): Block {
  const [first = '', second = ''] = lines;
  const title = heading.exec(first);
  if (title) {
    return { kind: 'heading', level: title[1]?.length ?? 1, spans: parseSpans(title[2] ?? '') };
  }
  if (first.includes('|') && ruler.test(second.trim())) {
    return {
      kind: 'table',
      head: splitCells(first).map(parseSpans),
      numbers: splitCells(second).map((cell) => cell.endsWith(':')),
      rows: lines.slice(2).map((line) => splitCells(line).map(parseSpans)),
    };
  }
  if (item.test(first)) return { kind: 'list', items: joinItems(lines).map(parseSpans) };
  return { kind: 'paragraph', spans: parseSpans(lines.map((line) => line.trim()).join(' ')) };
}

/** A line that starts no item goes on with the one before. */
function joinItems(lines: readonly string[]): string[] {
  const items: string[] = [];
  for (const line of lines) {
    const found = item.exec(line);
    if (found) items.push(found[1] ?? '');
    else items.push(`${items.pop() ?? ''} ${line.trim()}`);
  }
  return items;
}

/** A stroke after a backslash is part of a cell. */
function splitCells(line: string): string[] {
  return line
    .trim()
    .replace(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

function parseSpans(text: string): Span[] {
  return text
    .split(/(\*\*.+?\*\*|`[^`]+`)/)
    .filter((part) => part !== '')
    .map((part): Span => {
      if (/^\*\*.+\*\*$/.test(part)) return { kind: 'strong', text: unescape(part.slice(2, -2)) };
      if (/^`.+`$/.test(part)) return { kind: 'code', text: part.slice(1, -1) };
      return { kind: 'text', text: unescape(part) };
    });
}

/** A backslash only keeps the sign after it from meaning anything. */
function unescape(text: string): string {
  return text.replace(/\\([\\`*_{}[\]()#+\-.!|<>&~])/g, '$1');
}

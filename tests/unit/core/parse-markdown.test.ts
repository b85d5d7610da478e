import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../../src/core/parse-markdown';

describe('parseMarkdown', () => {
  it('reads headings, paragraphs, lists and tables', () => {
    const text =
      '# A\n\nOne **strong**\nline `x|y`.\n\n- first\n  goes on\n- second\n\n| | n |\n| --- | ---: |\n| a \\| b | 3 |\n';
    expect(parseMarkdown(text)).toEqual([
      { kind: 'heading', level: 1, spans: [{ kind: 'text', text: 'A' }] },
      {
        kind: 'paragraph',
        spans: [
          { kind: 'text', text: 'One ' },
          { kind: 'strong', text: 'strong' },
          { kind: 'text', text: ' line ' },
          { kind: 'code', text: 'x|y' },
          { kind: 'text', text: '.' },
        ],
      },
      {
        kind: 'list',
        items: [[{ kind: 'text', text: 'first goes on' }], [{ kind: 'text', text: 'second' }]],
      },
      {
        kind: 'table',
        head: [[], [{ kind: 'text', text: 'n' }]],
        numbers: [false, true],
        rows: [[[{ kind: 'text', text: 'a | b' }], [{ kind: 'text', text: '3' }]]],
      },
    ]);
  });

  it.each(['bears', 'clothing', 'trash'])('leaves no Markdown signs in the card of %s', (id) => {
    const path = join(import.meta.dirname, '../../../models', id, 'CARD.md');
    const blocks = parseMarkdown(readFileSync(path, 'utf8'));
    expect(blocks.filter(({ kind }) => kind === 'heading').length).toBeGreaterThan(5);
    expect(blocks.some(({ kind }) => kind === 'table')).toBe(true);
    expect(JSON.stringify(blocks)).not.toMatch(/"text":"[^"]*(\*\*|^#|\| ---)/);
  });

  it('ends on any text and loses none of its letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab|#-*`\\: \n') }), (text) => {
        const letters = (value: string) => value.replaceAll(/[^ab]/g, '').length;
        const kept = JSON.stringify(
          parseMarkdown(text).map((block) =>
            block.kind === 'table'
              ? [block.head, block.rows].flat(3).map((span) => span.text)
              : block.kind === 'list'
                ? block.items.flat().map((span) => span.text)
                : block.spans.map((span) => span.text),
          ),
        );
        expect(letters(kept)).toBe(letters(text));
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { holdsName, rewriteName } from '../../../src/core/rename-model';

describe('renaming a model', () => {
  it('changes the name that other loaders read, and nothing else of theirs', () => {
    const text = JSON.stringify({ modelName: 'old', labels: ['a', 'b'], imageSize: 224 });
    expect(JSON.parse(rewriteName('metadata.json', text, 'New'))).toEqual({
      modelName: 'New',
      labels: ['a', 'b'],
      imageSize: 224,
    });
  });

  it('changes the card’s heading alone, and lets no name be taken for markup', () => {
    const card = '# Old\n\nAbout it.\n\n## When it warns\n\n# Old\n';
    expect(rewriteName('CARD.md', card, 'a <b> $& #1')).toBe(
      '# a \\<b\\> $& \\#1\n\nAbout it.\n\n## When it warns\n\n# Old\n',
    );
  });

  it.each(['not json', '[1]', 'null', '"text"'])('leaves %s as it is', (text) => {
    expect(rewriteName('metadata.json', text, 'New')).toBe(text);
  });

  it('knows the files with a name', () => {
    expect(['metadata.json', 'CARD.md', 'labels.txt', 'a/CARD.md'].filter(holdsName)).toEqual([
      'metadata.json',
      'CARD.md',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { readFileName, readPaths, readPart } from '../../../../src/core/studio/read-paths';

const rules = { labels: 'folder', items: 'all-folders' } as const;

describe('readPaths', () => {
  it('takes the first folder below the shared one for the label, deeper ones for what belongs together', () => {
    expect(readPaths(['bears/grizzly/1.jpg', 'bears/black/day 1/2.jpg'], rules)).toEqual([
      { label: 'grizzly', part: null, folder: null },
      { label: 'black', part: null, folder: 'day 1' },
    ]);
  });

  it('reads train, valid and test above the label’s folder and below it', () => {
    expect(
      readPaths(
        ['c/train/dress/1.jpg', 'c/validation/hat/2.jpg', 'c/test/hat/3.jpg', 'c/hat/Val/4.jpg'],
        rules,
      ),
    ).toEqual([
      { label: 'dress', part: 'train', folder: null },
      { label: 'hat', part: 'valid', folder: null },
      { label: 'hat', part: 'test', folder: null },
      { label: 'hat', part: 'valid', folder: null },
    ]);
  });

  it('gives photos of one folder its name, and knows a part that was handed over alone', () => {
    expect(readPaths(['grizzly/1.jpg', 'grizzly/2.jpg'], rules)).toEqual([
      { label: 'grizzly', part: null, folder: null },
      { label: 'grizzly', part: null, folder: null },
    ]);
    expect(readPaths(['test/hat/1.jpg', 'test/dress/2.jpg'], rules)).toMatchObject([
      { label: 'hat', part: 'test' },
      { label: 'dress', part: 'test' },
    ]);
  });

  it('gives loose files no label, and leaves out what lies too deep when asked', () => {
    expect(readPaths(['1.jpg', '2.jpg'], rules)).toMatchObject([{ label: null }, { label: null }]);
    const top = { ...rules, items: 'top-folders' } as const;
    expect(readPaths(['a/1.jpg', 'b/deep/2.jpg'], top)).toMatchObject([{ label: 'a' }, null]);
  });

  it('reads file names, and those of a Teachable Machine project under any rule', () => {
    const byName = { ...rules, labels: 'file-name' } as const;
    expect(readPaths(['x/great_pyrenees_173.jpg', 'y/pug (2).png'], byName)).toMatchObject([
      { label: 'great pyrenees' },
      { label: 'pug' },
    ]);
    const byHand = { ...rules, labels: 'by-hand' } as const;
    expect(readPaths(['Class 1-!-0.jpg', 'a/2.jpg'], byHand)).toMatchObject([
      { label: 'Class 1' },
      { label: null },
    ]);
  });

  it('knows no label in a name without a number, nor a part in any other folder', () => {
    expect(readFileName('holiday.jpg')).toBeNull();
    expect(readFileName('12.jpg')).toBeNull();
    expect(readPart('trains')).toBeNull();
    expect(readPaths([], rules)).toEqual([]);
  });
});

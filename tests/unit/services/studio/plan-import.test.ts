import { describe, expect, it } from 'vitest';
import { defaultDataBlock } from '../../../../src/core/studio/create-project';
import { planFiles } from '../../../../src/services/studio/plan-import';

/** A file that says when it is asked for its date, as a browser would go to the disk for it. */
class WatchedFile extends File {
  constructor(
    name: string,
    private readonly onAsked: () => void,
  ) {
    super(['photo'], name);
  }

  override get lastModified(): number {
    this.onAsked();
    return 7;
  }
}

const FILES = 500;

function listFiles(onAsked: () => void) {
  return Array.from({ length: FILES }, (_, i) => {
    const name = `bears/${i % 2 === 0 ? 'black' : 'teddy'}/${i}.jpg`;
    return { name, file: new WatchedFile(name, onAsked) };
  });
}

describe('planFiles', () => {
  it('gives the thread back between files', async () => {
    let asked = 0;
    let most = 0;
    let isDone = false;
    const watch = () => {
      most = Math.max(most, asked);
      asked = 0;
      if (!isDone) setImmediate(watch);
    };
    watch();
    const planned = await planFiles(
      listFiles(() => (asked += 1)),
      defaultDataBlock,
    );
    isDone = true;
    expect(planned).toHaveLength(FILES);
    expect(planned[3]).toMatchObject({ label: 'teddy', path: 'bears/teddy/3.jpg', bytes: 5 });
    expect(planned[3]?.modifiedAt).toBe(7);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(64);
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    let asked = 0;
    const files = listFiles(() => {
      asked += 1;
      controller.abort();
    });
    const planning = planFiles(files, defaultDataBlock, controller.signal);
    await expect(planning).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(asked).toBeLessThanOrEqual(64);
  });
});

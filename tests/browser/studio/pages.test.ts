import { describe, expect, it, vi } from 'vitest';
import '../../../src/app/studio/block/block-page';
import '../../../src/app/studio/data/data-page';
import type { PhotoIntake } from '../../../src/client/studio-client';
import { createProject } from '../../../src/core/studio/create-project';
import { takeDrop } from '../../../src/elements/drop-zone/take-drop';
import { PhotoImport } from '../../../src/services/studio/photo-import';
import { ProjectSession } from '../../../src/services/studio/project-session';
import { MemoryProjectStore } from '../../../src/store/studio/memory-project-store';
import { thumbnailFileName } from '../../../src/store/studio/project-files';
import { sampleOf } from '../../unit/core/studio/samples';
import {
  expectAccessible,
  findAll,
  findOne,
  mount,
  nextEvent,
  visibleText,
} from '../elements/support';

const labels = [
  { id: 'a', name: 'grizzly' },
  { id: 'b', name: 'black' },
];
/** Enough that a grid without a virtual list would be felt. */
const COUNT = 20_000;

const intake: PhotoIntake = {
  listArchive: () => Promise.resolve({ photos: [], project: null }),
  takeIn: () => Promise.resolve([]),
  groupLooks: (looks) => Promise.resolve(looks.map((_, i) => i)),
  showBatch: ({ photos, sidePixels }) =>
    Promise.all(photos.map(() => createImageBitmap(new ImageData(sidePixels, sidePixels)))),
};

async function openSession(count: number): Promise<ProjectSession> {
  const store = new MemoryProjectStore();
  const project = { ...createProject({ id: 'p', name: 'Bears', now: 1 }), labels };
  const samples = Array.from({ length: count }, (_, i) =>
    sampleOf(i, { labelId: i % 2 ? 'a' : 'b', alike: i < 2 ? 'x' : null }),
  );
  await store.write('p', { project, samples });
  const session = await ProjectSession.open(store, 'p');
  const canvas = new OffscreenCanvas(8, 8);
  canvas.getContext('2d');
  const picture = await canvas.convertToBlob({ type: 'image/jpeg' });
  for (const { id } of samples.slice(0, 300))
    await session.files.write(thumbnailFileName(id), picture);
  for (const { id } of samples.slice(0, 60)) {
    await session.files.write(`photos/${id.slice(0, 2)}/${id}`, picture);
  }
  return session;
}

describe('data-page', () => {
  let session: ProjectSession;

  async function show(count: number) {
    session = await openSession(count);
    const imports = new PhotoImport(intake, session, () => Promise.resolve(true));
    const page = await mount('data-page', { session, imports });
    await vi.waitFor(() => expect(cells(page).length).toBeGreaterThan(5));
    return page;
  }

  const cells = (page: Element) => findAll(page.shadowRoot ?? page, '.cell');
  const grid = (page: Element) => findOne(page, '.grid', HTMLElement);
  const press = (page: Element, key: string, more: KeyboardEventInit = {}) =>
    grid(page).dispatchEvent(
      new KeyboardEvent('keydown', {
        key,
        bubbles: true,
        composed: true,
        cancelable: true,
        ...more,
      }),
    );

  it('draws only what is in sight of twenty thousand photos, and goes to the last', async () => {
    const page = await show(COUNT);
    expect(cells(page).length).toBeLessThan(400);
    expect(visibleText(page)).toContain('20,000');
    press(page, 'End');
    await vi.waitFor(() =>
      expect(cells(page).map((cell) => cell.getAttribute('aria-posinset'))).toContain(`${COUNT}`),
    );
    expect(grid(page).getAttribute('aria-activedescendant')).toBe(`cell-${COUNT - 1}`);
  });

  it('fills the row, and an arrow down goes to the photo below', async () => {
    const page = await show(30);
    const boxOf = (index: number) =>
      cells(page)
        .find((cell) => cell.id === `cell-${index}`)
        ?.getBoundingClientRect() ?? new DOMRect();
    const right = Math.max(...cells(page).map((cell) => cell.getBoundingClientRect().right));
    // Widths are rounded to whole pixels: up to half a pixel a photo.
    expect(Math.abs(grid(page).getBoundingClientRect().right - right)).toBeLessThan(8);
    press(page, 'ArrowDown');
    await vi.waitFor(() =>
      expect(grid(page).getAttribute('aria-activedescendant')).not.toBe('cell-0'),
    );
    const below = Number(grid(page).getAttribute('aria-activedescendant')?.slice('cell-'.length));
    expect(boxOf(below).left).toBe(boxOf(0).left);
    expect(boxOf(below).top).toBeGreaterThan(boxOf(below - 1).top);
  });

  it('selects, relabels, deletes and takes back by the keyboard alone', async () => {
    const page = await show(30);
    await expectAccessible(page);
    press(page, ' ');
    press(page, 'ArrowRight', { shiftKey: true });
    press(page, 'ArrowRight', { shiftKey: true });
    await vi.waitFor(() => expect(visibleText(page)).toContain('3 photos selected'));
    await expectAccessible(page);
    press(page, '1');
    await vi.waitFor(() =>
      expect(session.samples.slice(0, 3).map(({ labelId }) => labelId)).toEqual(['a', 'a', 'a']),
    );
    press(page, 'Delete');
    await vi.waitFor(() => expect(session.samples).toHaveLength(27));
    press(page, 'z', { ctrlKey: true });
    await vi.waitFor(() => expect(session.samples).toHaveLength(30));
    press(page, 'a', { ctrlKey: true });
    await vi.waitFor(() => expect(visibleText(page)).toContain('30 photos selected'));
    press(page, 'Escape');
    await vi.waitFor(() => expect(visibleText(page)).not.toContain('selected'));
  });

  it('shows near doubles, and labels are made, renamed into one and deleted', async () => {
    const page = await show(30);
    const click = (name: RegExp) => {
      const button = findAll(page.shadowRoot ?? page, 'button').find((one) =>
        name.test(one.getAttribute('aria-label') ?? one.textContent),
      );
      if (!(button instanceof HTMLElement)) throw new Error(`no button ${String(name)}`);
      button.click();
    };
    click(/Near doubles/);
    await vi.waitFor(() => expect(visibleText(page)).toContain('Keep the first'));
    await expectAccessible(page);
    click(/^Rename grizzly/);
    await vi.waitFor(() => findOne(page, '.edit input', HTMLInputElement));
    const input = findOne(page, '.edit input', HTMLInputElement);
    input.value = 'Black';
    input.dispatchEvent(new Event('input'));
    await vi.waitFor(() => expect(visibleText(page)).toContain('go together'));
    await expectAccessible(page);
    input.form?.requestSubmit();
    await vi.waitFor(() => expect(session.labels).toHaveLength(1));
    expect(session.samples.every(({ labelId }) => labelId === 'b')).toBe(true);
    await session.undo();
    expect(session.labels).toHaveLength(2);
  });
});

describe('block-page', () => {
  it('splits anew at once when the split is changed, and shows a batch', async () => {
    const session = await openSession(60);
    await session.split();
    const page = await mount('block-page', { session, intake });
    await vi.waitFor(() => expect(visibleText(page)).toContain('Four questions'));
    await vi.waitFor(() => {
      const shown = findAll(page.shadowRoot ?? page, 'batch-view').flatMap((view) =>
        findAll(view.shadowRoot ?? view, 'li:not([hidden])'),
      );
      expect(shown).toHaveLength(9);
    });
    await expectAccessible(page);
    const before = session.samples.map(({ part }) => part);
    const seed = findOne(page, 'input[type=number]', HTMLInputElement);
    seed.value = '7';
    seed.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect(session.samples.map(({ part }) => part)).not.toEqual(before));
    expect(session.project.data.split.seed).toBe(7);
    const rotate = findAll(page.shadowRoot ?? page, 'input[type=range]').find((input) =>
      input.closest('label')?.textContent.includes('Rotate'),
    );
    if (!(rotate instanceof HTMLInputElement)) throw new Error('no slider');
    rotate.value = '45';
    rotate.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect(session.project.data.batch.rotateDegrees).toBe(45));
  });
});

describe('takeDrop', () => {
  it('announces what cannot be read, and rejects nothing', async () => {
    const target = document.createElement('div');
    // A folder whose entries cannot be listed: moved away, or no leave to read it.
    const entry = {
      isDirectory: true,
      createReader: () => ({
        readEntries: (_: unknown, fail: (error: unknown) => void) =>
          fail(new DOMException('gone', 'NotFoundError')),
      }),
    };
    const items = [{ kind: 'file', webkitGetAsEntry: () => entry, getAsFile: () => null }];
    const event = new DragEvent('drop', { cancelable: true });
    Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'], items } });
    const failed = nextEvent(target, 'files-failed');
    const take = vi.fn();
    await takeDrop(event, target, take);
    expect((await failed).error.code).toBe('file-unreadable');
    expect(take).not.toHaveBeenCalled();
    expect(event.defaultPrevented).toBe(true);
  });
});

import { expect, it, vi } from 'vitest';
import '../../../src/app/studio/data/data-page';
import type { PhotoIntake } from '../../../src/client/studio-client';
import { createProject } from '../../../src/core/studio/create-project';
import { parts } from '../../../src/core/studio/sample';
import { PhotoImport } from '../../../src/services/studio/photo-import';
import { ProjectSession } from '../../../src/services/studio/project-session';
import { MemoryProjectStore } from '../../../src/store/studio/memory-project-store';
import { sampleOf } from '../../unit/core/studio/samples';
import { findAll, findOne, mount } from '../elements/support';

const intake: PhotoIntake = {
  listArchive: () => Promise.resolve({ photos: [], project: null }),
  takeIn: () => Promise.resolve([]),
  groupLooks: (looks) => Promise.resolve(looks.map((_, i) => i)),
  showBatch: () => Promise.resolve([]),
};

it.each(parts)('moves a chosen photo to the part “%s” by its select', async (part) => {
  const store = new MemoryProjectStore();
  const labels = [{ id: 'a', name: 'grizzly' }];
  const project = { ...createProject({ id: 'p', name: 'Bears', now: 1 }), labels };
  const samples = [sampleOf(0, { labelId: 'a', part: part === 'train' ? 'test' : 'train' })];
  await store.write('p', { project, samples });
  const session = await ProjectSession.open(store, 'p');
  const imports = new PhotoImport(intake, session, () => Promise.resolve(true));
  const page = await mount('data-page', { session, imports });
  await vi.waitFor(() => expect(findAll(page.shadowRoot ?? page, '.cell')).toHaveLength(1));
  findOne(page, '.grid', HTMLElement).dispatchEvent(
    new KeyboardEvent('keydown', { key: ' ', bubbles: true, composed: true, cancelable: true }),
  );
  const select = await vi.waitFor(() =>
    findOne(page, 'select[aria-label="Move to"]', HTMLSelectElement),
  );
  select.value = part;
  select.dispatchEvent(new Event('change'));
  await vi.waitFor(() => expect(session.samples[0]).toMatchObject({ part, handPart: part }));
  expect(select.value).toBe('');
});

import { describe, expect, it, vi } from 'vitest';
import '../../../src/app/studio/project-page';
import { ClassifierError } from '../../../src/core/errors';
import { Studio } from '../../../src/services/studio/studio';
import { MemoryProjectStore } from '../../../src/store/studio/memory-project-store';
import { expectAccessible, findOne, mount } from '../elements/support';

const absent = () => Promise.reject(new ClassifierError('engine-stopped'));

describe('project-page', () => {
  it('moves the open tab into sight where tabs are wider than the screen', async () => {
    const studio = new Studio({
      client: { request: absent },
      store: new MemoryProjectStore(),
      training: { trainer: { train: absent }, findTrunk: absent, describeTrunk: () => null },
      requestPersistence: () => Promise.resolve(true),
    });
    const { id } = await studio.projects.create('Bears');
    const page = await mount('project-page', { studio, projectId: id, detail: ['data'] });
    page.style.cssText = 'display: block; inline-size: 20rem';
    await vi.waitFor(() => findOne(page, '.tabs', HTMLElement));
    const bar = findOne(page, '.tabs', HTMLElement);
    expect(bar.scrollWidth).toBeGreaterThan(bar.clientWidth);
    const isInSight = () => {
      const tab = findOne(page, '[aria-current]', HTMLElement).getBoundingClientRect();
      const room = bar.getBoundingClientRect();
      return tab.left >= room.left && tab.right <= room.right;
    };
    expect(isInSight()).toBe(true);
    page.detail = ['export'];
    await page.updateComplete;
    expect(isInSight()).toBe(true);
    expect(bar.scrollLeft).toBeGreaterThan(0);

    // A person who scrolls on is left alone.
    bar.scrollLeft = 0;
    page.requestUpdate();
    await page.updateComplete;
    expect(bar.scrollLeft).toBe(0);
    await expectAccessible(page);
    await studio.close();
  });
});

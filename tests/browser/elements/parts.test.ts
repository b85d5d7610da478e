import { describe, expect, it, vi } from 'vitest';
import { ownThresholds } from '../../../src/core/thresholds';
import { decideVerdict } from '../../../src/core/verdict';
import '../../../src/elements/confusion-matrix/confusion-matrix';
import '../../../src/elements/drop-zone/drop-zone';
import '../../../src/elements/familiarity-plot/familiarity-plot';
import '../../../src/elements/label-correction/label-correction';
import '../../../src/elements/probability-bars/probability-bars';
import '../../../src/elements/threshold-controls/threshold-controls';
import '../../../src/elements/verdict-dial/verdict-dial';
import '../../../src/elements/verdict-view/verdict-view';
import { evidenceFor, heldOutDistances, manifest } from '../../unit/services/stubs';
import { expectAccessible, findAll, findOne, mount, nextEvent, visibleText } from './support';

const verdictOf = (kind: 'match' | 'unsure' | 'out-of-domain') =>
  decideVerdict(evidenceFor(kind), ownThresholds(manifest));

describe('<verdict-dial>', () => {
  it('draws another shape for each verdict, not only another colour', async () => {
    const shapes = new Set<string>();
    for (const state of ['match', 'unsure', 'out-of-domain', 'failed'] as const) {
      const element = await mount('verdict-dial', { state });
      const paths = findAll(element.shadowRoot ?? element, 'path, circle').map(
        (one) => one.outerHTML,
      );
      shapes.add(paths.join('').replaceAll(/<!--.*?-->/g, ''));
      await expectAccessible(element);
    }
    expect(shapes.size).toBe(4);
  });
});

describe('<verdict-view>', () => {
  it.each(['match', 'unsure', 'out-of-domain'] as const)('is accessible for %s', async (kind) => {
    const element = await mount('verdict-view', { verdict: verdictOf(kind), checked: 39 });
    await expectAccessible(element);
  });

  it('makes only a match’s label large', async () => {
    const sizes = new Map<string, number>();
    for (const kind of ['match', 'unsure', 'out-of-domain'] as const) {
      const element = await mount('verdict-view', { verdict: verdictOf(kind) });
      const headline = findOne(element, '.headline', HTMLElement);
      sizes.set(kind, Number.parseFloat(getComputedStyle(headline).fontSize));
    }
    expect(sizes.get('match')).toBeGreaterThan(sizes.get('unsure') ?? 0);
    expect(sizes.get('out-of-domain')).toBe(sizes.get('unsure'));
  });

  it('says what to do when unsure or lost', async () => {
    for (const kind of ['unsure', 'out-of-domain'] as const) {
      const element = await mount('verdict-view', { verdict: verdictOf(kind) });
      expect(visibleText(element)).toMatch(/ask a person/);
    }
  });
});

describe('<probability-bars>', () => {
  it('gives every label its number in words', async () => {
    const element = await mount('probability-bars', {
      ranked: evidenceFor('unsure').ranked,
      line: 0.6,
    });
    expect(visibleText(element)).toContain('Grizzly bear 50 %');
    await expectAccessible(element);
  });
});

describe('<familiarity-plot>', () => {
  it('says the same in words and as a table', async () => {
    const { familiarity } = evidenceFor('out-of-domain');
    const element = await mount('familiarity-plot', { familiarity, heldOut: heldOutDistances });
    expect(visibleText(element)).toContain('Stranger than all 39 photos');
    findOne(element, 'details', HTMLDetailsElement).open = true;
    expect(visibleText(element)).toContain('0.600');
    await expectAccessible(element);
  });
});

describe('<confusion-matrix>', () => {
  it('is a table with headed rows and columns', async () => {
    const element = await mount('confusion-matrix', {
      labels: ['black', 'grizzly'],
      counts: [
        [9, 1],
        [2, 8],
      ],
    });
    expect(findAll(element.shadowRoot ?? element, 'th')).toHaveLength(4);
    await expectAccessible(element);
  });
});

describe('<threshold-controls>', () => {
  it('announces a moved line', async () => {
    const element = await mount('threshold-controls', {
      thresholds: ownThresholds(manifest),
      defaults: ownThresholds(manifest),
    });
    const slider = findOne(element, 'wa-slider', HTMLElement);
    const moved = nextEvent(element, 'thresholds-change');
    Object.assign(slider, { value: 80 });
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    expect((await moved).thresholds).toEqual({
      ...ownThresholds(manifest),
      confidence: 0.8,
    });
    await element.updateComplete;
    const reset = nextEvent(element, 'thresholds-reset');
    findOne(element, 'button', HTMLButtonElement).click();
    await reset;
    await expectAccessible(element);
  });

  it('moves by keyboard', async () => {
    const element = await mount('threshold-controls', { thresholds: ownThresholds(manifest) });
    const moved = nextEvent(element, 'thresholds-change');
    const slider = findOne(element, 'wa-slider', HTMLElement);
    await vi.waitFor(() => expect(slider.shadowRoot?.querySelector('[role=slider]')).toBeTruthy());
    slider.shadowRoot
      ?.querySelector('[role=slider]')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    expect((await moved).thresholds.confidence).toBeCloseTo(0.61);
  });

  it('has a line for the coverage where the model has sets, up to what they can promise', async () => {
    const lines = ownThresholds(manifest);
    const element = await mount('threshold-controls', { thresholds: lines, highestCoverage: 0.95 });
    const sliders = findAll(element.shadowRoot ?? element, 'wa-slider');
    expect(sliders).toHaveLength(3);
    const slider = sliders[2];
    if (!slider) throw new Error('no third line');
    expect([slider.getAttribute('min'), slider.getAttribute('max')]).toEqual(['80', '95']);
    const moved = nextEvent(element, 'thresholds-change');
    Object.assign(slider, { value: 85 });
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    expect((await moved).thresholds).toEqual({ ...lines, coverage: 0.85 });
    await expectAccessible(element);
  });

  it('has no second line where nobody can judge familiarity', async () => {
    const element = await mount('threshold-controls', { withoutFamiliarity: true });
    expect(findAll(element.shadowRoot ?? element, 'wa-slider')).toHaveLength(1);
    await expectAccessible(element);
  });
});

describe('<drop-zone>', () => {
  it('hands over what is dropped', async () => {
    const element = await mount('drop-zone', {}, 'Drop a photo');
    const transfer = new DataTransfer();
    transfer.items.add(new File(['x'], 'bear.jpg', { type: 'image/jpeg' }));
    const chosen = nextEvent(element, 'files-chosen');
    findOne(element, '.zone', HTMLElement).dispatchEvent(
      new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
    );
    expect((await chosen).files.map(({ name }) => name)).toEqual(['bear.jpg']);
    await expectAccessible(element);
  });

  it('takes nothing while disabled', async () => {
    const element = await mount('drop-zone', { disabled: true });
    const heard = vi.fn();
    element.addEventListener('files-chosen', heard);
    const transfer = new DataTransfer();
    transfer.items.add(new File(['x'], 'bear.jpg', { type: 'image/jpeg' }));
    findOne(element, '.zone', HTMLElement).dispatchEvent(
      new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
    );
    expect(heard).not.toHaveBeenCalled();
  });
});

describe('<label-correction>', () => {
  it('offers the other labels, and none of these', async () => {
    const element = await mount('label-correction', {
      labels: manifest.labels,
      from: 'grizzly bear',
    });
    findOne(element, 'details', HTMLDetailsElement).open = true;
    const options = findAll(element.shadowRoot ?? element, 'option').map((one) => one.textContent);
    expect(options).toEqual(['Black bear', 'Teddy bear', 'None of these']);
    await expectAccessible(element);
  });

  it('offers a search among many labels', async () => {
    const labels = Array.from({ length: 1000 }, (_, i) => `label ${i}`);
    const element = await mount('label-correction', { labels, from: '' });
    findOne(element, 'details', HTMLDetailsElement).open = true;
    expect(findAll(element.shadowRoot ?? element, 'input[list]')).toHaveLength(1);
    await expectAccessible(element);
  });
});

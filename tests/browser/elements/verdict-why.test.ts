import { describe, expect, it, vi } from 'vitest';
import type { Explanation } from '../../../src/core/occlusion/explanation';
import { ClassifierError } from '../../../src/core/errors';
import { ownThresholds } from '../../../src/core/thresholds';
import { decideVerdict, type Evidence } from '../../../src/core/verdict';
import type { ExplainPhoto } from '../../../src/elements/attention-map/attention-map';
import '../../../src/elements/verdict-view/verdict-view';
import '../../../src/elements/verdict-why/verdict-why';
import { evidenceFor, manifest } from '../../unit/services/stubs';
import { expectAccessible, findAll, findOne, mount, visibleText } from './support';

const thresholds = ownThresholds(manifest);
const kinds = ['match', 'unsure', 'out-of-domain'] as const;

function withScores(kind: (typeof kinds)[number]): Evidence {
  const evidence = evidenceFor(kind);
  const { familiarity } = evidence;
  if (!familiarity) throw new Error('the stub is familiar');
  return {
    ...evidence,
    familiarity: {
      ...familiarity,
      nearest: [
        { label: 'teddy bear', similarity: 0.7, row: 2 },
        { label: 'grizzly bear', similarity: 0.55, row: 0 },
      ],
      components: [
        { score: 'knn', part: 0, pValue: 0.025 },
        { score: 'energy', part: null, pValue: 0.4 },
      ],
    },
  };
}

const verdictOf = (kind: (typeof kinds)[number]) => decideVerdict(withScores(kind), thresholds);

const upperLeft: Explanation = {
  aim: { kind: 'label', label: 'grizzly bear' },
  map: {
    columns: 9,
    rows: 9,
    weights: Array.from({ length: 81 }, (_, cell) => (cell % 9 < 3 && cell < 27 ? 1 : 0)),
  },
  whole: 0.93,
  hidden: 0.12,
};
const nothingOdd: Explanation = {
  aim: { kind: 'unfamiliar' },
  map: null,
  whole: 0.5,
  hidden: null,
};

async function whiteView(): Promise<ImageBitmap> {
  const canvas = new OffscreenCanvas(18, 18);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, 18, 18);
  return createImageBitmap(canvas);
}

function lightAt(canvas: HTMLCanvasElement, x: number, y: number): number {
  const pixel = canvas
    .getContext('2d')
    ?.getImageData(x * canvas.width, y * canvas.height, 1, 1).data;
  return pixel?.[0] ?? NaN;
}

describe('<verdict-view>’s "Why?"', () => {
  it.each(kinds)('opens for %s, on demand, and is accessible', async (kind) => {
    const element = await mount('verdict-view', {
      verdict: verdictOf(kind),
      checked: 39,
      thresholds,
    });
    const details = findOne(element, 'details.why', HTMLDetailsElement);
    expect(findAll(element.shadowRoot ?? element, 'verdict-why')).toEqual([]);
    details.open = true;
    await vi.waitFor(() => expect(visibleText(element)).toContain('distance 0.30'));
    await expectAccessible(element);
  });

  it('is left out where there is little room', async () => {
    const element = await mount('verdict-view', { verdict: verdictOf('unsure'), compact: true });
    expect(findAll(element.shadowRoot ?? element, 'details.why')).toEqual([]);
  });
});

describe('<verdict-why>', () => {
  it('says what is odd, what gave it away, and what it was asked', async () => {
    const verdict = verdictOf('out-of-domain');
    const element = await mount('verdict-why', { verdict, thresholds, checked: 39 });
    expect(visibleText(element)).toContain(
      'It is odder than every one of the 39 photos the model was checked with. You are warned about the oddest 5 in 100',
    );
    expect(visibleText(element)).toContain('the distance to the nearest reference photos');
    expect(visibleText(element)).not.toContain('0.0250');
    findOne(element, 'details', HTMLDetailsElement).open = true;
    expect(visibleText(element)).toMatch(/knn .* 0\.0250 .*energy .* 0\.4000 .*together/);
    await expectAccessible(element);
  });

  it('says that two labels are close', async () => {
    const verdict = verdictOf('unsure');
    const element = await mount('verdict-why', { verdict, thresholds });
    expect(visibleText(element)).toContain(
      'The scores of two labels are close: grizzly bear has 50 %, black bear 50 %.',
    );
    expect(visibleText(element)).toContain('both labels have to stay possible');
  });

  it('says so when no label fits and there are no reference photos', async () => {
    const evidence = { ...evidenceFor('match'), familiarity: null };
    const ranked = evidence.ranked.map((one) => ({ ...one, setPValue: 0.01 }));
    const verdict = decideVerdict({ ...evidence, ranked }, thresholds);
    const element = await mount('verdict-why', { verdict, thresholds });
    expect(verdict.kind).toBe('out-of-domain');
    expect(visibleText(element)).toMatch(/No label fits it: even grizzly bear/);
  });

  it('shows pictures of reference photos by their row, and labels where there is none', async () => {
    const canvas = new OffscreenCanvas(8, 8);
    canvas.getContext('2d');
    const picture = await canvas.convertToBlob();
    const sources = {
      subject: 'bears/1',
      readPictures: () => Promise.resolve([null, null, picture]),
      explain: null,
    };
    const verdict = verdictOf('out-of-domain');
    const element = await mount('verdict-why', { verdict, thresholds, sources });
    await vi.waitFor(() => findOne(element, 'img', HTMLImageElement));
    const images = findAll(element.shadowRoot ?? element, 'img');
    expect(images.map((one) => one.getAttribute('alt'))).toEqual(['Reference photo: Teddy bear']);
    expect(visibleText(element)).toContain('Grizzly bear distance 0.45');
    await expectAccessible(element);
  });

  it('shows labels alone where pictures cannot be read', async () => {
    const readPictures = () => Promise.reject(new ClassifierError('storage-unavailable'));
    const element = await mount('verdict-why', {
      verdict: verdictOf('out-of-domain'),
      sources: { subject: 'bears/1', readPictures, explain: null },
    });
    expect(visibleText(element)).toContain('Teddy bear distance 0.30');
    expect(findAll(element.shadowRoot ?? element, 'img')).toEqual([]);
  });
});

describe('<attention-map>', () => {
  it('draws light where it mattered and says the same in words', async () => {
    const explain: ExplainPhoto = async (_labels, { onProgress }) => {
      onProgress(1, 2);
      return { explanations: [upperLeft, nothingOdd], view: await whiteView() };
    };
    const element = await mount('attention-map', { explain, labels: ['grizzly bear'] });
    await expectAccessible(element);
    findOne(element, 'button', HTMLButtonElement).click();
    await vi.waitFor(() => findOne(element, 'canvas', HTMLCanvasElement));
    await element.updateComplete;
    const canvas = findOne(element, 'canvas', HTMLCanvasElement);
    expect(lightAt(canvas, 0.15, 0.15)).toBe(255);
    expect(lightAt(canvas, 0.8, 0.8)).toBeLessThan(80);
    const says =
      'For “grizzly bear” the model went by mostly the upper left. With the outlined part hidden, the confidence in “grizzly bear” goes from 93 % to 12 %.';
    expect(canvas.getAttribute('aria-label')).toBe(`What the model saw. ${says}`);
    expect(findOne(element, '[role=status]', HTMLElement).textContent.trim()).toBe(says);
    await expectAccessible(element);

    findOne(element, 'input[type=checkbox]', HTMLInputElement).click();
    await element.updateComplete;
    expect(lightAt(canvas, 0.8, 0.8)).toBe(255);

    const radios = findAll(element.shadowRoot ?? element, 'input[type=radio]');
    (radios[1] as HTMLInputElement).click();
    await element.updateComplete;
    expect(visibleText(element)).toContain('No single part makes it unusual');
  });

  it('begins with what is unusual where that is the question', async () => {
    const explain: ExplainPhoto = async () => ({
      explanations: [upperLeft, nothingOdd],
      view: await whiteView(),
    });
    const element = await mount('attention-map', { explain, unusual: true });
    findOne(element, 'button', HTMLButtonElement).click();
    await vi.waitFor(() => expect(visibleText(element)).toContain('No single part makes it'));
  });

  it('can be cancelled, keeps the focus, and drops what comes too late', async () => {
    const view = await whiteView();
    let settle: () => void = () => undefined;
    let signal: AbortSignal | undefined;
    const explain: ExplainPhoto = (_labels, options) => {
      signal = options.signal;
      return new Promise((resolve) => {
        settle = () => resolve({ explanations: [upperLeft], view });
      });
    };
    const element = await mount('attention-map', { explain });
    const start = findOne(element, 'button', HTMLButtonElement);
    start.focus();
    start.click();
    await element.updateComplete;
    await expectAccessible(element);
    await vi.waitFor(() =>
      expect(element.shadowRoot?.activeElement?.textContent).toContain('Cancel'),
    );
    findOne(element, 'button', HTMLButtonElement).click();
    await vi.waitFor(() =>
      expect(element.shadowRoot?.activeElement?.textContent).toContain('Show what'),
    );
    expect(signal?.aborted).toBe(true);
    settle();
    // Closed pictures are empty.
    await vi.waitFor(() => expect(view.width).toBe(0));
    expect(findAll(element.shadowRoot ?? element, 'canvas')).toEqual([]);
  });

  it('says what went wrong and can be tried again; another photo begins anew', async () => {
    const explain: ExplainPhoto = () => Promise.reject(new ClassifierError('engine-stopped'));
    const element = await mount('attention-map', { explain, subject: 'bears/1' });
    findOne(element, 'button', HTMLButtonElement).click();
    await vi.waitFor(() => findOne(element, '[role=alert]', HTMLElement));
    await expectAccessible(element);
    element.subject = 'bears/2';
    await element.updateComplete;
    expect(findAll(element.shadowRoot ?? element, '[role=alert]')).toEqual([]);
  });
});

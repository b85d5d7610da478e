import { describe, expect, it, vi } from 'vitest';
import type { ReliabilityBin } from '../../../src/core/manifest';
import '../../../src/elements/figure-table/figure-table';
import '../../../src/elements/interval-plot/interval-plot';
import '../../../src/elements/markdown-text/markdown-text';
import '../../../src/elements/reliability-diagram/reliability-diagram';
import { expectAccessible, findAll, findOne, mount, visibleText } from './support';

const bins: ReliabilityBin[] = [
  {
    photos: 20,
    from: 0.5,
    to: 0.8,
    confidence: 0.7,
    accuracy: { value: 0.4, low: 0.22, high: 0.61 },
  },
  {
    photos: 20,
    from: 0.8,
    to: 1,
    confidence: 0.93,
    accuracy: { value: 0.95, low: 0.76, high: 0.99 },
  },
];

/** The colours of a plot's pixels that are not see-through. */
function readPixels(canvas: HTMLCanvasElement): Set<string> {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no context');
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set<string>();
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] === 255) colours.add(data.subarray(i, i + 3).join(','));
  }
  return colours;
}

describe('<reliability-diagram>', () => {
  it('says in words and as a table what it draws', async () => {
    const element = await mount('reliability-diagram', { bins });
    expect(visibleText(element)).toContain('claims too much in 1 of 2 groups');
    findOne(element, 'details', HTMLDetailsElement).open = true;
    expect(visibleText(element)).toMatch(
      /50\.0 to 80\.0 %\s*20\s*70\.0 %\s*40\.0 % \(22\.0 to 61\.0\)/,
    );
    await expectAccessible(element);
  });

  it('draws nothing without bins', async () => {
    const element = await mount('reliability-diagram', { bins: [] });
    expect(visibleText(element)).toBe('');
  });
});

describe('<interval-plot>', () => {
  const points = bins.map(({ confidence, accuracy }) => ({ at: confidence, measured: accuracy }));
  const given = { points, across: 'Confidence', upwards: 'Right', name: 'A plot' };

  it('follows the width it is given, and is gone when it is taken off the page', async () => {
    const element = await mount('interval-plot', given);
    const canvas = () => findOne(element, 'canvas', HTMLCanvasElement);
    await vi.waitFor(() => expect(canvas().clientWidth).toBeGreaterThan(300));
    element.style.width = '260px';
    await vi.waitFor(() => expect(canvas().clientWidth).toBe(260));
    await expectAccessible(element);
    element.remove();
    expect(findAll(element.renderRoot, 'canvas')).toEqual([]);
    document.body.append(element);
    await vi.waitFor(() => expect(canvas().clientWidth).toBe(260));
  });

  it('is drawn anew in the colours of the other theme', async () => {
    document.documentElement.dataset['appearance'] = 'light';
    const element = await mount('interval-plot', given);
    const canvas = () => findOne(element, 'canvas', HTMLCanvasElement);
    const moss = { light: '35,98,63', dark: '134,207,160' };
    await vi.waitFor(() => expect(readPixels(canvas())).toContain(moss.light));
    document.documentElement.dataset['appearance'] = 'dark';
    await vi.waitFor(() => expect(readPixels(canvas())).toContain(moss.dark));
    expect(readPixels(canvas())).not.toContain(moss.light);
    delete document.documentElement.dataset['appearance'];
  });
});

describe('<figure-table>', () => {
  it('is a table with named rows and columns that can be reached by keyboard', async () => {
    const content = { caption: 'Figures', columns: ['Label', 'Found'], rows: [['a', '90.0 %']] };
    const element = await mount('figure-table', { content });
    expect(findOne(element, 'th[scope=row]', HTMLTableCellElement).textContent).toBe('a');
    expect(findOne(element, '[role=region]', HTMLElement).tabIndex).toBe(0);
    await expectAccessible(element);
  });
});

describe('<markdown-text>', () => {
  it('sets headings, lists and tables, and lets no markup through', async () => {
    const text =
      '# Bears\n\n<img src=x onerror=alert(1)> [link](https://example.org)\n\n- one\n\n## More\n\n| | n |\n| --- | ---: |\n| a | 3 |\n';
    const element = await mount('markdown-text', { text, level: 2 });
    expect(findOne(element, 'h2', HTMLHeadingElement).textContent).toBe('Bears');
    expect(findOne(element, 'h3', HTMLHeadingElement).textContent).toBe('More');
    expect(findAll(element.renderRoot, 'img, a')).toEqual([]);
    expect(visibleText(element)).toContain('<img src=x onerror=alert(1)>');
    await expectAccessible(element);
  });
});

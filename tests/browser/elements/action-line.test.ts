import { describe, expect, it } from 'vitest';
import '../../../src/elements/action-line/action-line';
import '../../../src/elements/confusion-matrix/confusion-matrix';
import type { ActionPlan } from '../../../src/core/actions/action-plan';
import { decideVerdict } from '../../../src/core/verdict';
import { expectAccessible, findAll, findOne, mount, nextEvent, visibleText } from './support';

const labels = ['grizzly', 'black bear'];
const plan: ActionPlan = {
  objective: 'Keep hikers safe',
  labels: ['Call the ranger', 'Make noise'],
  ask: 'Ask the warden',
  costs: [
    [0, 20],
    [1, 0],
  ],
  askCost: 0.5,
};

function judge(grizzly: number, pValue = 0.5) {
  const ranked = [
    { label: 'grizzly', probability: grizzly, setPValue: null },
    { label: 'black bear', probability: 1 - grizzly, setPValue: null },
  ].sort((a, b) => b.probability - a.probability);
  return decideVerdict(
    { ranked, unrankedSetPValues: [], familiarity: { pValue, distance: 0, nearest: [] } },
    { confidence: 0.5, falseAlarmRate: 0.05, coverage: 0.9 },
  );
}

describe('action-line', () => {
  it('says what to do about a sure label', async () => {
    const line = await mount('action-line', { verdict: judge(0.97), plan, labels });
    expect(visibleText(line)).toContain('Grizzly: call the ranger');
    await expectAccessible(line);
  });

  it('plays safe where a mistake is dear, and says so', async () => {
    const line = await mount('action-line', {
      verdict: judge(0.08),
      plan: { ...plan, askCost: 5 },
      labels,
    });
    expect(visibleText(line)).toContain('Grizzly: call the ranger');
    expect(visibleText(line)).toContain('Black bear is more likely');
  });

  it('hands a photo out of domain to a person, whatever it sounds like', async () => {
    const line = await mount('action-line', { verdict: judge(0.99, 0.01), plan, labels });
    expect(visibleText(line)).toContain('Ask the warden');
    expect(visibleText(line)).not.toContain('ranger: ');
    await expectAccessible(line);
  });

  it('lets a person decide otherwise, and take it back', async () => {
    const line = await mount('action-line', { verdict: judge(0.97), plan, labels });
    const select = findOne(line, 'select', HTMLSelectElement);
    const chosen = nextEvent(line, 'action-chosen');
    select.value = 'Make noise';
    select.dispatchEvent(new Event('change'));
    expect((await chosen).action).toBe('Make noise');
    line.chosen = 'Make noise';
    await line.updateComplete;
    expect(visibleText(line)).toContain('You decided so');
    await expectAccessible(line);
    const back = nextEvent(line, 'action-chosen');
    findOne(line, 'button', HTMLButtonElement).click();
    expect((await back).action).toBe('');
  });

  it('goes by the label that a person gave', async () => {
    const verdict = judge(0.97);
    const line = await mount('action-line', { verdict, plan, labels, correctedTo: 'black bear' });
    expect(visibleText(line)).toContain('Make noise');
    line.correctedTo = 'none of these';
    await line.updateComplete;
    expect(visibleText(line)).toContain('Ask the warden');
  });
});

describe('confusion-matrix', () => {
  const counts = [
    [7, 2],
    [0, 9],
  ];

  it('opens cells that have photos', async () => {
    const matrix = await mount('confusion-matrix', { labels, counts, openable: true });
    await expectAccessible(matrix);
    const buttons = findAll(matrix.shadowRoot ?? matrix, 'button');
    expect(buttons.map((one) => one.getAttribute('aria-label'))).toEqual([
      '7 photos: grizzly, told rightly',
      '2 photos: grizzly, taken for black bear',
      '9 photos: black bear, told rightly',
    ]);
    const opened = nextEvent(matrix, 'cell-opened');
    if (buttons[1] instanceof HTMLButtonElement) buttons[1].click();
    expect(await opened).toMatchObject({ truth: 0, answer: 1 });
  });

  it('is a plain table where nothing can be opened', async () => {
    const matrix = await mount('confusion-matrix', { labels, counts });
    expect(findAll(matrix.shadowRoot ?? matrix, 'button')).toHaveLength(0);
  });
});

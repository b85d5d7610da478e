import { describe, expect, it, vi } from 'vitest';
import '../../../src/app/models/card/model-card-page';
import type { AppServices } from '../../../src/app/services';
import type { Evaluation, Manifest } from '../../../src/core/manifest';
import { manifest as stub } from '../../unit/services/stubs';
import { expectAccessible, findAll, mount, visibleText } from '../elements/support';

const interval = (value: number) => ({ value, low: value - 0.05, high: Math.min(1, value + 0.05) });
const pair = { before: interval(0.2), after: interval(0.1) };
const bin = { photos: 30, from: 0.6, to: 0.9, confidence: 0.8, accuracy: interval(0.82) };

const evaluation: Evaluation = {
  data: 'forty photos made up for this test.',
  photos: 40,
  accuracy: interval(0.875),
  confusion: stub.labels.map((_, truth) =>
    stub.labels.map((__, answer) => (truth === answer ? 9 : 1)),
  ),
  calibrationError: { before: 0.2, after: 0.1 },
  calibrationScores: { calibrationError: pair, brier: pair, logLoss: pair },
  reliability: { before: [bin], after: [bin] },
  coverage: interval(0.91),
  meanSetSize: 1.3,
  sets: [0.8, 0.9, 0.95].map((coverage) => ({
    coverage,
    covered: interval(coverage + 0.01),
    meanSize: interval(1.3),
  })),
  falseAlarms: interval(0.06),
  outOfDomain: [{ data: 'Garments', photos: 50, auroc: 0.98, warned: 0.9 }],
  notes: ['A note of the maker.'],
};

/** A page's services, as far as the card needs them. */
function servicesWith(manifest: Manifest, coverage = 0.9): AppServices {
  const entry = { id: manifest.id, kind: 'built-in', manifest, problem: null, manifestUrl: '' };
  const observable = { subscribe: () => () => undefined };
  return {
    library: {
      ...observable,
      entries: [entry],
      find: (id: string) => (id === entry.id ? entry : null),
    },
    session: { ...observable, state: { status: 'idle' } },
    settings: {
      ...observable,
      current: { thresholds: { [manifest.id]: { coverage } } },
    },
  } as unknown as AppServices;
}

describe('model-card-page', () => {
  it('shows what to do, from when, and what a mistake costs', async () => {
    const costs = stub.labels.map((_, truth) => stub.labels.map((__, said) => +(truth !== said)));
    const labels = stub.labels.map((_, i) => (i === 0 ? 'Call the ranger' : ''));
    const plan = { objective: 'Nobody is hurt.', labels, ask: 'Ask Ann', costs, askCost: 0.25 };
    const manifest: Manifest = { ...stub, actions: plan };
    const page = await mount('model-card-page', {
      services: servicesWith(manifest),
      model: manifest.id,
    });
    const text = visibleText(page);
    // Asking costs a quarter of a mistake: acting is cheaper where that is less likely.
    for (const said of ['Nobody is hurt.', 'Call the ranger', 'from 75 %', 'Ask Ann']) {
      expect(text).toContain(said);
    }
    await expectAccessible(page);
  });

  it('shows every figure of the manifest with its interval', async () => {
    const manifest: Manifest = { ...stub, evaluation };
    const page = await mount('model-card-page', {
      services: servicesWith(manifest, 0.95),
      model: manifest.id,
    });
    const text = visibleText(page);
    for (const said of [
      'right on 40 photos, however sure (95 % interval 82.5 % to 92.5 %) 87.5 %',
      'false alarms, asked for: at most 5.0 % (95 % interval 1.0 % to 11.0 %) 6.0 %',
      // At the coverage that this user chose.
      'of its sets held the right label where 95 % was asked for; 1.30 labels in a set 96.0 %',
      'Garments',
      'A note of the maker.',
      'measured on 40 photos only',
    ]) {
      expect(text).toContain(said);
    }
    expect(findAll(page.renderRoot, 'reliability-diagram, confusion-matrix')).toHaveLength(2);
    await expectAccessible(page);
  });

  it('opens for a manifest of before, and says what was not measured', async () => {
    const { calibrationScores: _a, reliability: _b, sets: _c, ...old } = evaluation;
    const manifest: Manifest = { ...stub, evaluation: old };
    const page = await mount('model-card-page', {
      services: servicesWith(manifest),
      model: manifest.id,
    });
    expect(visibleText(page)).toContain('was not measured when this model was made');
    expect(findAll(page.renderRoot, 'reliability-diagram')).toEqual([]);
    await expectAccessible(page);
  });

  it('says so plainly when nothing was ever measured', async () => {
    const manifest: Manifest = { ...stub, evaluation: null, detector: null, calibration: null };
    const page = await mount('model-card-page', {
      services: servicesWith(manifest),
      model: manifest.id,
    });
    await vi.waitFor(() => expect(visibleText(page)).toContain('Nobody has measured'));
    expect(visibleText(page)).toContain('It cannot warn');
    await expectAccessible(page);
  });

  it('says when there is no such model', async () => {
    const page = await mount('model-card-page', { services: servicesWith(stub), model: 'gone' });
    expect(visibleText(page)).toContain('There is no such model here');
    await expectAccessible(page);
  });
});

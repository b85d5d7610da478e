import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseLeastCost, expectCosts } from '../../../../src/core/actions/action-plan';
import { findActingThresholds } from '../../../../src/core/actions/acting-thresholds';
import { advise } from '../../../../src/core/actions/advise';
import { measurePlan } from '../../../../src/core/actions/measure-plan';
import { parseManifest } from '../../../../src/core/manifest';
import { emptyDecision } from '../../../../src/core/studio/decision';
import { findCost, planActions, setCost } from '../../../../src/core/studio/plan-actions';
import { decideVerdict, type Evidence } from '../../../../src/core/verdict';
import { manifest } from '../../services/stubs';

const labels = ['grizzly', 'black', 'teddy'];
/** Missing a grizzly costs 20; the rest 1. */
const plan = {
  objective: 'Keep hikers safe',
  labels: ['Call the ranger', 'Make noise', 'Pick it up'],
  ask: 'Ask the warden',
  costs: [
    [0, 20, 20],
    [1, 0, 1],
    [1, 1, 0],
  ],
  askCost: 0.6,
};

function judge(probabilities: number[], pValue = 0.5, ranked = 3) {
  const evidence: Evidence = {
    ranked: probabilities
      .map((probability, i) => ({ label: labels[i] ?? '', probability, setPValue: null }))
      .sort((a, b) => b.probability - a.probability)
      .slice(0, ranked),
    unrankedSetPValues: [],
    familiarity: { pValue, distance: 0, nearest: [] },
  };
  return decideVerdict(evidence, { confidence: 0.5, falseAlarmRate: 0.05, coverage: 0.9 });
}

describe('expected costs', () => {
  it('weighs each mistake by its chance', () => {
    // By hand: acting on grizzly costs 0.1 × 0 + 0.6 × 1 + 0.3 × 1; on black 0.1 × 20 + 0.3 × 1.
    const costs = expectCosts([0.1, 0.6, 0.3], plan.costs);
    expect(costs[0]).toBeCloseTo(0.9);
    expect(costs[1]).toBeCloseTo(2.3);
    expect(costs[2]).toBeCloseTo(2.6);
    expect(chooseLeastCost([0.1, 0.6, 0.3], plan)).toEqual({ said: null, cost: 0.6 });
  });

  it('asks a person where that costs the same', () => {
    const even = {
      costs: [
        [0, 1],
        [1, 0],
      ],
      askCost: 0.5,
    };
    expect(chooseLeastCost([0.5, 0.5], even)).toEqual({ said: null, cost: 0.5 });
  });
});

describe('findActingThresholds', () => {
  it('is Elkan’s threshold for two labels', () => {
    // Elkan 2001, equation 2: p* = (c10 - c00) / (c10 - c00 + c01 - c11) = 1 / (1 + 9).
    const costs = [
      [0, 1],
      [9, 0],
    ];
    const found = findActingThresholds({ costs, askCost: Infinity });
    expect(found[1]).toBeCloseTo(0.1);
    expect(found[0]).toBeCloseTo(0.9);
  });

  it('agrees with a search over all probabilities', () => {
    // A separate NumPy search of a grid of 1/400 found 0.9225, 0.3975 and 0.7975 as the last places
    // where another action is cheaper.
    const found = findActingThresholds({
      costs: [
        [0, 1, 1],
        [8, 0, 2],
        [1, 0.5, 0],
      ],
      askCost: 0.6,
    });
    expect(found[0]).toBeCloseTo(0.925);
    expect(found[1]).toBeCloseTo(0.4);
    expect(found[2]).toBeCloseTo(0.8);
  });

  it('says when nobody would ever act', () => {
    const costs = [
      [2, 1],
      [1, 0],
    ];
    expect(findActingThresholds({ costs, askCost: 1.5 })[0]).toBeNull();
  });

  it('is where acting becomes the cheapest, whatever the rest may be', () => {
    const cost = fc.integer({ min: 0, max: 10 });
    const three = fc.array(fc.array(cost, { minLength: 3, maxLength: 3 }), {
      minLength: 3,
      maxLength: 3,
    });
    const shares = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(2));
    fc.assert(
      fc.property(three, cost, shares, (drawn, askCost, [share, label]) => {
        const costs = drawn.map((row, i) => row.map((one, j) => (i === j ? 0 : one)));
        const threshold = findActingThresholds({ costs, askCost })[label] ?? null;
        expect(threshold).not.toBeNull();
        const top = Math.min(1, (threshold ?? 1) + 1e-9);
        const others = [0, 1, 2].filter((one) => one !== label);
        const chances = [0, 0, 0];
        chances[label] = top;
        others.forEach((one, i) => (chances[one] = (1 - top) * (i === 0 ? share : 1 - share)));
        const expected = expectCosts(chances, costs);
        const least = Math.min(askCost, ...expected);
        expect(expected[label] ?? NaN).toBeLessThanOrEqual(least + 1e-6);
      }),
    );
  });
});

describe('advise', () => {
  it('acts on a sure label', () => {
    const advice = advise(judge([0.99, 0.005, 0.005]), labels, plan);
    expect(advice).toMatchObject({ kind: 'act', label: 'grizzly', action: 'Call the ranger' });
    expect(advice).toMatchObject({ isPrecaution: false });
  });

  it('acts on a less probable label where missing it would be dear', () => {
    // Black is the top label, but acting on it risks 0.05 × 20 = 1 against 0.95 × 1 for grizzly.
    const advice = advise(judge([0.05, 0.94, 0.01]), labels, { ...plan, askCost: 2 });
    expect(advice).toMatchObject({ kind: 'act', label: 'grizzly', isPrecaution: true });
  });

  it('asks where every action may cost more than asking', () => {
    expect(advise(judge([0.3, 0.6, 0.1]), labels, plan)).toEqual({
      kind: 'ask',
      action: 'Ask the warden',
      reason: 'cost',
    });
  });

  it('always asks about a photo out of domain, however sure it sounds', () => {
    expect(advise(judge([0.99, 0.005, 0.005], 0.01), labels, plan)).toMatchObject({
      kind: 'ask',
      reason: 'out-of-domain',
    });
  });

  it('takes what is not ranked for the worst that it may be', () => {
    // 0.08 is not ranked and may be the grizzly: acting on black may cost 0.08 × 20.
    const advice = advise(judge([0.08, 0.92, 0], 0.5, 1), labels, plan);
    expect(advice).toMatchObject({ kind: 'ask', reason: 'cost' });
  });

  it('keeps chances that add up to more than one in proportion', () => {
    const advice = advise(judge([0.9, 0.9, 0]), labels, { ...plan, askCost: 5 });
    // Half and half: acting on grizzly costs 0.5.
    expect(advice).toMatchObject({ kind: 'act', label: 'grizzly' });
    expect(advice.kind === 'act' ? advice.cost : NaN).toBeCloseTo(0.5);
  });
});

describe('planActions', () => {
  const ids = [{ id: 'g' }, { id: 'b' }];

  it('is nothing until somebody says what to do', () => {
    expect(planActions(emptyDecision, ids)).toBeNull();
    expect(planActions({ ...emptyDecision, actions: { g: '  ' } }, ids)).toBeNull();
  });

  it('follows the model’s order of labels, with the usual cost where none was given', () => {
    const decision = setCost(
      { ...emptyDecision, objective: ' Safe ', actions: { b: 'Make noise', gone: 'x' } },
      { truth: 'g', said: 'b', cost: 20 },
    );
    expect(planActions(decision, ids)).toEqual({
      objective: 'Safe',
      labels: ['', 'Make noise'],
      ask: 'Ask a person',
      costs: [
        [0, 20],
        [1, 0],
      ],
      askCost: 0.3,
    });
    const again = setCost(decision, { truth: 'g', said: 'b', cost: 3 });
    expect(again.mistakes).toHaveLength(1);
    expect(findCost(again, 'g', 'b')).toBe(3);
    expect(findCost(again, 'b', 'g')).toBe(1);
    expect(findCost(again, 'b', 'b')).toBe(0);
  });
});

describe('measurePlan', () => {
  it('compares the plan with always acting and always asking', () => {
    const photos = [
      { truth: 0, probabilities: [0.9, 0.05, 0.05] },
      { truth: 0, probabilities: [0.3, 0.6, 0.1] },
      { truth: 1, probabilities: [0.001, 0.998, 0.001] },
    ];
    const figures = measurePlan(photos, plan);
    // Acts on grizzly (right), asks, acts on black (right): 0.6 / 3. Always the top label misses a
    // grizzly once: 20 / 3.
    expect(figures.byPlan).toBeCloseTo(0.2);
    expect(figures.byLabel).toBeCloseTo(20 / 3);
    expect(figures.byAsking).toBe(0.6);
    expect(figures).toMatchObject({ asked: 1, precautions: 0 });
  });
});

describe('a manifest with actions', () => {
  const own = manifest.labels.map(() => 0);
  const actions = {
    objective: '',
    labels: manifest.labels.map((label) => `Do ${label}`),
    ask: 'Ask',
    costs: manifest.labels.map(() => own),
    askCost: 0.3,
  };

  it('opens with and without them', () => {
    expect(parseManifest(manifest).actions).toBeUndefined();
    expect(parseManifest({ ...manifest, actions }).actions).toEqual(actions);
  });

  it('is refused when a label has none, or a cost is below 0', () => {
    const short = { ...actions, labels: actions.labels.slice(1) };
    const negative = { ...actions, askCost: -1 };
    const ragged = { ...actions, costs: [[], ...actions.costs.slice(1)] };
    for (const broken of [short, negative, ragged]) {
      expect(() => parseManifest({ ...manifest, actions: broken })).toThrow(
        expect.objectContaining({ code: 'model-manifest-invalid' }),
      );
    }
  });
});

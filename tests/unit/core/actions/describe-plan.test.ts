import { describe, expect, it } from 'vitest';
import { tabulatePlan, writePlanSection } from '../../../../src/core/actions/describe-plan';

const labels = ['Grizzly', 'Teddy | bear'];
/** A grizzly taken for a teddy costs 9, the other way round 1, asking 0.5. */
const plan = {
  objective: 'Nobody is hurt.',
  labels: ['Call the ranger', ''],
  ask: 'Ask a person',
  costs: [
    [0, 9],
    [1, 0],
  ],
  askCost: 0.5,
};

describe('tabulatePlan', () => {
  it('says from when each action is the cheapest, and what its worst mistake costs', () => {
    // Against asking: 1 − p < .5 for the ranger; 9 (1 − p) < .5, so p > 1 − .5 / 9, for the teddy.
    expect(tabulatePlan(plan, labels).rows).toEqual([
      ['Grizzly', 'Call the ranger', 'from 50 %', 'costs 1, when it is Teddy | bear'],
      ['Teddy | bear', 'nothing said', 'from 94 %', 'costs 9, when it is Grizzly'],
    ]);
  });

  it('says where no mistake costs anything, and where it never acts', () => {
    const free = {
      ...plan,
      costs: [
        [0, 0],
        [0, 0],
      ],
      askCost: 0,
    };
    expect(tabulatePlan(free, labels).rows[0]?.[3]).toBe('costs nothing');
    const dear = {
      ...plan,
      costs: [
        [3, 0],
        [0, 0],
      ],
    };
    expect(tabulatePlan(dear, labels).rows[0]?.[2]).toBe('never');
  });
});

describe('writePlanSection', () => {
  const card = '# Bears\n\n## Licence\n\nMIT\n';

  it('adds the plan, exchanges it, and takes it out again', () => {
    const first = writePlanSection(card, plan, labels);
    expect(
      first.startsWith('# Bears\n\n## Licence\n\nMIT\n\n## What to do\n\nNobody is hurt.'),
    ).toBe(true);
    expect(first).toContain('| Teddy \\| bear | nothing said | from 94 % |');
    const second = writePlanSection(first, { ...plan, objective: 'Else.' }, labels);
    expect(second).toContain('Else.');
    expect(second).not.toContain('Nobody is hurt.');
    expect(second.match(/## What to do/g)).toHaveLength(1);
    expect(writePlanSection(second, null, labels)).toBe(card);
  });

  it('leaves the sections around an earlier plan as they are', () => {
    const between = '# Bears\n\n## What to do\n\nOld.\n\n## Licence\n\nMIT\n';
    expect(writePlanSection(between, null, labels)).toBe(card);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contract, Fact } from '../../../src/core/contract';
import { usualScales } from '../../../src/core/scale';
import {
  findHopeful,
  judgeTrials,
  measureMargin,
  type Trial,
  rateMargin,
} from '../../../src/core/doctor';
import type { Fit } from '../../../src/core/fit';
import { createRandom } from '../../../src/core/random';

function contractWith(fit: Fact<Fit>): Contract {
  return {
    labels: { value: ['a', 'b', 'c'], from: 'read' },
    size: { value: { width: 8, height: 8 }, from: 'read' },
    fit,
    channels: { value: 'rgb', from: 'read' },
    layout: { value: 'nhwc', from: 'read' },
    scale: { value: usualScales['-1…1'], from: 'read' },
    orientation: { value: 'upright', from: 'read' },
    output: { value: 'logits', from: 'measured' },
  };
}

const guessed = contractWith({ value: 'crop', from: 'guess' });

function trialOf(fit: Fit, losses: readonly number[]): Trial {
  return {
    preparation: { fit, scale: usualScales['-1…1'], channels: 'rgb', orientation: 'upright' },
    losses,
    accuracy: 1,
  };
}

/** Nine losses around a mean, the same bumps for all. */
function around(mean: number, bump = 0.1): number[] {
  return Array.from({ length: 9 }, (_, i) => mean + (i % 3) * bump);
}

describe('measureMargin', () => {
  it('gives the paired mean and its standard error', () => {
    const { mean, standardError } = measureMargin([1, 1, 1, 1], [2, 3, 2, 3]);
    expect(mean).toBe(1.5);
    // Differences 1, 2, 1, 2: standard deviation √(1/3), over √4.
    expect(standardError).toBeCloseTo(Math.sqrt(1 / 3) / 2, 12);
  });

  it('is not fooled by how hard the photos are, only by how the two differ', () => {
    const hard = [0, 5, 1, 9, 2, 7, 3, 8, 0];
    expect(
      measureMargin(
        hard,
        hard.map((loss) => loss + 0.3),
      ).words,
    ).toBe('clear');
  });

  it('does not call five photos clear, nor a lead that chance explains', () => {
    expect(measureMargin([0, 0, 0, 0, 0], [1, 1, 1, 1, 1]).words).toBe('slight');
    const even = around(1);
    expect(measureMargin(even, even).words).toBe('none');
    const odd = even.map((loss, i) => loss + (i === 0 ? 2 : 0));
    expect(measureMargin(even, odd).words).not.toBe('clear');
  });

  it('compares on the photos that both were tried on', () => {
    expect(measureMargin([1, 1, 1], [2, 2]).mean).toBe(1);
  });
});

describe('judgeTrials', () => {
  it('finds the best and marks it measured where that is clear', () => {
    const trials = [trialOf('crop', around(1)), trialOf('pad', around(0.2)), trialOf('squish', around(0.9))]; // prettier-ignore
    const { found, contract, tried, margin, parts } = judgeTrials(guessed, trials, 'labelled');
    expect(found.fit).toBe('pad');
    expect(contract.fit).toEqual({ value: 'pad', from: 'measured' });
    expect(contract.scale).toEqual(guessed.scale);
    expect(tried.map(({ preparation }) => preparation.fit)).toEqual(['pad', 'squish', 'crop']);
    expect(margin?.mean).toBeCloseTo(0.7, 12);
    expect(parts).toEqual([expect.objectContaining({ part: 'fit' })]);
  });

  it('takes the most probable way where photos cannot tell, as a guess with its probability', () => {
    // 0.1 nats a photo, but by chance: on six photos of nine it is the other way round.
    const crop = around(1);
    const squish = crop.map((loss, i) => loss + (i % 3 === 0 ? -0.8 : 0.25));
    const trials = [trialOf('crop', crop), trialOf('squish', squish)];
    const { found, contract, notes, parts } = judgeTrials(guessed, trials, 'labelled');
    expect(parts[0]?.margin.words).toBe('none');
    expect(found.fit).toBe('squish');
    expect(contract.fit).toEqual({ value: 'squish', from: 'guess' });
    // Differences of 0.8 and twice as many of -0.25: a mean of 0.1 with a standard error of 0.175.
    // The normal distribution has .716 below 0.1 / 0.175.
    expect(parts[0]?.probability).toBeCloseTo(0.716, 1);
    expect(parts[0]?.probability).toBeCloseTo(1 / (1 + Math.exp((-1.702 * 0.1) / 0.175)), 4);
    expect(notes.join()).toContain('cannot tell the fit');
    const maker = contractWith({ value: 'crop', from: 'maker' });
    expect(judgeTrials(maker, trials, 'labelled').contract).toEqual(maker);
  });

  it('leaves the contract alone where photos without labels cannot tell', () => {
    const even = around(1);
    const trials = [trialOf('crop', even), trialOf('pad', even.map((loss) => loss - 0.001))]; // prettier-ignore
    const { contract, parts } = judgeTrials(guessed, trials, 'unlabelled');
    expect(contract).toEqual(guessed);
    expect(parts[0]?.probability).toBeNull();
  });

  it('lets a guess yield to a slight margin, and a habit of the maker only to a clear one', () => {
    const wide = [0.9, -0.6, 0.9, -0.5, 0.8, -0.4, 0.9, -0.5, 0.9];
    const worse = trialOf('crop', wide.map((loss) => 1 + loss)); // prettier-ignore
    const better = trialOf('pad', wide.map(() => 1)); // prettier-ignore
    expect(measureMargin(better.losses, worse.losses).words).toBe('slight');
    const guess = judgeTrials(guessed, [worse, better], 'labelled');
    expect(guess.contract.fit).toEqual({ value: 'pad', from: 'guess' });
    const maker = contractWith({ value: 'crop', from: 'maker' });
    expect(judgeTrials(maker, [worse, better], 'labelled').contract).toEqual(maker);
    const beaten = [trialOf('crop', around(2)), trialOf('pad', around(0.1))];
    expect(judgeTrials(maker, beaten, 'labelled').contract.fit).toEqual({
      value: 'pad',
      from: 'measured',
    });
  });

  it('never calls anything measured without labels, and says why', () => {
    const trials = [trialOf('crop', around(1)), trialOf('pad', around(0))];
    const { contract, notes } = judgeTrials(guessed, trials, 'unlabelled');
    expect(contract.fit).toEqual({ value: 'pad', from: 'guess' });
    expect(notes[0]).toContain('no labels');
  });

  it('says so when even the best is mostly wrong', () => {
    const trial = { ...trialOf('crop', around(3)), accuracy: 0.1 };
    expect(judgeTrials(guessed, [trial], 'labelled').notes.join()).toContain(
      'Check that the labels',
    );
  });

  it('does not care in which order photos and ways come', () => {
    const losses = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), {
      minLength: 9,
      maxLength: 9,
    });
    fc.assert(
      fc.property(losses, losses, losses, fc.integer(), (a, b, c, seed) => {
        const order = createRandom(seed).shuffle([0, 1, 2, 3, 4, 5, 6, 7, 8]);
        const mix = (row: number[]) => order.map((i) => row[i] ?? NaN);
        const plain = [trialOf('crop', a), trialOf('pad', b), trialOf('squish', c)];
        const mixed = [trialOf('squish', mix(c)), trialOf('crop', mix(a)), trialOf('pad', mix(b))];
        const one = judgeTrials(guessed, plain, 'labelled');
        const other = judgeTrials(guessed, mixed, 'labelled');
        const [first, second] = one.tried;
        // Exact ties and rounding at the very edge of a margin have no order to keep.
        fc.pre(Math.abs((first?.loss ?? 0) - (second?.loss ?? 0)) > 1e-9);
        expect(other.tried[0]?.preparation).toEqual(first?.preparation);
        for (const { loss, behind } of other.tried) {
          expect(Number.isFinite(loss) && Number.isFinite(behind.mean)).toBe(true);
          expect(behind.mean).toBeGreaterThanOrEqual(-1e-12);
        }
      }),
    );
  });
});

describe('findHopeful', () => {
  it('gives up what is far behind after six photos, never the best', () => {
    const trials = [
      trialOf('crop', [0.1, 0.2, 0.1, 0.2, 0.1, 0.2]),
      trialOf('pad', [0.2, 0.2, 0.2, 0.2, 0.2, 0.2]),
      trialOf('squish', [2, 2.2, 2.1, 1.9, 2, 2.1]),
    ];
    expect(findHopeful(trials)).toEqual([true, true, false]);
    const early = trials.map((trial) => ({ ...trial, losses: trial.losses.slice(0, 5) }));
    expect(findHopeful(early)).toEqual([true, true, true]);
  });

  it('ranks what was given up behind what was not, even if it began well', () => {
    const trials = [trialOf('crop', around(1)), trialOf('pad', [0.1, 0.1, 0.1, 0.1, 0.1])];
    expect(judgeTrials(guessed, trials, 'labelled').tried[0]?.preparation.fit).toBe('crop');
  });
});

describe('rateMargin', () => {
  it.each([
    // Standard normal distribution, from tables.
    [0, 0.5],
    [1, 0.8413],
    [1.645, 0.95],
    [2.326, 0.99],
    [-1, 0.1587],
  ])('is near the normal distribution at %f errors', (errors, probability) => {
    expect(Math.abs(rateMargin({ mean: errors, standardError: 1 }) - probability)).toBeLessThan(
      0.01,
    );
  });

  it('knows nothing of one photo, or of two ways that are the same', () => {
    expect(rateMargin({ mean: 1, standardError: Infinity })).toBe(0.5);
    expect(rateMargin({ mean: 0, standardError: 0 })).toBe(0.5);
    expect(rateMargin({ mean: 1, standardError: 0 })).toBe(1);
  });
});

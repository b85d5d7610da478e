import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smoothFrame, type SmoothedStream } from '../../../src/core/smoothing';
import type { Evidence, Thresholds } from '../../../src/core/verdict';

const thresholds: Thresholds = { confidence: 0.6, falseAlarmRate: 0.05, coverage: 0.9 };
const options = { weight: 0.35, holdFrames: 3 };

function frame(grizzly: number, pValue = 0.5, setPValues?: [number, number]): Evidence {
  const ranked = [
    { label: 'grizzly', probability: grizzly, setPValue: setPValues?.[0] ?? null },
    { label: 'black', probability: 1 - grizzly, setPValue: setPValues?.[1] ?? null },
  ].sort((a, b) => b.probability - a.probability);
  return {
    ranked,
    unrankedSetPValues: [],
    familiarity: { pValue, distance: 1 - pValue, nearest: [] },
  };
}

function run(frames: Evidence[]): SmoothedStream[] {
  const shown: SmoothedStream[] = [];
  for (const one of frames) {
    shown.push(smoothFrame(shown.at(-1) ?? null, one, thresholds, options));
  }
  return shown;
}

describe('smoothFrame', () => {
  it('shows the first frame as it is', () => {
    const [first] = run([frame(0.9)]);
    expect(first?.verdict).toMatchObject({ kind: 'match', label: 'grizzly', confidence: 0.9 });
  });

  it('ignores one odd frame', () => {
    const shown = run([frame(0.95), frame(0.95), frame(0.05), frame(0.95)]);
    expect(shown.map(({ verdict }) => verdict.kind)).toEqual(['match', 'match', 'match', 'match']);
  });

  it('never flickers on alternating frames', () => {
    const shown = run(Array.from({ length: 40 }, (_, i) => frame(i % 2 ? 0.99 : 0.45)));
    const names = shown.map(({ verdict }) => verdict.kind);
    const changes = names.filter((name, i) => i > 0 && name !== names[i - 1]).length;
    expect(changes).toBeLessThanOrEqual(1);
  });

  it('follows a lasting change', () => {
    const shown = run([frame(0.95), ...Array.from({ length: 12 }, () => frame(0.05))]);
    expect(shown.at(-1)?.verdict).toMatchObject({ kind: 'match', label: 'black' });
  });

  it('warns when the frames stay unfamiliar, and comes back', () => {
    const shown = run([
      frame(0.95),
      ...Array.from({ length: 12 }, () => frame(0.95, 0.005)),
      ...Array.from({ length: 12 }, () => frame(0.95, 0.7)),
    ]);
    expect(shown[12]?.verdict.kind).toBe('out-of-domain');
    expect(shown.at(-1)?.verdict.kind).toBe('match');
  });

  it('keeps label and confidence of a held verdict together', () => {
    const shown = run([frame(0.9), frame(0), frame(0)]);
    for (const { verdict } of shown) {
      if (verdict.kind !== 'match') continue;
      const same = verdict.ranked.find(({ label }) => label === verdict.label);
      expect(verdict.confidence).toBe(same?.probability);
    }
  });

  it('averages the p-values of labels by their logs, so that one frame adds no label', () => {
    // √: with weight 0.5, 0.04 and 0.64 average to √(0.04 × 0.64) = 0.16.
    const half = { ...options, weight: 0.5 };
    const first = smoothFrame(null, frame(0.9, 0.5, [0.8, 0.04]), thresholds, half);
    expect(first.verdict).toMatchObject({ kind: 'match', setSize: 1 });
    const next = smoothFrame(first, frame(0.9, 0.5, [0.8, 0.64]), thresholds, half);
    expect(next.evidence.ranked[1]?.setPValue).toBeCloseTo(0.16, 12);
    // Two labels now; the match is still shown until two more frames agree.
    expect(next.verdict.kind).toBe('match');
    expect(next.rival).toEqual({ name: 'unsure', frames: 1 });
  });

  it('keeps what one frame says of a label that the other does not rank', () => {
    const first = smoothFrame(null, frame(0.9, 0.5, [0.8, 0.3]), thresholds, options);
    const short = frame(0.9, 0.5, [0.8, 0.3]);
    const next = smoothFrame(first, { ...short, ranked: short.ranked.slice(0, 1) }, thresholds, options); // prettier-ignore
    expect(next.evidence.ranked).toHaveLength(1);
    const wide = smoothFrame(next, frame(0.9, 0.5, [0.8, 0.3]), thresholds, options);
    expect(wide.evidence.ranked[1]?.setPValue).toBe(0.3);
  });

  it('keeps probabilities and p-values in range whatever comes', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    const pValue = fc.double({ min: 1e-4, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(unit, pValue), { minLength: 1, maxLength: 30 }), (frames) => {
        for (const { evidence } of run(frames.map(([p, q]) => frame(p, q)))) {
          for (const { probability } of evidence.ranked) {
            expect(probability).toBeGreaterThanOrEqual(0);
            expect(probability).toBeLessThanOrEqual(1);
          }
          expect(evidence.familiarity?.pValue).toBeGreaterThan(0);
          expect(evidence.familiarity?.pValue).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });
});

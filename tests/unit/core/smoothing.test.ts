import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smoothFrame, type SmoothedStream } from '../../../src/core/smoothing';
import type { Evidence, Thresholds } from '../../../src/core/verdict';

const thresholds: Thresholds = { confidence: 0.6, falseAlarmRate: 0.05 };
const options = { weight: 0.35, holdFrames: 3, setThreshold: null };

function frame(grizzly: number, pValue = 0.5): Evidence {
  const ranked = [
    { label: 'grizzly', probability: grizzly },
    { label: 'black', probability: 1 - grizzly },
  ].sort((a, b) => b.probability - a.probability);
  return {
    ranked,
    predictionSet: ranked.map(({ label }) => label),
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

  it('makes the set from the averaged probabilities where the threshold is known', () => {
    const first = smoothFrame(null, frame(0.9), thresholds, { ...options, setThreshold: 0.2 });
    const next = smoothFrame(first, frame(0.9), thresholds, { ...options, setThreshold: 0.2 });
    expect(next.evidence.predictionSet).toEqual(['grizzly']);
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

import { describe, expect, it } from 'vitest';
import { fitCalibration } from '../../../../src/core/calibrate/fit-calibration';
import { drawAnswers } from './sample';

const base = { output: 'logits', labelCount: 3, heldOut: true, seed: 1 } as const;

describe('fitCalibration', () => {
  it('gives a scaling and the scores that sets are made of', () => {
    const { calibration, notes } = fitCalibration({ ...base, ...drawAnswers(120, 3, 7) });
    expect(calibration).toMatchObject({ coverage: 0.9, photos: 120, sets: { groups: null } });
    expect(calibration?.sets?.heldOutScores[0]).toHaveLength(120);
    expect(notes).toHaveLength(1);
  });

  it('keeps a list for each label where every one has 99 photos', () => {
    const { calibration } = fitCalibration({ ...base, ...drawAnswers(297, 3, 7) });
    expect(calibration?.sets?.groups).toEqual([0, 1, 2]);
    expect(calibration?.sets?.heldOutScores.map(({ length }) => length)).toEqual([99, 99, 99]);
  });

  it('never raises a confidence by photos that the model may know', () => {
    const { logits, truths } = drawAnswers(120, 3, 7);
    const shy = logits.map((row, i) => row.map((_, label) => (label === truths[i] ? 1 : 0)));
    const parts = { ...base, logits: shy, truths };
    expect(fitCalibration(parts).calibration?.temperature).toBeLessThan(1);
    const mayKnow = fitCalibration({ ...parts, heldOut: false });
    expect(mayKnow.calibration?.temperature).toBe(1);
    expect(mayKnow.notes.join()).toContain('left as it is');
  });

  it('has none with too few photos, one label, or labels judged each by itself', () => {
    const few = fitCalibration({ ...base, ...drawAnswers(19, 3, 7) });
    expect(few.calibration).toBeNull();
    expect(few.notes.join()).toContain('at least 20 photos');
    const { logits } = drawAnswers(60, 3, 7);
    const one = fitCalibration({ ...base, logits, truths: logits.map(() => 1) });
    expect(one.calibration).toBeNull();
    const apart = fitCalibration({ ...base, ...drawAnswers(60, 3, 7), output: 'sigmoid-logits' });
    expect(apart.calibration).toBeNull();
    expect(fitCalibration({ ...base, logits: [], truths: [] }).calibration).toBeNull();
  });

  it('refuses NaN and truths that are no labels', () => {
    const { logits, truths } = drawAnswers(60, 3, 7);
    const broken = logits.with(5, [NaN, 0, 0]);
    expect(() => fitCalibration({ ...base, logits: broken, truths })).toThrow(RangeError);
    expect(() => fitCalibration({ ...base, logits, truths: truths.with(5, 3) })).toThrow(
      RangeError,
    );
  });
});

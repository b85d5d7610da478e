import { MIN_CALIBRATION_PHOTOS } from '../calibration';
import type { OutputKind } from '../contract';
import { isIndependent } from '../doctor-losses';
import type { Calibration } from '../manifest';
import { toProbabilities } from '../probabilities';
import { chooseSetScore, fitSets } from '../sets/fit-sets';
import { DEFAULT_COVERAGE } from '../thresholds';
import { chooseScaling, tooFewPhotos } from './choose-scaling';
import type { Scaling } from './scaling';

export interface CalibrationParts {
  /** One row a photo, one number a unit, before softmax or sigmoid. */
  logits: readonly ArrayLike<number>[];
  /** Label index of each photo. */
  truths: readonly number[];
  labelCount: number;
  output: OutputKind;
  /**
   * Whether it is certain that none of the photos trained the model. If not, its confidence is only
   * ever lowered: it may know these very photos by heart, and to raise it by them would be boasting.
   */
  heldOut: boolean;
  /** Photos of one group (near-duplicates) stay together. */
  groups?: readonly number[];
  seed: number;
}

/** A calibration for the manifest, and what was done and why, a sentence each. */
interface FittedCalibration {
  /** `null` when there are too few photos, or each label is judged by itself. */
  calibration: Calibration | null;
  notes: string[];
}

/**
 * Fits everything that labelled photos can tell of a model's answer: how sure it may sound, and the
 * held-out scores that prediction sets are made of. The fit enters the scores by one or a few
 * numbers that all photos share; what that costs the guarantee is far below 1 / n.
 *
 * @throws RangeError when a logit is not a number or a truth is not a label.
 */
export function fitCalibration(parts: CalibrationParts): FittedCalibration {
  const { truths, labelCount, output, heldOut, groups, seed } = parts;
  const units = parts.logits[0]?.length ?? 0;
  if (units === 0) return { calibration: null, notes: [] };
  if (isIndependent(output, units)) {
    return {
      calibration: null,
      notes: ['Its labels are judged each by itself, so nothing was fitted and it has no sets.'],
    };
  }
  // One unit is the logit of the second label against the first.
  const rows = parts.logits.map((row) =>
    units === 1 && labelCount === 2 ? [0, row[0] ?? NaN] : row,
  );
  if (rows.length < MIN_CALIBRATION_PHOTOS || new Set(truths).size < 2) {
    return { calibration: null, notes: [tooFewPhotos] };
  }
  const choice = chooseScaling(rows, truths, {
    seed,
    ...(groups ? { groups } : {}),
    methods: heldOut && units === labelCount ? ['temperature', 'vector'] : ['temperature'],
  });
  const isBoast = !heldOut && choice.scaling.temperature < 1;
  const scaling = isBoast ? { temperature: 1 } : roundScaling(choice.scaling);
  const probabilities = parts.logits.map((row) => toProbabilities(row, output, scaling));
  const sets = fitSets(probabilities, truths, chooseSetScore(labelCount));
  return {
    calibration: {
      ...scaling,
      coverage: DEFAULT_COVERAGE,
      ...(sets ? { sets } : {}),
      photos: truths.length,
    },
    notes: [
      isBoast
        ? 'It was surer of the right labels than it claims. As it may have been trained on these photos, its confidence was left as it is.'
        : choice.reason,
    ],
  };
}

function roundScaling({ temperature, vector }: Scaling): Scaling {
  const round = (value: number) => Number(value.toFixed(4));
  return {
    temperature: round(temperature),
    ...(vector ? { vector: { scale: vector.scale.map(round), bias: vector.bias.map(round) } } : {}),
  };
}

import type { CalibrationFigures } from '../calibrate/measure-calibration';
import type { Evaluation } from '../manifest';

/** How far a model's probabilities can be believed before and after calibration, as its manifest has it. */
export function describeCalibration(before: CalibrationFigures, after: CalibrationFigures) {
  return {
    calibrationError: {
      before: before.calibrationError.value,
      after: after.calibrationError.value,
    },
    calibrationScores: {
      calibrationError: { before: before.calibrationError, after: after.calibrationError },
      brier: { before: before.brier, after: after.brier },
      logLoss: { before: before.logLoss, after: after.logLoss },
    },
    reliability: { before: before.reliability, after: after.reliability },
  } satisfies Partial<Evaluation>;
}

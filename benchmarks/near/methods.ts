import type { Method } from './method';
import { labelSmoothing } from './methods/label-smoothing';
import { layers } from './methods/layers';
import { margin } from './methods/margin';
import { mixupLabel } from './methods/mixup';
import { oneClass } from './methods/one-class';
import { outlierExposure } from './methods/outlier-exposure';
import { testTimeViews } from './methods/test-time-views';
import { todaysScores } from './methods/today';
import { virtualOutliers } from './methods/virtual-outliers';

/** Everything that is tried. */
export const methods: readonly Method[] = [
  ...todaysScores,
  ...labelSmoothing,
  margin,
  ...outlierExposure,
  mixupLabel,
  virtualOutliers,
  testTimeViews,
  ...oneClass,
  ...layers,
];

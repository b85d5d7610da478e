import { fitKnn } from '../../../src/core/detectors/knn';
import { mean } from '../../../src/core/detectors/linear-algebra';
import { DEEP_TAP, type Method, scoreCosines } from '../method';

const K = 5;

/**
 * The deep tap's distance, the mean of several views of the photo: plain, mirrored and squished to the
 * square (test-time augmentation; for detection: Golan & El-Yaniv 2018 use transforms so). Two more
 * runs of the network, some 80 ms.
 */
export const testTimeViews: Method = {
  name: 'mean of three views, knn/2',
  source: 'test-time augmentation, after Golan & El-Yaniv 2018',
  place: 'features',
  fit: (trial, seen) => {
    const tap = trial.tapAt(DEEP_TAP);
    const scorer = fitKnn(K);
    return Promise.resolve((photo) => [
      mean(
        Array.from({ length: trial.countViews(photo) }, (_, view) =>
          scoreCosines(scorer, trial, tap, photo, seen, view),
        ),
      ),
    ]);
  },
};

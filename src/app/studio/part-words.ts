import type { Part } from '../../core/studio/sample';

/** The parts of a split as a person reads them. */
export const partWords: Readonly<Record<Part, { name: string; short: string; what: string }>> = {
  train: { name: 'training', short: 'train', what: 'The model learns from these.' },
  valid: {
    name: 'validation',
    short: 'valid',
    what: 'Watched while learning, to choose by and to see mistakes.',
  },
  test: { name: 'test', short: 'test', what: 'Kept aside until the end: the honest exam.' },
};

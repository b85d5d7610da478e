import type { Format } from './format';
import { openNetwork } from './open-network';

/** A graph model of whoever, as the TensorFlow.js converter makes of a SavedModel. */
export const graphModel: Format = {
  id: 'graph-model',
  name: 'TensorFlow.js graph model',
  match: ({ model }) => model.kind === 'graph',
  open: (clues, options) => openNetwork(graphModel, clues, options),
};

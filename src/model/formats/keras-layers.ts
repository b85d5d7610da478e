import type { Format } from './format';
import { openNetwork } from './open-network';

/**
 * A layers model of whoever: Keras, tfjs itself, or an older converter, which left out the `format`
 * key. Labels only where a file beside it has them.
 */
export const kerasLayers: Format = {
  id: 'keras-layers',
  name: 'Keras layers model',
  match: ({ model }) => model.kind === 'layers',
  open: (clues, options) => openNetwork(kerasLayers, clues, options),
};

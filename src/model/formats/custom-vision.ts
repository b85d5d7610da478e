import { usualScales } from '../../core/scale';
import { byMaker } from './draft-contract';
import type { Format } from './format';
import { openNetwork } from './open-network';

/**
 * Azure Custom Vision's exports for TensorFlow.js: `cvexport.manifest` and `labels.txt`; bytes as they
 * are, blue first, the middle square of the photo.
 */
export const customVision: Format = {
  id: 'custom-vision',
  name: 'Azure Custom Vision model',
  match: ({ sidecars }) => typeof sidecars.json('cvexport.manifest')?.['DomainType'] === 'string',
  open: (clues, options) =>
    openNetwork(customVision, clues, options, () => ({
      labels: clues.sidecars.lines('labels.txt'),
      labelsFile: 'labels.txt',
      maker: {
        fit: byMaker('crop'),
        channels: byMaker('bgr'),
        layout: byMaker('nhwc'),
        scale: byMaker(usualScales['0…255']),
        orientation: byMaker('upright'),
        output: byMaker('probabilities'),
      },
    })),
};

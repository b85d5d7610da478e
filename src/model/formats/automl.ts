import { usualScales } from '../../core/scale';
import { byMaker } from './draft-contract';
import type { Format } from './format';
import { openNetwork } from './open-network';

/** Google's AutoML and Vertex AI: a graph model and `dict.txt`, a label a line. */
export const automl: Format = {
  id: 'automl',
  name: 'AutoML or Vertex AI model',
  match: ({ model, sidecars }) => model.kind === 'graph' && sidecars.lines('dict.txt') !== null,
  open: (clues, options) =>
    openNetwork(automl, clues, options, () => ({
      labels: clues.sidecars.lines('dict.txt'),
      labelsFile: 'dict.txt',
      maker: {
        size: byMaker({ width: 224, height: 224 }),
        fit: byMaker('crop'),
        channels: byMaker('rgb'),
        layout: byMaker('nhwc'),
        scale: byMaker(usualScales['-1…1']),
        orientation: byMaker('upright'),
        output: byMaker('probabilities'),
      },
    })),
};

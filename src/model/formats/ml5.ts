import { usualScales } from '../../core/scale';
import { asRecord, asTexts } from '../json-values';
import { byMaker, type MakersWay } from './draft-contract';
import type { Clues, Format } from './format';
import { readMl5Labels, readMl5Network } from './ml5-network';
import { openNetwork } from './open-network';

/** How its feature extractor takes photos: stretched, `byte / 127 - 1`. */
const featureExtractor: MakersWay = {
  size: byMaker({ width: 224, height: 224 }),
  fit: byMaker('squish'),
  channels: byMaker('rgb'),
  layout: byMaker('nhwc'),
  scale: byMaker(usualScales['-1…1.008']),
  orientation: byMaker('upright'),
  output: byMaker('probabilities'),
};

/**
 * Image classifiers that ml5 trained and saved: its feature extractor writes the labels into
 * `model.json`, its neural network into `model_meta.json`.
 */
export const ml5: Format = {
  id: 'ml5',
  name: 'ml5 image classifier',
  match: (clues) => findSpecs(clues) !== null || findMeta(clues) !== null,
  open: (clues, options) =>
    openNetwork(ml5, clues, options, (facts) => {
      const names = asTexts(findSpecs(clues)?.['mapStringToIndex']);
      const meta = findMeta(clues);
      if (findSpecs(clues) !== null || meta === null) {
        const labels = names && names.length > 0 ? names : readMl5Labels(meta);
        return { labels, maker: featureExtractor };
      }
      return {
        labels: readMl5Labels(meta),
        labelsFile: 'model_meta.json',
        maker: readMl5Network(meta, facts),
        notes: [
          'ml5 does not fit photos to a size: its sketch did, in a way that stands in no file.',
        ],
      };
    }),
};

/** What the feature extractor adds to `model.json`. */
function findSpecs({ model }: Clues): Record<string, unknown> | null {
  return asRecord(model.json['ml5Specs']);
}

/** What the neural network writes beside it. */
function findMeta({ sidecars }: Clues): Record<string, unknown> | null {
  const meta = sidecars.json('model_meta.json');
  return Array.isArray(meta?.['inputUnits']) ? meta : null;
}

import { usualScales } from '../../core/scale';
import { asRecord, asTexts } from '../json-values';
import { byMaker } from './draft-contract';
import type { Clues, Format } from './format';
import { openNetwork } from './open-network';

/**
 * Image classifiers that ml5 trained and saved: its feature extractor writes the labels into
 * `model.json`, its neural network into `model_meta.json`. Both stretch the photo and take
 * `byte / 127 - 1`.
 */
export const ml5: Format = {
  id: 'ml5',
  name: 'ml5 image classifier',
  match: ({ model, sidecars }) =>
    asRecord(model.json['ml5Specs']) !== null ||
    Array.isArray(sidecars.json('model_meta.json')?.['inputUnits']),
  open: (clues, options) =>
    openNetwork(ml5, clues, options, () => ({
      labels: findNames(clues),
      maker: {
        size: byMaker({ width: 224, height: 224 }),
        fit: byMaker('squish'),
        channels: byMaker('rgb'),
        layout: byMaker('nhwc'),
        scale: byMaker(usualScales['-1…1.008']),
        orientation: byMaker('upright'),
        output: byMaker('probabilities'),
      },
    })),
};

function findNames({ model, sidecars }: Clues): string[] | null {
  const names = asTexts(asRecord(model.json['ml5Specs'])?.['mapStringToIndex']);
  if (names && names.length > 0) return names;
  // Each output of a neural network lists the values that it saw while training.
  const outputs = Object.values(asRecord(sidecars.json('model_meta.json')?.['outputs']) ?? {});
  const lists = outputs.map((one) => asTexts(asRecord(one)?.['uniqueValues']));
  return lists.find((list) => list !== null && list.length > 0) ?? null;
}

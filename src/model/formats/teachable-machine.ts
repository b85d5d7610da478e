import { usualScales } from '../../core/scale';
import { asText, asTexts } from '../json-values';
import { byMaker, fact, type MakersWay } from './draft-contract';
import type { Clues, Format } from './format';
import { openNetwork } from './open-network';

/** The library's own size, when `imageSize` is not said: exports of before 2021. */
const DEFAULT_SIDE = 224;

/**
 * Teachable Machine's image models. Its library (`@teachablemachine/image`) cuts out the middle square
 * and takes `byte / 127 - 1`: white becomes 1.008.
 */
export const teachableMachine: Format = {
  id: 'teachable-machine',
  name: 'Teachable Machine image model',
  match: ({ model, sidecars }) => {
    const metadata = sidecars.json('metadata.json');
    if (!metadata || model.kind !== 'layers') return false;
    return (
      metadata['packageName'] === '@teachablemachine/image' ||
      (typeof metadata['tmVersion'] === 'string' && asTexts(metadata['labels']) !== null)
    );
  },
  open: (clues, options) =>
    openNetwork(teachableMachine, clues, options, () => {
      const metadata = clues.sidecars.json('metadata.json') ?? {};
      return {
        labels: asTexts(metadata['labels']),
        labelsFile: 'metadata.json',
        name: metadata['modelName'],
        maker: describeMaker(metadata),
      };
    }),
};

function describeMaker(metadata: Record<string, unknown>): MakersWay {
  const side = metadata['imageSize'];
  const isSaid = typeof side === 'number' && Number.isSafeInteger(side) && side > 0;
  const length = isSaid ? side : DEFAULT_SIDE;
  const isGrey = metadata['grayscale'];
  return {
    size: fact({ width: length, height: length }, isSaid ? 'read' : 'maker'),
    fit: byMaker('crop'),
    channels: fact(
      isGrey === true ? 'grey' : 'rgb',
      typeof isGrey === 'boolean' ? 'read' : 'maker',
    ),
    layout: byMaker('nhwc'),
    scale: byMaker(usualScales['-1…1.008']),
    orientation: byMaker('upright'),
    output: byMaker('probabilities'),
  };
}

/** Whether these clues are of a model that Teachable Machine made for something else than photos. */
export function nameOtherProject({ sidecars }: Clues): 'audio' | 'pose' | null {
  const metadata = sidecars.json('metadata.json');
  if (metadata && asTexts(metadata['wordLabels'])) return 'audio';
  return asText(metadata?.['packageName']).endsWith('/pose') ? 'pose' : null;
}

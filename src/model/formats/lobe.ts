import { usualScales } from '../../core/scale';
import type { KnownTaps } from '../foreign-model';
import { parseNodes } from '../graph-nodes';
import type { GraphParts } from '../graph-parts';
import { asRecord, asTexts } from '../json-values';
import { byMaker, fact, type MakersWay } from './draft-contract';
import type { NetworkFacts } from './facts';
import type { Format } from './format';
import { openNetwork } from './open-network';
import type { ReadNetwork } from './read-network';

/** Lobe's exports: `signature.json` says nearly all; a photo's middle square goes in, from 0 to 1. */
export const lobe: Format = {
  id: 'lobe',
  name: 'Lobe model',
  match: ({ sidecars }) => {
    const signature = sidecars.json('signature.json');
    return asRecord(signature?.['classes']) !== null && asRecord(signature?.['outputs']) !== null;
  },
  open: (clues, options) => {
    const signature = clues.sidecars.json('signature.json') ?? {};
    const outputs = asRecord(signature['outputs']) ?? {};
    const output = asRecord(outputs['Confidences'])?.['name'];
    const know = (_: NetworkFacts, read: ReadNetwork) => ({
      labels: asTexts(asRecord(signature['classes'])?.['Label']),
      labelsFile: 'signature.json',
      name: signature['doc_name'],
      maker: describeMaker(asRecord(signature['inputs']) ?? {}),
      taps: read.kind === 'graph' ? findMakersTaps(read.network.graph) : {},
    });
    const wanted = typeof output === 'string' ? output : undefined;
    return openNetwork(lobe, clues, options, know, wanted);
  },
};

/**
 * Lobe trains a head of three dense layers on a network for ImageNet. What the second one answers are
 * the features that its training made for these labels.
 */
function findMakersTaps({ topology }: GraphParts): KnownTaps {
  const names = parseNodes(topology).map(({ name }) => name);
  const find = (end: string) => names.find((name) => name === end || name.endsWith(`/${end}`));
  const [features, logits] = [find('dense_1/Elu'), find('dense_2/BiasAdd')];
  return { ...(features ? { features } : {}), ...(logits ? { logits } : {}) };
}

function describeMaker(inputs: Record<string, unknown>): MakersWay {
  const shape = asRecord(inputs['Image'] ?? Object.values(inputs)[0])?.['shape'];
  const [, height, width] = Array.isArray(shape) ? (shape as unknown[]) : [];
  const isSaid = Number.isSafeInteger(height) && Number.isSafeInteger(width);
  return {
    ...(isSaid ? { size: fact({ width: Number(width), height: Number(height) }, 'read') } : {}),
    fit: byMaker('crop'),
    channels: byMaker('rgb'),
    layout: byMaker('nhwc'),
    scale: byMaker(usualScales['0…1']),
    orientation: byMaker('upright'),
    output: byMaker('probabilities'),
  };
}

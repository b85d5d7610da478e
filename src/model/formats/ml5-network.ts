import { ClassifierError } from '../../core/errors';
import type { Scale } from '../../core/scale';
import { asRecord, asTexts } from '../json-values';
import { byMaker, fact, type MakersWay } from './draft-contract';
import type { NetworkFacts } from './facts';

/**
 * What ml5's neural network says of its photos in `model_meta.json` (0.12 and 1.x alike). It takes all
 * bytes of a canvas, opacity included, without resizing; where `isNormalized`, each becomes
 * `(byte - min) / (max - min)` by the least and greatest number of the training photos. A sketch may
 * hand over numbers of its own instead: then there are other than four channels, or the greatest is
 * not the 255 of an opaque pixel, and all of this is a guess.
 *
 * @throws ClassifierError `model-input-unsupported` for a picture that is not square: ml5 takes its
 *   width for its height, so what such a model was trained on cannot be told. And for training photos
 *   that were all of one number.
 */
export function readMl5Network(
  meta: Record<string, unknown>,
  { inputShape }: NetworkFacts,
): MakersWay {
  const [height, width, channels] = inputShape ?? [];
  if (inputShape?.length === 3 && height !== width) {
    throw new ClassifierError('model-input-unsupported', `ml5 with ${height} × ${width} pixels`);
  }
  const { min, max } = readRange(meta);
  const isCanvas = channels === 4 && max === 255;
  const scale = min === null || max === null ? null : findScale(min, max, meta['isNormalized']);
  return {
    ...(channels === 4 ? { channels: byMaker('rgba') } : {}),
    ...(scale ? { scale: fact(scale, isCanvas ? 'read' : 'guess') } : {}),
    ...(isCanvas ? { orientation: byMaker('upright') } : {}),
    output: byMaker('probabilities'),
  };
}

/** Each output lists the values that it saw while training, in the order of the network's answers. */
export function readMl5Labels(meta: Record<string, unknown> | null): string[] | null {
  const outputs = Object.values(asRecord(meta?.['outputs']) ?? {});
  const lists = outputs.map((one) => asTexts(asRecord(one)?.['uniqueValues']));
  return lists.find((list) => list !== null && list.length > 0) ?? null;
}

/** The least and the greatest number of the training photos: of the first input, as ml5 reads it. */
function readRange(meta: Record<string, unknown>): Record<'min' | 'max', number | null> {
  const [first] = Object.values(asRecord(meta['inputs']) ?? {});
  const [min = null, max = null] = ['min', 'max'].map((key) => asNumber(asRecord(first)?.[key]));
  return { min, max };
}

function asNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function findScale(min: number, max: number, isNormalized: unknown): Scale {
  // Numbers up to 1 were made of bytes by the sketch.
  const unit = max > 1 ? 1 : 1 / 255;
  if (isNormalized !== true) return { multiply: unit, add: 0 };
  if (min === max) throw new ClassifierError('model-input-unsupported', `ml5: all are ${min}`);
  return { multiply: unit / (max - min), add: 0 - min / (max - min) };
}

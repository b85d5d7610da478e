import type { BakeOff, Manifest } from '../manifest';
import { canWarn } from '../thresholds';
import { formatShare } from './figure-tables';
import { findWorstMistakes, measureLabels } from './measure-labels';

const MOST_MISTAKES = 3;
/** A label that is found less often than this is a weak one. */
const WEAK_RECALL = 0.8;
/** Fewer measured photos than this are few. */
const FEW_PHOTOS = 100;

/** What a model is bad at, as far as its figures say, a sentence each; the gravest first. */
export function describeWeaknesses(manifest: Manifest): string[] {
  const { labels, evaluation, detector } = manifest;
  const words: string[] = [];
  if (!canWarn(manifest)) {
    words.push('It cannot warn: a photo of anything at all gets one of its labels, or an unsure.');
  }
  const bakeOff = detector?.kind === 'scores' ? detector.bakeOff : null;
  if (bakeOff) words.push(...describeBlindness(bakeOff));
  if (!evaluation) return [...words, 'Nobody has measured how often it is right.'];
  for (const one of findWorstMistakes(labels, evaluation.confusion, MOST_MISTAKES)) {
    words.push(
      `${one.count === 1 ? 'One photo' : `${one.count} photos`} of “${one.truth}” passed for “${one.answer}”.`,
    );
  }
  const weak = measureLabels(labels, evaluation.confusion)
    .filter(({ recall }) => recall && recall.value < WEAK_RECALL)
    .map(({ label, recall }) => `“${label}” (${formatShare(recall?.value ?? 0)})`);
  if (weak.length > 0) words.push(`It finds these labels less often: ${weak.join(', ')}.`);
  if (evaluation.photos < FEW_PHOTOS) {
    words.push(`It was measured on ${evaluation.photos} photos only: the intervals are wide.`);
  }
  return words;
}

function describeBlindness({ rows, chosen }: BakeOff): string[] {
  const near = rows.find(({ name }) => name === chosen)?.near;
  if (!near) return [];
  return [
    `Things that look like its labels are hard to notice: of photos of a label that was hidden from it, ${formatShare(near.warned)} got a warning.`,
  ];
}

import type { Evidence } from '../verdict';
import type { DomainJudgement } from './measure-detection';

/**
 * How odd a photo is to a model, by the same rule that warns: its detector's score or, without a
 * detector, how badly even the best label fits.
 *
 * @returns `null` when the model has neither.
 */
export function judgeDomain({
  ranked,
  unrankedSetPValues,
  familiarity,
}: Evidence): DomainJudgement | null {
  if (familiarity) return { score: familiarity.distance, pValue: familiarity.pValue };
  const pValues = ranked.flatMap(({ setPValue }) => (setPValue === null ? [] : [setPValue]));
  if (pValues.length === 0) return null;
  const best = Math.max(...pValues, ...unrankedSetPValues);
  return { score: 1 - best, pValue: best };
}

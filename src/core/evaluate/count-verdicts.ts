import type { Interval } from '../manifest';
import { wilsonInterval } from '../metrics';
import { decideVerdict, type Evidence, type Thresholds } from '../verdict';

/** A confidence that people take for certainty. */
const SURE = 0.9;

/** What a person would have been told of some photos. */
export interface VerdictFigures {
  photos: number;
  match: Interval;
  unsure: Interval;
  outOfDomain: Interval;
  /** Share of all photos that got a label with at least 90 % confidence. */
  sureMatch: Interval;
  /** Share of matches whose label is right; `null` without a match, or where no label is right. */
  matchAccuracy: Interval | null;
}

/**
 * Counts the verdicts that photos get.
 *
 * @param truths The right label of each photo; `null` where none of the model's labels is right.
 */
export function countVerdicts(
  evidences: readonly Evidence[],
  thresholds: Thresholds,
  truths: readonly string[] | null,
): VerdictFigures {
  const verdicts = evidences.map((evidence) => decideVerdict(evidence, thresholds));
  const matches = verdicts.flatMap((verdict, i) =>
    verdict.kind === 'match' ? [{ verdict, truth: truths?.[i] }] : [],
  );
  const count = verdicts.length;
  const shareOf = (kind: string) =>
    wilsonInterval(verdicts.filter((verdict) => verdict.kind === kind).length, count);
  const right = matches.filter(({ verdict, truth }) => verdict.label === truth).length;
  const sure = matches.filter(({ verdict }) => verdict.confidence >= SURE).length;
  return {
    photos: count,
    match: shareOf('match'),
    unsure: shareOf('unsure'),
    outOfDomain: shareOf('out-of-domain'),
    sureMatch: wilsonInterval(sure, count),
    matchAccuracy: truths && matches.length > 0 ? wilsonInterval(right, matches.length) : null,
  };
}

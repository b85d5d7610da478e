import { describeScore } from '../../core/detectors/describe';
import type { ScoreEvidence, Thresholds, Verdict } from '../../core/verdict';
import { formatPercent } from '../shared/format';
import { describeFamiliarity, nameCandidates } from '../shared/words';

/** Two labels whose probabilities differ by less than this are close. */
const CLOSE = 0.15;

/**
 * Why a verdict is what it is, in sentences that can be checked against what is on the page.
 *
 * @param checked How many photos the model was checked with; 0 when it has no reference photos.
 */
export function explainVerdict(
  verdict: Verdict,
  thresholds: Thresholds | null,
  checked: number,
): string[] {
  if (verdict.kind === 'out-of-domain') return explainStranger(verdict, thresholds, checked);
  if (verdict.kind === 'unsure') return explainUnsure(verdict, thresholds);
  const { label, confidence, familiarity } = verdict;
  const [name = label] = nameCandidates([label], verdict.ranked);
  return [
    `One label stands out: ${name}, with ${formatPercent(confidence)}.`,
    ...(familiarity ? [`The photo is ${describeFamiliarity(familiarity, checked)}.`] : []),
  ];
}

function explainStranger(
  { familiarity, ranked }: Verdict,
  thresholds: Thresholds | null,
  checked: number,
): string[] {
  const asked = thresholds ? ` You are warned about the oddest ${share(thresholds)}.` : '';
  if (!familiarity) {
    const [top] = ranked;
    return [
      `No label fits it: even ${top?.label ?? 'the best one'} fits worse than the right label does on photos of its kind.${asked}`,
    ];
  }
  const { nearest, components } = familiarity;
  const isFarthest = checked > 0 && familiarity.pValue <= 1.5 / (checked + 1);
  const sentences = [
    isFarthest
      ? `It is odder than every one of the ${checked} photos the model was checked with.${asked}`
      : `It is ${describeFamiliarity(familiarity, checked)}.${asked}`,
  ];
  const [fired] = components ?? [];
  if (fired) sentences.push(`What gave it away: ${describeScore(fired.score)}.`);
  if (fired && !usesFeatures(fired) && nearest[0]) {
    sentences.push(
      'It may still look much like some reference photos: it is the answer that is odd.',
    );
  }
  return sentences;
}

/** The share of familiar photos that may be warned about, in words. */
function share({ falseAlarmRate }: Thresholds): string {
  return falseAlarmRate < 0.01
    ? `${(100 * falseAlarmRate).toFixed(1)} in 100 familiar photos`
    : `${Math.round(100 * falseAlarmRate)} in 100 familiar photos`;
}

function usesFeatures({ part }: ScoreEvidence): boolean {
  return part !== null;
}

function explainUnsure(
  { candidates, ranked, confidence, setSize, familiarity }: Extract<Verdict, { kind: 'unsure' }>,
  thresholds: Thresholds | null,
): string[] {
  const sentences: string[] = [];
  const [first, second] = ranked;
  const [one = '', other = ''] = nameCandidates(candidates, ranked);
  if (first && second && first.probability - second.probability < CLOSE) {
    sentences.push(
      `The scores of two labels are close: ${one} has ${formatPercent(first.probability)}, ${other} ${formatPercent(second.probability)}.`,
    );
  }
  if (thresholds && confidence < thresholds.confidence) {
    sentences.push(
      `The best label has ${formatPercent(confidence)}. Below ${formatPercent(thresholds.confidence)} nothing is called a match.`,
    );
  }
  if (setSize >= 2) {
    const coverage = thresholds ? ` ${Math.round(100 * thresholds.coverage)} times in 100` : '';
    sentences.push(
      `To hold the right label${coverage || ' as often as asked'}, ${setSize === 2 ? 'both labels have' : `${setSize} labels have`} to stay possible.`,
    );
  }
  if (familiarity) sentences.push('The photo itself is of a kind the model knows.');
  return sentences;
}

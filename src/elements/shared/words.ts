import type { PhotoNotice } from '../../core/classification';
import type { Familiarity, RankedLabel, Verdict, VerdictKind } from '../../core/verdict';
import { capitalise, firstNameOf, formatPercent, joinWords, toSentenceCase } from './format';

/** A verdict in the words a person reads. */
interface VerdictWords {
  /** The kind, in a word or two. */
  kind: string;
  headline: string;
  explanation: string;
  /** What to do now; empty for a match. */
  advice: string[];
}

const kindWords: Record<VerdictKind, string> = {
  match: 'Match',
  unsure: 'Unsure',
  'out-of-domain': 'Out of domain',
};

/** What the page says about a verdict. Only a match is stated; the other two are said as they are. */
export function describeVerdict(verdict: Verdict): VerdictWords {
  const kind = kindWords[verdict.kind];
  if (verdict.kind === 'match') {
    return {
      kind,
      headline: capitalise(firstNameOf(verdict.label)),
      explanation: `${capitalise(formatPercent(verdict.confidence))} confident.`,
      advice: [],
    };
  }
  if (verdict.kind === 'unsure') {
    const candidates = nameCandidates(verdict.candidates, verdict.ranked);
    const [only, ...others] = candidates;
    return {
      kind,
      headline:
        others.length > 0
          ? `${capitalise(joinWords(candidates, 'or'))}. I can’t tell which.`
          : `Perhaps ${only ?? 'nothing I know'}. I’m not sure.`,
      explanation: explainUnsure(verdict),
      advice: [
        'Take another photo: closer, from the side, in better light.',
        'Crop it, so that the subject fills the picture.',
        'If it matters, ask a person.',
      ],
    };
  }
  return {
    kind,
    headline: 'This doesn’t look like anything I was trained on',
    explanation: verdict.familiarity
      ? 'I would only be guessing, so I give no label.'
      : 'None of my labels fits it, so I would only be guessing. I have no reference photos: a strange photo that happens to fit a label is not noticed.',
    advice: [
      'Is it one of the things this model knows? If not, choose another model.',
      'If it is, take it again: the whole subject, sharp and in good light.',
      'Crop away what does not belong, or ask a person.',
    ],
  };
}

function explainUnsure({ familiarity, candidates, setSize }: Extract<Verdict, { kind: 'unsure' }>) {
  const known = familiarity ? 'The photo is of a kind I know, but ' : '';
  const others = setSize - candidates.length;
  const why =
    others > 0 && setSize >= 2
      ? `${others === 1 ? 'one other label is' : `${others} other labels are`} possible too.`
      : setSize >= 2
        ? `${candidates.length === 2 ? 'either' : 'each of these'} may be the right label.`
        : 'no label stands out enough to act on.';
  return capitalise(known + why);
}

/** What an unsure verdict names, as it stands inside a sentence. */
export function nameCandidates(
  candidates: readonly string[],
  ranked: readonly RankedLabel[],
): string[] {
  return toSentenceCase(
    candidates.map(firstNameOf),
    ranked.map(({ label }) => label),
  );
}

/** The labels of a prediction set in a sentence, as many as are ranked, and how many more there are. */
export function nameSet(
  labels: readonly string[],
  ranked: readonly RankedLabel[],
  setSize: number,
): string {
  const names = nameCandidates(labels, ranked);
  const others = setSize - labels.length;
  return joinWords(others > 0 ? [...names, `one of ${others} more`] : names, 'or');
}

/** How unusual a photo is, in words that can be checked. `checked`: how many photos it was compared with. */
export function describeFamiliarity({ pValue }: Familiarity, checked: number): string {
  const stranger = Math.round((1 - pValue) * 100);
  if (checked > 0 && pValue <= 1.5 / (checked + 1)) {
    return `stranger than all ${checked} photos the model was checked with`;
  }
  if (stranger < 1) return 'as usual as a photo can be for this model';
  return `stranger than ${Math.min(stranger, 99)} of 100 photos this model knows`;
}

export const noticeWords: Record<PhotoNotice, string> = {
  'first-frame-of-animation': 'This is an animation; only its first frame was looked at.',
  'very-small-photo': 'This photo is very small; there is little in it to go by.',
};

/** For every verdict of a model that has no reference bank. */
export const noBankWords =
  'This model has no reference photos, so it cannot judge unfamiliar photos. It goes by its confidence alone, and a confident answer may still be nonsense.';

/** The same where there is room for a few words only. */
export const noBankNote = 'cannot judge unfamiliar photos';

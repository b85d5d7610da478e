import type { CollectHint } from '../../../core/studio/insight/suggest-collecting';
import { countOf } from '../../../elements/shared/format';

/** A hint in words: what to collect, and why. */
interface HintWords {
  title: string;
  why: string;
  how: string;
}

export function describeHint(hint: CollectHint, names: readonly string[]): HintWords {
  const nameOf = (label: number) => names[label] ?? '';
  if (hint.kind === 'thin') {
    return {
      title: `About ${hint.wanted} more of ${nameOf(hint.label)}`,
      why: `It has ${countOf(hint.photos, 'photo')}; the usual label here has ${hint.usual}.`,
      how: 'Other animals, places, weather and distances count. Ten shots of one count as one.',
    };
  }
  if (hint.kind === 'between') {
    const [first, second] = hint.labels;
    return {
      title: `Photos that tell ${nameOf(first)} from ${nameOf(second)}`,
      why: `On ${countOf(hint.photos, 'photo')} the two came out nearly the same, and ${hint.wrong === 0 ? 'none' : hint.wrong} of them went wrong.`,
      how: 'Take both as they look here: the same view, light and distance.',
    };
  }
  if (hint.kind === 'missed') {
    return {
      title: `More of ${nameOf(hint.label)}, as in these photos`,
      why: `${hint.missed} of ${countOf(hint.photos, 'photo')} of it were taken for something else.`,
      how: 'First make sure that their labels are right. Then collect more that look like these.',
    };
  }
  return {
    title: `More of ${nameOf(hint.label)} at the edge of what it knows`,
    why: `${countOf(hint.photos, 'photo')} of it looked stranger than nine in ten others.`,
    how: 'If such photos will come in use, collect more of them. Otherwise the model will warn.',
  };
}

import type { Explanation, ExplanationAim } from '../../core/occlusion/explanation';
import { findRegion, type Region } from '../../core/occlusion/region';
import { firstNameOf, formatPercent } from '../shared/format';

const regionWords: Record<Region, string> = {
  'upper-left': 'mostly the upper left',
  'upper-centre': 'mostly the top, in the middle',
  'upper-right': 'mostly the upper right',
  'middle-left': 'mostly the left, halfway down',
  'middle-centre': 'mostly the middle',
  'middle-right': 'mostly the right, halfway down',
  'lower-left': 'mostly the lower left',
  'lower-centre': 'mostly the bottom, in the middle',
  'lower-right': 'mostly the lower right',
  upper: 'mostly the upper third',
  lower: 'mostly the lower third',
  left: 'mostly the left third',
  right: 'mostly the right third',
  'band-across': 'mostly a band across the middle',
  'band-down': 'mostly a band down the middle',
  spread: 'parts all over the picture',
};

/** Hiding a part that leaves so much of the confidence did not matter much after all. */
const NEARLY_ALL = 0.9;

/**
 * What a map is about, as one of several to choose from.
 *
 * @param isGuess Nobody should go by the label: the photo is out of domain.
 */
export function nameAim(aim: ExplanationAim, isGuess: boolean): string {
  if (aim.kind === 'unfamiliar') return 'What makes it unusual';
  const label = quote(aim.label);
  return isGuess ? `What its guess went by: ${label}` : `What speaks for ${label}`;
}

/** All that a map says, for those who see it and for those who don't. */
export function describeExplanation({ aim, map, whole, hidden }: Explanation): string {
  if (!map || hidden === null) {
    return aim.kind === 'label'
      ? `No single part decides for ${quote(aim.label)}: whichever is hidden, the confidence hardly falls.`
      : 'No single part makes it unusual: whichever is hidden, it stays as far from the reference photos.';
  }
  const where = regionWords[findRegion(map)];
  if (aim.kind === 'label') {
    const name = quote(aim.label);
    const change = `With the outlined part hidden, the confidence in ${name} goes from ${formatPercent(whole)} to ${formatPercent(hidden)}.`;
    const caution =
      hidden >= NEARLY_ALL * whole ? ' That is little: this part alone did not decide.' : '';
    return `For ${name} the model went by ${where}. ${change}${caution}`;
  }
  const caution = hidden <= whole ? ' So it is not this part alone.' : '';
  return `What is unlike the reference photos is ${where}. With the outlined part hidden, the photo would be stranger than ${ofHundred(hidden)} of 100 familiar photos; as it is, than ${ofHundred(whole)}.${caution}`;
}

function quote(label: string): string {
  return `“${firstNameOf(label)}”`;
}

function ofHundred(pValue: number): number {
  return Math.min(99, Math.max(0, Math.round(100 * (1 - pValue))));
}

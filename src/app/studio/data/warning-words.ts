import type { DataWarning } from '../../../core/studio/warnings';
import { countOf, joinWords } from '../../../elements/shared/format';
import { partWords } from '../part-words';

interface WarningWords {
  title: string;
  text: string;
}

/** A warning in plain words, with its numbers. */
export function describeWarning(
  warning: DataWarning,
  nameOf: (labelId: string) => string,
): WarningWords {
  switch (warning.kind) {
    case 'leak': {
      const photos = warning.groups.flat().length;
      return {
        title: `${countOf(photos, 'photo')} in ${countOf(warning.groups.length, 'group')} of near doubles lie in different parts.`,
        text: 'The model would be examined on photos that it has as good as seen, and look better than it is.',
      };
    }
    case 'conflicting-copies':
      return {
        title: `${countOf(warning.ids.length, 'photo')} came in under two labels.`,
        text: 'One of the two is wrong. Look at them and set the right label.',
      };
    case 'copies-across-parts':
      return {
        title: `${countOf(warning.ids.length, 'photo')} lay in the folders of two parts.`,
        text: 'Each is kept once, so nothing is counted twice.',
      };
    case 'too-few-labels':
      return {
        title: warning.count === 0 ? 'No photo has a label yet.' : 'There is only one label.',
        text: 'A model needs at least two labels to tell apart.',
      };
    case 'too-few-photos':
      return {
        title: `${nameOf(warning.labelId)}: ${countOf(warning.count, 'photo')}.`,
        text: `Add at least ${warning.wanted}, of different things in different light.`,
      };
    case 'imbalance': {
      const { most, least } = warning;
      const ratio = (most.count / least.count).toFixed(1);
      return {
        title: `${nameOf(most.labelId)} has ${ratio} times as many photos as ${nameOf(least.labelId)} (${most.count} to ${least.count}).`,
        text: 'The model will lean to the larger one. Add photos of the smaller, or let training weigh labels evenly.',
      };
    }
    case 'empty-part':
      return {
        title: `There are no ${partWords[warning.part].name} photos.`,
        text: 'Change the shares under DataBlock, or leave out the folders’ say in the split.',
      };
    case 'thin-part':
      return {
        title: `No ${partWords[warning.part].name} photo of ${joinWords(warning.labelIds.map(nameOf), 'and')}.`,
        text: 'What is not examined cannot be trusted. Add photos, or split again.',
      };
    case 'unlabelled':
      return {
        title: `${countOf(warning.count, 'photo')} without a label.`,
        text: 'They are not learnt from until you give them one.',
      };
  }
}

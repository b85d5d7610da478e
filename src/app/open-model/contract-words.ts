import type { Certainty, Contract, ContractPart } from '../../core/contract';
import { findEnds, isEqualScale, type Scale, usualScales } from '../../core/scale';
import type { IconName } from '../../elements/shared/icons';

/** The contract in the words of somebody who has never heard of tensors. */
export const partWords: Record<
  ContractPart,
  {
    name: string;
    hint: string;
    /** Whether the preview shows no difference. */
    isUnseen?: boolean;
  }
> = {
  labels: { name: 'Labels', hint: 'One a line, in the order in which it was trained.' },
  size: { name: 'Picture size', hint: 'In pixels, as the model takes it.' },
  fit: { name: 'How a photo is cut to shape', hint: 'As it was done in training.' },
  channels: { name: 'Colours', hint: 'Wrong colours look odd in the preview.' },
  scale: {
    name: 'How brightness is counted',
    hint: 'The preview cannot show this one: a few photos can check it.',
    isUnseen: true,
  },
  orientation: {
    name: 'Photos taken sideways',
    hint: 'Only photos that a phone turned by a note in the file show a difference.',
  },
  output: { name: 'What its answers are', hint: 'Found by running it on test pictures.' },
  layout: { name: 'Order of the numbers', hint: 'Follows from the network itself.' },
};

/** How sure a part is: the words, a longer explanation, and an icon. */
export const certaintyWords: Record<Certainty, { word: string; why: string; icon: IconName }> = {
  read: { word: 'Certain', why: 'It stands in the model’s files.', icon: 'check' },
  maker: { word: 'Usual', why: 'This maker’s exports have always done it so.', icon: 'check' },
  measured: { word: 'Measured', why: 'Found by running the model.', icon: 'check' },
  chosen: { word: 'Yours', why: 'You said so.', icon: 'person' },
  guess: {
    word: 'A guess',
    why: 'The files do not say. Look at the preview, or check with a few photos.',
    icon: 'question',
  },
};

type Choices<P extends ContractPart> = readonly (readonly [
  value: Contract[P]['value'],
  words: string,
])[];

export const choices: {
  fit: Choices<'fit'>;
  channels: Choices<'channels'>;
  orientation: Choices<'orientation'>;
  output: Choices<'output'>;
  layout: Choices<'layout'>;
  scale: Choices<'scale'>;
} = {
  fit: [
    ['crop', 'Cut from the middle'],
    ['squish', 'Squeezed, nothing cut'],
    ['pad', 'Whole, with black borders'],
  ],
  channels: [
    ['rgb', 'Red, green, blue'],
    ['bgr', 'Blue, green, red'],
    ['grey', 'No colours, brightness alone'],
    ['rgba', 'Red, green, blue, opacity'],
  ],
  orientation: [
    ['upright', 'Turned upright first'],
    ['as-stored', 'Left as the camera stored them'],
  ],
  output: [
    ['probabilities', 'Shares that add up to 100 %'],
    ['logits', 'Raw scores'],
    ['sigmoid', 'A share for each label by itself'],
    ['sigmoid-logits', 'A raw score for each label by itself'],
  ],
  layout: [
    ['nhwc', 'Pixel by pixel'],
    ['nchw', 'Colour by colour'],
  ],
  scale: [
    [usualScales['-1…1'], 'From −1 to 1'],
    [usualScales['0…1'], 'From 0 to 1'],
    [usualScales['0…255'], 'From 0 to 255'],
    [usualScales['-1…1.008'], 'From −1 to 1, Teachable Machine’s way'],
    [usualScales['imagenet-mean'], 'Less the usual mean (ResNet, VGG)'],
    [usualScales['imagenet-standard'], 'By usual mean and spread (PyTorch)'],
  ],
};

/** A scale in words; one that is not usual by the range it gives, for each colour if they differ. */
export function describeScale(scale: Scale): string {
  const usual = choices.scale.find(([one]) => isEqualScale(one, scale));
  if (usual) return usual[1];
  const { black, white } = findEnds(scale);
  return `From ${listOnce(black)} to ${listOnce(white)}`;
}

function listOnce(values: readonly number[]): string {
  return [...new Set(values.map((value) => Number(value.toFixed(3))))].join('/');
}

import type { Fit, Size } from './fit';
import type { Scale } from './scale';

/**
 * How a photo becomes a model's numbers, and how its numbers become an answer. Where an export does
 * not say, it is guessed; a guess is marked as one until somebody or something confirms it.
 */

/** How sure a part of the contract is. */
export type Certainty =
  /** It stands in the model's own files. */
  | 'read'
  /** It stands nowhere, but this maker's exports have always done it this way. */
  | 'maker'
  /** The usual thing; may be wrong. */
  | 'guess'
  /** Found by running the model: the shape of its answer, or the preprocessing doctor. */
  | 'measured'
  /** The user said so. */
  | 'chosen';

/** A value, and how sure it is. */
export interface Fact<T> {
  value: T;
  from: Certainty;
}

/** In which order a model wants a pixel's colours; `rgba`: and how opaque it is, which is 255. */
export type Channels = 'rgb' | 'bgr' | 'grey' | 'rgba';

/** How many numbers make a pixel. */
export const channelCounts: Readonly<Record<Channels, number>> = {
  rgb: 3,
  bgr: 3,
  grey: 1,
  rgba: 4,
};

/** In which order the numbers of a picture lie: channels last or first. */
export type Layout = 'nhwc' | 'nchw';

/** Whether EXIF's orientation is obeyed (as everywhere in Bearings) or ignored, as some makers do. */
export type Orientation = 'upright' | 'as-stored';

/**
 * What a model's numbers are:
 *
 * - `logits`: softmax has still to be taken.
 * - `probabilities`: softmax was taken inside the model.
 * - `sigmoid`: each unit is a probability by itself; one unit alone decides between two labels.
 * - `sigmoid-logits`: the same before the sigmoid.
 */
export type OutputKind = 'logits' | 'probabilities' | 'sigmoid' | 'sigmoid-logits';

/** The whole contract of a model that somebody else made. */
export interface Contract {
  /** In the order of the model's units; for one sigmoid unit: the label for 0, then for 1. */
  labels: Fact<string[]>;
  size: Fact<Size>;
  fit: Fact<Fit>;
  channels: Fact<Channels>;
  layout: Fact<Layout>;
  scale: Fact<Scale>;
  orientation: Fact<Orientation>;
  output: Fact<OutputKind>;
}

/** The names of the contract's parts. */
export type ContractPart = keyof Contract;

/**
 * The widest and highest picture that a model may ask for, in pixels. The largest common ones take
 * 800; what asks for far more would take all memory before its first answer.
 */
export const MAX_INPUT_SIDE = 4096;

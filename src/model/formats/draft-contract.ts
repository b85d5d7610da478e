import type { Certainty, Channels, Contract, Fact, Layout } from '../../core/contract';
import { ClassifierError } from '../../core/errors';
import type { Fit } from '../../core/fit';
import { usualScales } from '../../core/scale';
import type { NetworkFacts } from './facts';

/** What a maker always does; what the network itself says goes before it. */
export type MakersWay = Partial<Omit<Contract, 'labels'>>;

/** What nearly every image model takes, where nothing is said. */
const USUAL_SIDE = 224;

/**
 * Puts a contract together: what the network says, then what its maker always does, then what is
 * usual for networks built on the same one, then the usual. Where nothing is said a photo is squished,
 * as Keras's loaders and `tf.image.resize` do unless they are told otherwise; channels first come from
 * PyTorch, whose usual transforms cut the middle out.
 *
 * @throws ClassifierError `model-is-not-for-images` when the input is no picture,
 *   `model-input-unsupported` when it is one with other than 1 or 3 channels.
 */
export function draftContract(
  facts: NetworkFacts,
  labels: Fact<string[]>,
  maker: MakersWay = {},
): Contract {
  const { size, channels, layout } = readPicture(facts);
  // Where a network brings its own sums, those of its backbone are likely among them.
  const backbone = facts.scale === null ? facts.backbone : null;
  return {
    labels,
    size: size ?? maker.size ?? guess({ width: USUAL_SIDE, height: USUAL_SIDE }),
    fit: known<Fit>(facts.fit) ?? maker.fit ?? guess(layout?.value === 'nchw' ? 'crop' : 'squish'),
    channels: chooseChannels(channels, maker.channels, backbone?.channels),
    layout: layout ?? maker.layout ?? guess('nhwc'),
    scale: known(facts.scale) ?? maker.scale ?? guess(backbone?.scale ?? usualScales['-1…1']),
    orientation: maker.orientation ?? guess('upright'),
    output: chooseOutput(facts, maker.output),
  };
}

/** Three channels cannot be grey, and one cannot be anything else. */
function chooseChannels(
  read: 'grey' | 'colour' | null,
  maker: Contract['channels'] | undefined,
  backbone: Channels = 'rgb',
): Contract['channels'] {
  if (read === 'grey') return fact('grey', 'read');
  return maker && !(read === 'colour' && maker.value === 'grey') ? maker : guess(backbone);
}

export function fact<T>(value: T, from: Certainty): Fact<T> {
  return { value, from };
}

/** What a maker's exports have always been like. */
export function byMaker<T>(value: T): Fact<T> {
  return { value, from: 'maker' };
}

function guess<T>(value: T): Fact<T> {
  return { value, from: 'guess' };
}

function known<T>(value: T | null): Fact<T> | null {
  return value === null ? null : { value, from: 'read' };
}

/** Softmax and sigmoid stand in the network; what has neither may still be meant for either. */
function chooseOutput(
  { output }: NetworkFacts,
  maker: Contract['output'] | undefined,
): Contract['output'] {
  if (output === null) return maker ?? guess('probabilities');
  if (output === 'probabilities' || output === 'sigmoid') return fact(output, 'read');
  return maker?.value === output ? maker : guess(output);
}

function readPicture({ inputShape: shape, isChannelsFirst }: NetworkFacts): {
  size: Contract['size'] | null;
  channels: 'grey' | 'colour' | null;
  layout: Contract['layout'] | null;
} {
  const layoutSaid = isChannelsFirst === null ? null : layoutOf(isChannelsFirst);
  if (!shape) return { size: null, channels: null, layout: layoutSaid };
  const detail = `[${shape.map((side) => side ?? 'any').join(', ')}]`;
  if (shape.length !== 3) throw new ClassifierError('model-is-not-for-images', detail);
  const [first = null, second = null, third = null] = shape;
  const isFirst = isChannelsFirst ?? (isChannelCount(first) && !isChannelCount(third));
  const [height, width, depth] = isFirst ? [second, third, first] : [first, second, third];
  if (depth !== null && !isChannelCount(depth)) {
    throw new ClassifierError('model-input-unsupported', `a picture of ${detail}`);
  }
  return {
    size: width !== null && height !== null ? fact({ width, height }, 'read') : null,
    channels: depth === null ? null : depth === 1 ? 'grey' : 'colour',
    layout: layoutSaid ?? (depth === null ? null : layoutOf(isFirst)),
  };
}

function layoutOf(isChannelsFirst: boolean): Fact<Layout> {
  return fact(isChannelsFirst ? 'nchw' : 'nhwc', 'read');
}

function isChannelCount(side: number | null): boolean {
  return side === 1 || side === 3;
}

import {
  type Certainty,
  channelCounts,
  type Channels,
  type Contract,
  type Fact,
  type Layout,
} from '../../core/contract';
import { ClassifierError } from '../../core/errors';
import type { Fit } from '../../core/fit';
import { usualScales } from '../../core/scale';
import { hasChannelsFirst, type NetworkFacts } from './facts';

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
 *   `model-input-unsupported` when it is one with other than 1 or 3 channels, or 4 where its maker
 *   takes opacity for the fourth: elsewhere that may be anything, infrared for instance.
 */
export function draftContract(
  facts: NetworkFacts,
  labels: Fact<string[]>,
  maker: MakersWay = {},
): Contract {
  const { size, channels, layout } = readPicture(facts, maker.channels?.value === 'rgba');
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

/** Three channels can be neither grey nor with opacity, and one or four cannot be anything else. */
function chooseChannels(
  read: PictureColours | null,
  maker: Contract['channels'] | undefined,
  backbone: Channels = 'rgb',
): Contract['channels'] {
  if (read === 'grey') return fact('grey', 'read');
  const fits = !maker || read !== 'colour' || channelCounts[maker.value] === 3;
  return maker && fits ? maker : guess(backbone);
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

/** What the number of channels says. */
type PictureColours = 'grey' | 'colour' | 'opacity';
const coloursByDepth = new Map<number, PictureColours>([
  [1, 'grey'],
  [3, 'colour'],
  [4, 'opacity'],
]);

function readPicture(
  { inputShape: shape, isChannelsFirst }: NetworkFacts,
  mayBeOpacity: boolean,
): {
  size: Contract['size'] | null;
  channels: PictureColours | null;
  layout: Contract['layout'] | null;
} {
  const layoutSaid = isChannelsFirst === null ? null : layoutOf(isChannelsFirst);
  if (!shape) return { size: null, channels: null, layout: layoutSaid };
  const detail = `[${shape.map((side) => side ?? 'any').join(', ')}]`;
  if (shape.length !== 3) throw new ClassifierError('model-is-not-for-images', detail);
  const [first = null, second = null, third = null] = shape;
  const isFirst = isChannelsFirst ?? hasChannelsFirst(shape);
  const [height, width, depth] = isFirst ? [second, third, first] : [first, second, third];
  const colours = coloursByDepth.get(depth ?? NaN) ?? null;
  if (depth !== null && (colours === null || (colours === 'opacity' && !mayBeOpacity))) {
    throw new ClassifierError('model-input-unsupported', `a picture of ${detail}`);
  }
  return {
    size: width !== null && height !== null ? fact({ width, height }, 'read') : null,
    channels: colours,
    layout: layoutSaid ?? (depth === null ? null : layoutOf(isFirst)),
  };
}

function layoutOf(isChannelsFirst: boolean): Fact<Layout> {
  return fact(isChannelsFirst ? 'nchw' : 'nhwc', 'read');
}

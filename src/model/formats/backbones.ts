import type { Channels } from '../../core/contract';
import { type Scale, usualScales } from '../../core/scale';

/** What a network's first layer was most likely fed with in training. */
export interface BackboneHabit {
  scale: Scale;
  channels: Channels;
}

/**
 * Networks of Keras Applications that want something else than its usual -1…1, by names of layers
 * that the library gave them and that no other of its networks has. First match counts. Their
 * `preprocess_input` is the source: mode "caffe" for ResNet and VGG, "torch" for DenseNet.
 */
const backbones: readonly { sign: RegExp; habit: BackboneHabit | null }[] = [
  // ResNetV2 and Xception have blocks of the same names as those below, and want the usual.
  { sign: /conv2_block1_preact_bn|block2_sepconv1/, habit: null },
  {
    sign: /conv2_block1_concat/,
    habit: { scale: usualScales['imagenet-standard'], channels: 'rgb' },
  },
  {
    // ResNet, as it is and as Keras named its layers before 2.3; VGG16 and VGG19.
    sign: /conv2_block1_add|res2a_branch2a|block5_conv3/,
    habit: { scale: usualScales['imagenet-mean'], channels: 'bgr' },
  },
];

/**
 * What a network most likely wants, by what it is built on. A likelihood, no more: many people feed
 * every network with 0…1.
 *
 * @param names Of its layers or nodes.
 * @param isChannelsFirst Such networks come from PyTorch, where all that learnt on ImageNet want its
 *   mean and deviation.
 * @returns `null` where nothing is known.
 */
export function findBackboneHabit(
  names: readonly string[],
  isChannelsFirst: boolean | null,
): BackboneHabit | null {
  const known = backbones.find(({ sign }) => names.some((name) => sign.test(name)));
  if (known) return known.habit;
  return isChannelsFirst === true
    ? { scale: usualScales['imagenet-standard'], channels: 'rgb' }
    : null;
}

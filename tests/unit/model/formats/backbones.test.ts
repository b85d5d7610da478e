import { describe, expect, it } from 'vitest';
import { usualScales } from '../../../../src/core/scale';
import { findBackboneHabit } from '../../../../src/model/formats/backbones';
import { scaleBefore } from '../../../../src/model/formats/facts';

/** Names as Keras Applications gives them, and as a converted graph has them. */
describe('findBackboneHabit', () => {
  it.each([
    ['ResNet50', 'conv2_block1_add'],
    ['ResNet50 in a graph', 'StatefulPartitionedCall/model/resnet50/conv2_block1_add/add'],
    ['ResNet50 of Keras 2.2', 'res2a_branch2a'],
    ['VGG16', 'block5_conv3'],
  ])('feeds %s with bytes less ImageNet’s mean, blue first', (_, name) => {
    const habit = { scale: usualScales['imagenet-mean'], channels: 'bgr' };
    expect(findBackboneHabit(['input_1', name], false)).toEqual(habit);
  });

  it.each([
    ['DenseNet121', ['conv2_block1_concat', 'conv2_block1_1_conv'], false],
    ['anything with channels first', ['Conv_0'], true],
  ] as const)('feeds %s with mean 0 and deviation 1', (_, names, isChannelsFirst) => {
    const habit = { scale: usualScales['imagenet-standard'], channels: 'rgb' };
    expect(findBackboneHabit(names, isChannelsFirst)).toEqual(habit);
  });

  it.each([
    ['ResNet50V2', ['conv2_block1_preact_bn', 'conv2_block1_add']],
    ['Xception', ['block1_conv1', 'block2_sepconv1', 'block5_conv3']],
    ['MobileNet', ['conv1', 'conv_pw_1']],
  ])('knows nothing unusual of %s', (_, names) => {
    expect(findBackboneHabit(names, false)).toBeNull();
  });
});

describe('scaleBefore', () => {
  it.each([
    ['x / 127.5 - 1', { multiply: 1 / 127.5, add: -1 }, '0…255'],
    ['x / 255', { multiply: 1 / 255, add: 0 }, '0…255'],
    ['(x / 255 - mean) / deviation', { multiply: 1 / 255 / 0.229, add: -0.485 / 0.229 }, '0…255'],
    ['x - mean', { multiply: 1, add: -103.939 }, '0…255'],
    ['2 x - 1', { multiply: 2, add: -1 }, '0…1'],
    ['(x - mean) / deviation', { multiply: 1 / 0.229, add: -0.485 / 0.229 }, '0…1'],
    ['255 x', { multiply: 255, add: 0 }, '0…1'],
  ] as const)('reads from %s what comes in', (_, sum, name) => {
    expect(scaleBefore(sum)).toEqual(usualScales[name]);
  });

  it.each([
    ['x / 2', { multiply: 0.5, add: 0 }],
    ['x + 1', { multiply: 1, add: 1 }],
  ])('reads nothing from %s', (_, sum) => {
    expect(scaleBefore(sum)).toBeNull();
  });
});

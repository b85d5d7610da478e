import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DiskFiles } from '../../../src/cli/disk-files';
import { findLastBlock, type LastBlock } from '../../../src/model/last-block';
import { holdFiles, MemoryFiles } from '../../../src/model/memory-files';
import type { ModelFiles } from '../../../src/model/model-files';
import { ModelReader } from '../../../src/model/read-model';
import { readTrunk, type TrunkParts } from '../../../src/model/read-trunk';
import { copyTrunkFiles, type TrunkFiles } from '../../../src/model/trunk-files';
import { packBlock, writeTunedTrunk } from '../../../src/model/tuned-trunk';
import { blockChannels, makeBlockModel } from '../../fixtures/make-block-model';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const hasTrunk = existsSync(`${root}models/trunk/weights.bin`);

async function open(files: ModelFiles) {
  const bundle = await new ModelReader().read(files, 'bearings.json');
  const { network, manifest } = bundle;
  if (network.kind !== 'head-on-trunk' || manifest.network.kind !== 'head-on-trunk') {
    throw new Error('not a head');
  }
  return { bundle, trunk: network.trunk, part: manifest.network.trunk };
}

function needBlock(trunk: TrunkParts): LastBlock {
  const block = findLastBlock(trunk);
  if (!block) throw new Error('no block');
  return block;
}

describe('findLastBlock', () => {
  it('finds the block, its weights and its tap', async () => {
    const { trunk } = await open(await makeBlockModel());
    const block = needBlock(trunk);
    expect(block).toMatchObject({ input: 'a', tap: 1, shape: { ...blockChannels, kernelSide: 3 } });
    expect(block.weights.depthwise).toHaveLength(9 * blockChannels.middle);
    expect(block.weights.projectBias).toHaveLength(blockChannels.out);
  });

  it('finds none in a trunk of plain convolutions', async () => {
    const { trunk } = await open(new DiskFiles(`${root}tests/fixtures/models/tiny`));
    expect(findLastBlock(trunk)).toBeNull();
  });

  it.skipIf(!hasTrunk)('finds block 16 of the built-in trunk', async () => {
    const { trunk } = await open(new DiskFiles(`${root}models/bears`));
    const { shape, input, tap } = needBlock(trunk);
    expect(shape).toEqual({ in: 160, middle: 960, out: 320, kernelSide: 3 });
    expect(input).toBe('expanded_conv_15/sum');
    expect(trunk.spec.taps[tap]?.node).toBe('pooled_320');
  });
});

describe('writeTunedTrunk', () => {
  it('puts a block of its own beside the old one, and leaves that as it was', async () => {
    const files = await makeBlockModel();
    const { trunk, part } = await open(files);
    const block = needBlock(trunk);
    const moved = {
      ...block.weights,
      expand: block.weights.expand.map((value) => value * 1.5),
    };
    const packed = packBlock(block, moved);
    const copied = await copyTrunkFiles(files, part, trunk.spec);
    const again = await readBack(await writeTunedTrunk(copied, block, packed));
    expect(again.spec.taps.slice(0, 2)).toEqual(trunk.spec.taps);
    expect(again.spec.taps[2]).toEqual({ node: 'tuned_1/project', length: 5, domain: false });
    // The deepest block is now the tuned one, with just the numbers that were said to ship.
    const tuned = needBlock(again);
    expect(tuned.tap).toBe(2);
    expect(tuned.weights).toEqual(packed.weights);
    // int8, one scale a channel: off by half a step at the most.
    const steps = channelSteps(moved.expand, blockChannels.middle);
    packed.weights.expand.forEach((value, i) => {
      const step = steps[i % blockChannels.middle] ?? NaN;
      expect(Math.abs(value - (moved.expand[i] ?? NaN))).toBeLessThanOrEqual(0.501 * step);
    });
    const old = findLastBlock({ ...again, spec: { ...again.spec, taps: trunk.spec.taps } });
    expect(old?.weights).toEqual(block.weights);
  });

  it('gives a trunk that is tuned once more another name for the new block', async () => {
    const files = await makeBlockModel();
    const { trunk, part } = await open(files);
    const once = await tuneAsIs(trunk, await copyTrunkFiles(files, part, trunk.spec));
    const twice = await tuneAsIs(once.trunk, once.files);
    const [, , first, second] = twice.trunk.spec.taps;
    expect(first?.node).toBe('tuned_1/project');
    expect(second?.node).toBe('tuned_2/project');
    expect(needBlock(twice.trunk).tap).toBe(3);
    const paths = twice.files.files.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
  });
});

async function readBack({ trunk, files }: TrunkFiles): Promise<TrunkParts> {
  const held = holdFiles(files);
  return readTrunk(new MemoryFiles('tuned', held), trunk);
}

/** Writes the last block beside itself, its numbers as they are. */
async function tuneAsIs(trunk: TrunkParts, before: TrunkFiles) {
  const block = needBlock(trunk);
  const files = await writeTunedTrunk(before, block, packBlock(block, block.weights));
  return { trunk: await readBack(files), files };
}

/** The largest value of each channel, in 127 steps. */
function channelSteps(values: Float32Array, channels: number): number[] {
  return Array.from({ length: channels }, (_, channel) =>
    values.reduce(
      (largest, value, i) =>
        i % channels === channel ? Math.max(largest, Math.abs(value)) : largest,
      0,
    ),
  ).map((largest) => largest / 127);
}

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { io, memory, setBackend } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Contract } from '../../../../src/core/contract';
import type { ForeignModel, ForeignNetwork } from '../../../../src/model/foreign-model';
import { recogniseModel } from '../../../../src/model/formats';
import { describeCases, type ForeignCase } from '../../../fixtures/foreign/case';
import { answerGolden } from '../../../fixtures/foreign/tiny-networks';
import { treeAt } from './trees';

const models = fileURLToPath(new URL('../../../fixtures/models', import.meta.url));
const cases = JSON.parse(readFileSync(`${models}/foreign/expected.json`, 'utf8')) as ForeignCase[];
const opening = cases.filter((one) => 'format' in one);
const refused = cases.filter((one) => 'error' in one);

beforeAll(() => setBackend('cpu'));

describe('the corpus of foreign models', () => {
  it('has a case for every folder, and the README says the same', () => {
    const folders = readdirSync(`${models}/foreign`).filter((name) => !name.endsWith('.json'));
    expect(cases.map(({ folder }) => folder).sort()).toEqual(folders.sort());
    const readme = readFileSync(`${models}/README.md`, 'utf8');
    expect(readme.split('<!-- table -->')[1]?.trim()).toBe(describeCases(cases));
  });

  it.each(opening)('opens $folder: $about', async (expected) => {
    const before = memory().numTensors;
    const model = await open(expected.folder);
    expect(memory().numTensors).toBe(before);
    expect(model.format).toBe(expected.format);
    expect(model.contract).toEqual(expected.contract);
    expect(model.taps).toEqual(expected.taps ?? {});
    expect(model.samples).toHaveLength(expected.samples ?? 0);
    for (const words of expected.notes) expect(model.notes.join('\n')).toContain(words);
    if (expected.notes.length === 0) expect(model.notes).toEqual([]);
  });

  it.each(opening)('gives for $folder what plain tfjs gave', async (expected) => {
    const { network, contract } = await open(expected.folder);
    const answer = await answerOf(network, contract);
    expect(answer).toHaveLength(expected.golden.length);
    answer.forEach((value, i) => expect(value).toBeCloseTo(expected.golden[i] ?? NaN, 4));
  });

  it.each(refused)('refuses $folder with $error: $about', async ({ folder, error }) => {
    const opening = treeAt(`${models}/foreign/${folder}`).then((tree) => recogniseModel(tree));
    await expect(opening).rejects.toMatchObject({ name: 'ClassifierError', code: error });
  });
});

async function open(folder: string): Promise<ForeignModel> {
  const found = await recogniseModel(await treeAt(`${models}/foreign/${folder}`));
  if (found.kind !== 'foreign') throw new Error('taken for our own');
  return found.model;
}

/** What plain tfjs makes of the network as it was read and repaired. */
async function answerOf(network: ForeignNetwork, contract: Contract): Promise<number[]> {
  const { topology, weightSpecs, weightData } =
    network.kind === 'tfjs-layers' ? network.layers : network.graph;
  const artifacts = { modelTopology: topology, weightSpecs, weightData };
  const handler = io.fromMemory(artifacts);
  const model =
    network.kind === 'tfjs-layers' ? await loadLayersModel(handler) : await loadGraphModel(handler);
  const answer = await answerGolden((input) => model.predict(input), contract);
  model.dispose();
  return answer;
}

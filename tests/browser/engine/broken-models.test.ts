import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../src/core/errors';
import { createClient, drawPhoto, fixtureModel, tinyModel } from './support';

const broken: Record<string, ErrorCode> = {
  'broken/missing-part.json': 'model-part-missing',
  'broken/wrong-hash.json': 'model-part-damaged',
  'broken/cut-off.json': 'model-part-damaged',
  'broken/nan-weights.json': 'model-weights-invalid',
  'broken/other-labels.json': 'model-output-unexpected',
  'broken/wrong-answers.json': 'backend-unavailable',
  'broken/no-labels.json': 'model-manifest-invalid',
  'broken/absent.json': 'model-not-found',
  'tiny/head.bin': 'model-manifest-invalid',
  'tiny-mobilenet-1000/bearings.json': 'model-output-unexpected',
};

describe('a broken model', () => {
  it('is refused with its code, and the model that was open stays', async () => {
    const client = createClient();
    const { device } = await client.open(tinyModel);
    const photo = await drawPhoto();
    const before = await client.classify(photo);
    for (const [path, code] of Object.entries(broken)) {
      await expect(client.open(fixtureModel(path)), path).rejects.toMatchObject({ code });
    }
    const after = await client.classify(photo);
    expect(after.classification.evidence).toEqual(before.classification.evidence);
    expect(await client.countTensors()).toBe(device.tensors);
  });

  it('can be opened once it is whole again', async () => {
    const client = createClient();
    await expect(client.open(fixtureModel('broken/wrong-hash.json'))).rejects.toBeDefined();
    await expect(client.open(tinyModel)).resolves.toMatchObject({ manifest: { id: 'tiny' } });
  });

  it('without a host to ask says that there is no connection', async () => {
    const client = createClient();
    const nowhere = client.open('http://localhost:1/bearings.json');
    await expect(nowhere).rejects.toMatchObject({ code: 'network-offline' });
  });
});

describe('a MobileNet', () => {
  it('runs through the package, with its thousand labels', async () => {
    const client = createClient();
    const { manifest, device } = await client.open(fixtureModel('tiny-mobilenet/bearings.json'));
    expect(manifest.labels).toHaveLength(1000);
    expect(device.trials[0]?.goldenError).toBeLessThan(1e-2);
    const { classification } = await client.classify(await drawPhoto());
    expect(classification.evidence.ranked).toHaveLength(5);
    expect(classification.evidence.familiarity).toBeNull();
    expect(await client.countTensors()).toBe(device.tensors);
  });

  it('makes way for another model and leaves nothing behind', async () => {
    const client = createClient();
    const { device } = await client.open(tinyModel);
    await client.open(fixtureModel('tiny-mobilenet/bearings.json'));
    await client.open(tinyModel);
    expect(await client.countTensors()).toBe(device.tensors);
  });
});

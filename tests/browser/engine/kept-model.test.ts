import { describe, expect, it, vi } from 'vitest';
import { spawnWorker } from '../../../src/client/spawn-worker';
import { Engine } from '../../../src/engine/engine';
import { importModel } from '../../../src/engine/import-model';
import type { BundleFile } from '../../../src/model/bundle-file';
import type { FileTree } from '../../../src/model/file-tree';
import type { ModelFile } from '../../../src/worker/import-protocol';
import { workerHost } from '../../../src/worker/host';
import { createClient, drawPhoto, fixtureModel } from './support';

async function fetchTree(folder: string, paths: readonly string[]): Promise<FileTree> {
  const files = paths.map(async (path) => {
    const bytes = await (await fetch(fixtureModel(`foreign/${folder}/${path}`))).arrayBuffer();
    return {
      path,
      bytes: bytes.byteLength,
      read: () => Promise.resolve(new Uint8Array(bytes)),
    };
  });
  return { name: folder, files: await Promise.all(files) };
}

/** A Teachable Machine export as it is kept on the device. */
async function keepExport(): Promise<BundleFile[]> {
  const tree = await fetchTree('teachable-machine', ['model.json', 'metadata.json', 'weights.bin']);
  const engine = new Engine(workerHost);
  const { foreign } = await importModel(engine, tree, 'shapes');
  engine.close();
  if (!foreign) throw new Error('taken for our own');
  return foreign.files;
}

function toSource(files: readonly BundleFile[]): { kind: 'files'; files: ModelFile[] } {
  return {
    kind: 'files',
    files: files.map(({ path, bytes }) => ({ path, blob: new Blob([bytes.slice()]) })),
  };
}

/** The same bundle, promising other answers to its golden inputs than it gives. */
function falsify(files: readonly BundleFile[]): BundleFile[] {
  return files.map((file) => {
    if (file.path !== 'bearings.json') return file;
    const manifest = JSON.parse(new TextDecoder().decode(file.bytes)) as {
      golden: { probabilities: number[] }[];
    };
    for (const one of manifest.golden) {
      one.probabilities = one.probabilities.map((probability) => 1 - probability);
    }
    return { ...file, bytes: new TextEncoder().encode(JSON.stringify(manifest)) };
  });
}

describe('a kept model of another maker', () => {
  it('comes back from its files when the worker dies', async () => {
    const workers: Worker[] = [];
    const client = createClient({
      spawn: () => {
        const worker = spawnWorker();
        workers.push(worker);
        return worker;
      },
    });
    const source = toSource(await keepExport());
    await client.open(source, { backend: 'wasm' });
    const photo = await drawPhoto();
    const before = await client.classify(photo);
    expect(before.classification.modelId).toBe('shapes');
    const restarted = vi.fn();
    client.onRestart(restarted);
    const again = client.classify(photo);
    workers[0]?.terminate();
    const after = await again;
    expect(after.classification.modelId).toBe('shapes');
    expect(after.classification.evidence).toEqual(before.classification.evidence);
    expect(restarted).toHaveBeenCalledOnce();
    expect(workers).toHaveLength(2);
  });

  it.each(['wasm', 'cpu'] as const)(
    'is refused on %s, with the numbers, where its golden outputs do not come out',
    async (backend) => {
      const client = createClient();
      const files = await keepExport();
      const { device } = await client.open(toSource(files), { backend });
      const [trial] = device.trials;
      expect(trial).toMatchObject({ backend, outcome: 'chosen' });
      await expect(client.open(toSource(falsify(files)), { backend })).rejects.toMatchObject({
        code: 'backend-unavailable',
        detail: expect.stringMatching(
          new RegExp(`${backend}: wrong-answers .*test picture \\d.* 0\\.\\d+, where 0\\.\\d+ is`),
        ) as string,
      });
      // What was open stays.
      const { classification } = await client.classify(await drawPhoto());
      expect(classification.modelId).toBe('shapes');
      expect(await client.countTensors()).toBe(device.tensors);
    },
  );
});

import { describe, expect, it, vi } from 'vitest';
import { spawnWorker } from '../../../src/client/spawn-worker';
import { createClient, drawFrame, drawPhoto, fetchPhoto, tinyModel } from './support';

/** Starts workers and keeps them, so that a test can kill one. */
function keepWorkers() {
  const workers: Worker[] = [];
  const spawn = () => {
    const worker = spawnWorker();
    workers.push(worker);
    return worker;
  };
  return { workers, spawn };
}

/** Less than ten bytes a pixel of a single frame: a leak of one buffer a frame is far more. */
const MAX_GROWTH_BYTES = 4_000_000;

/** Bytes that the page and its workers hold, after the browser has swept up. */
async function measureMemory(): Promise<number> {
  const measured = performance as Performance & {
    measureUserAgentSpecificMemory(): Promise<{ bytes: number }>;
  };
  return (await measured.measureUserAgentSpecificMemory()).bytes;
}

describe('cancelling', () => {
  it('takes a photo out of the queue, and the others go on', async () => {
    const client = createClient();
    await client.open(tinyModel);
    const photo = await drawPhoto();
    const controller = new AbortController();
    const first = client.classify(photo);
    const second = client.classify(photo, { signal: controller.signal });
    const third = client.classify(photo);
    controller.abort();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    await expect(first).resolves.toBeDefined();
    await expect(third).resolves.toBeDefined();
  });

  it('gives up a photo that is being worked on', async () => {
    const client = createClient();
    await client.open(tinyModel);
    const controller = new AbortController();
    const running = client.classify(await drawPhoto(1, { width: 3000, height: 2000 }), {
      signal: controller.signal,
    });
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await expect(client.classify(await drawPhoto())).resolves.toBeDefined();
  });

  it('refuses at once when it was aborted before', async () => {
    const client = createClient();
    const signal = AbortSignal.abort();
    await expect(client.open(tinyModel, { signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('rejects whatever waits when the client is disposed of', async () => {
    const client = createClient();
    const opening = client.open(tinyModel);
    const waiting = client.classify(await drawPhoto());
    client.dispose();
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await expect(client.open(tinyModel)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('camera frames', () => {
  it('drops the older of two that wait, and closes every one', async () => {
    const client = createClient();
    await client.open(tinyModel);
    const frames = await Promise.all([1, 2, 3, 4].map(drawFrame));
    const replies = await Promise.all(frames.map((frame) => client.classifyFrame(frame)));
    expect(replies.map((reply) => reply !== null)).toEqual([true, false, false, true]);
    expect(frames.map(({ width }) => width)).toEqual([0, 0, 0, 0]);
  });
});

describe('a worker that dies', () => {
  it('is replaced, and the photo in hand is tried again', async () => {
    const { workers, spawn } = keepWorkers();
    const client = createClient({ spawn });
    await client.open(tinyModel);
    const restarted = vi.fn();
    client.onRestart(restarted);
    const photo = client.classify(await drawPhoto(1, { width: 3000, height: 2000 }));
    workers[0]?.terminate();
    await expect(photo).resolves.toMatchObject({ classification: { modelId: 'tiny' } });
    expect(restarted).toHaveBeenCalledOnce();
    expect(workers).toHaveLength(2);
  });

  it('twice over the same photo gives up on that photo alone', async () => {
    const { workers, spawn } = keepWorkers();
    const client = createClient({
      spawn: () => {
        const worker = spawn();
        // The second one dies at its first word.
        const kill = () => worker.terminate();
        if (workers.length === 2) worker.addEventListener('message', kill, { once: true });
        return worker;
      },
    });
    await client.open(tinyModel);
    const photo = client.classify(await drawPhoto(1, { width: 3000, height: 2000 }));
    const next = client.classify(await drawPhoto());
    workers[0]?.terminate();
    await expect(photo).rejects.toMatchObject({ code: 'engine-stopped' });
    await expect(next).resolves.toBeDefined();
    expect(workers).toHaveLength(3);
  });

  it('while nothing is asked of it is noticed and replaced', async () => {
    const { workers, spawn } = keepWorkers();
    const client = createClient({ spawn });
    await client.open(tinyModel);
    const restarted = new Promise<void>((resolve) => client.onRestart(resolve));
    workers[0]?.terminate();
    await restarted;
    await expect(client.classify(await drawPhoto())).resolves.toBeDefined();
  });

  it('is given up on when it never says a word', async () => {
    const mute = URL.createObjectURL(new Blob(['']));
    const client = createClient({ spawn: () => new Worker(mute), silenceMs: 100 });
    await expect(client.open(tinyModel)).rejects.toMatchObject({ code: 'engine-stopped' });
  });

  it('because its script is broken is an error, not a wait', async () => {
    const broken = URL.createObjectURL(new Blob(['throw new Error("broken")']));
    const client = createClient({ spawn: () => new Worker(broken) });
    await expect(client.open(tinyModel)).rejects.toMatchObject({ code: 'engine-stopped' });
  });
});

describe('leaks', () => {
  it('keeps the number of tensors over 200 photos, good and bad', async () => {
    const client = createClient();
    const { device } = await client.open(tinyModel);
    const good = await drawPhoto();
    const bad = await fetchPhoto('truncated.jpg');
    const photos = Array.from({ length: 200 }, (_, i) => (i % 10 === 9 ? bad : good));
    await Promise.allSettled(photos.map((photo) => client.classify(photo)));
    expect(await client.countTensors()).toBe(device.tensors);
  });

  it('keeps tensors and memory over 1,000 frames', async () => {
    const client = createClient();
    const { device } = await client.open(tinyModel);
    const photo = await drawPhoto();
    const watch = async (frames: number) => {
      for (let i = 0; i < frames; i++) await client.classifyFrame(await createImageBitmap(photo));
    };
    await watch(100);
    const before = await measureMemory();
    await watch(1000);
    expect(await client.countTensors()).toBe(device.tensors);
    expect((await measureMemory()) - before).toBeLessThan(MAX_GROWTH_BYTES);
  });

  it('keeps the number of tensors over opening models again and again', async () => {
    const client = createClient();
    const { device } = await client.open(tinyModel);
    for (let i = 0; i < 5; i++) await client.open(tinyModel);
    expect(await client.countTensors()).toBe(device.tensors);
  });
});

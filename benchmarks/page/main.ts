/** The page that the benchmark drives: our engine, and the MobileNet package beside it. */
import { ClassifierClient } from '../../src/client/classifier-client';
import { spawnWorker } from '../../src/client/spawn-worker';
import type { StageTimings } from '../../src/core/classification';
import { openPackage } from './mobilenet-package';

export interface OurRun extends StageTimings {
  /** On the page: from the file in hand to the answer in hand. */
  endToEndMs: number;
  topLabel: string;
}

interface Comparison {
  backend: string;
  ours: OurRun[];
  theirs: { endToEndMs: number; topLabel: string }[];
}

const client = new ClassifierClient({ spawn: spawnWorker });

const bench = {
  async open(manifestUrl: string): Promise<{ backend: string; threads: number; openMs: number }> {
    const { device, openMs } = await client.open(manifestUrl, {});
    return { backend: device.backend, threads: device.threads, openMs };
  },

  /** The same photo again and again; the first runs warm up and are left out. */
  async classify(photoUrl: string, runs: number): Promise<OurRun[]> {
    const photo = await fetchBlob(photoUrl);
    return repeat(runs, () => classifyOnce(photo));
  },

  /**
   * The same photo and the same model through our engine (worker) and through the package's own
   * `classify()` (main thread), turn by turn, so that a busy machine slows both alike.
   */
  async compare(photoUrl: string, modelUrl: string, runs: number): Promise<Comparison> {
    const photo = await fetchBlob(photoUrl);
    const theirPackage = await openPackage(modelUrl);
    const both = await repeat(runs, async () => ({
      ours: await classifyOnce(photo),
      theirs: await theirPackage.classify(photo),
    }));
    return {
      backend: theirPackage.backend,
      ours: both.map(({ ours }) => ours),
      theirs: both.map(({ theirs }) => theirs),
    };
  },
};

async function classifyOnce(photo: Blob): Promise<OurRun> {
  const startedAt = performance.now();
  const { classification } = await client.classify(photo);
  return {
    ...classification.timings,
    endToEndMs: performance.now() - startedAt,
    topLabel: classification.evidence.ranked[0]?.label ?? '',
  };
}

async function repeat<T>(runs: number, run: () => Promise<T>): Promise<T[]> {
  const WARM_UPS = 2;
  const results: T[] = [];
  for (let i = -WARM_UPS; i < runs; i += 1) {
    const result = await run();
    if (i >= 0) results.push(result);
  }
  return results;
}

async function fetchBlob(url: string): Promise<Blob> {
  return (await fetch(url)).blob();
}

/** What `page.evaluate` finds. */
type Bench = typeof bench;

declare global {
  interface Window {
    bench: Bench;
  }
}
window.bench = bench;

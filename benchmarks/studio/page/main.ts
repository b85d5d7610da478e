/** The page that trains with `@teachablemachine/image`, as its own guide does: on the main thread. */
import { createTeachable, type TeachableMobileNet } from '@teachablemachine/image';
import { cropTo } from '@teachablemachine/image/dist/utils/canvas';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import simd from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import { env, getBackend, setBackend } from '@tensorflow/tfjs-core';
import { LayersModel, loadLayersModel, Sequential } from '@tensorflow/tfjs-layers';
import { giveBackThread } from '../../../src/engine/give-back-thread';
import type { Part } from '../../../src/core/studio/sample';

/** Milliseconds a stage, and how well it went. */
export interface TeachableRun {
  backend: string;
  counts: Record<Part, number>;
  importMs: number;
  featuresMs: number;
  headMs: number;
  /** Judging the photos held out. */
  judgeMs: number;
  /** Share right of the photos held out. */
  accuracy: number;
}

export interface TeachableSettings {
  labels: string[];
  /** An export whose base is taken. */
  exportUrl: string;
  backend: 'wasm' | 'webgl';
  seed: number;
}

interface Taken {
  label: number;
  part: Part;
  canvas: HTMLCanvasElement;
}

/** The side that the base wants, in pixels. */
const SIDE = 224;
/** What Teachable Machine's own page starts with. */
const usual = { denseUnits: 100, epochs: 50, learningRate: 0.001, batchSize: 16 };
const BASE = 'indexeddb://base';
/** Where the base ends, in a MobileNetV2. */
const BASE_LAYER = 'out_relu';

const teachableBench = {
  /** Trains on the chosen files, `set/part/label/photo`. */
  async run({ labels, exportUrl, backend, seed }: TeachableSettings): Promise<TeachableRun> {
    await startBackend(backend);
    const teachable = await openTrainer(exportUrl);
    teachable.setLabels(labels);
    teachable.setSeed(`${seed}`);
    const [taken, importMs] = await time(() => takePhotos(labels));
    // It holds photos back by itself to watch its rounds, so it gets those of both parts.
    const learnt = taken.filter(({ part }) => part !== 'test');
    const heldOut = taken.filter(({ part }) => part === 'test');
    const [, featuresMs] = await time(async () => {
      for (const { label, canvas } of learnt) {
        await teachable.addExample(label, canvas);
        await giveBackThread();
      }
    });
    const [, headMs] = await time(() => teachable.train(usual));
    const [right, judgeMs] = await time(() => countRight(teachable, heldOut, labels));
    const countOf = (part: Part) => taken.filter((one) => one.part === part).length;
    return {
      ...{ backend: getBackend(), importMs, featuresMs, headMs, judgeMs },
      counts: { train: countOf('train'), valid: countOf('valid'), test: countOf('test') },
      accuracy: right / heldOut.length,
    };
  },
};

async function startBackend(backend: TeachableSettings['backend']): Promise<void> {
  // One thread is the faster form on few cores.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': threaded,
  });
  if (!(await setBackend(backend))) throw new Error(`no ${backend} here`);
}

/**
 * The trainer on its own base. The library would load it from the network; an export holds the very
 * same base, since only the head is trained.
 */
async function openTrainer(exportUrl: string): Promise<TeachableMobileNet> {
  const whole = await loadLayersModel(exportUrl);
  const [truncated] = whole.layers;
  const base = truncated instanceof Sequential ? truncated.layers[0] : undefined;
  if (!(base instanceof LayersModel)) throw new Error('the export holds no base');
  await base.save(BASE);
  whole.dispose();
  return createTeachable({}, { version: 2, checkpointUrl: BASE, trainingLayer: BASE_LAYER });
}

/** Decodes photos and cuts out their middle, as the library's own tools do. */
async function takePhotos(labels: string[]): Promise<Taken[]> {
  const files = [...(document.querySelector('input')?.files ?? [])];
  const taken: Taken[] = [];
  for (const file of files) {
    const [, part, label] = file.webkitRelativePath.split('/');
    const image = new Image();
    image.src = URL.createObjectURL(file);
    await image.decode();
    const canvas = cropTo(image, SIDE, false);
    URL.revokeObjectURL(image.src);
    taken.push({ label: labels.indexOf(label ?? ''), part: part as Part, canvas });
  }
  return taken;
}

async function countRight(
  teachable: TeachableMobileNet,
  photos: readonly Taken[],
  labels: readonly string[],
): Promise<number> {
  let right = 0;
  for (const { label, canvas } of photos) {
    const [top] = await teachable.predictTopK(canvas, 1);
    if (top?.className === labels[label]) right += 1;
    await giveBackThread();
  }
  return right;
}

async function time<T>(work: () => Promise<T>): Promise<[T, number]> {
  const startedAt = performance.now();
  const result = await work();
  return [result, performance.now() - startedAt];
}

declare global {
  interface Window {
    teachableBench: typeof teachableBench;
  }
}
window.teachableBench = teachableBench;

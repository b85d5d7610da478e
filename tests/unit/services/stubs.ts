import type { Classifier, ClassifyOptions, PhotoSource } from '../../../src/client/classifier';
import type { Classification } from '../../../src/core/classification';
import { ClassifierError } from '../../../src/core/errors';
import type { Manifest } from '../../../src/core/manifest';
import type { Evidence } from '../../../src/core/verdict';
import type { ClassifyReply, ModelSource, OpenedModel } from '../../../src/worker/protocol';

/** Ascending, as in a manifest. */
export const heldOutDistances = Array.from({ length: 39 }, (_, i) => 0.1 + i * 0.005);

export const manifest: Manifest = {
  format: 'bearings-model',
  version: 1,
  id: 'bears',
  name: 'Bears',
  summary: 'Three kinds of bear.',
  labels: ['black bear', 'grizzly bear', 'teddy bear'],
  input: {
    width: 224,
    height: 224,
    fit: 'crop',
    channels: 'rgb',
    layout: 'nhwc',
    scale: { multiply: 1 / 127.5, add: -1 },
  },
  network: {
    kind: 'head-on-trunk',
    trunk: { path: '../trunk/trunk.json', bytes: 1, sha256: '0'.repeat(64) },
    head: { path: 'head.bin', bytes: 1, sha256: '0'.repeat(64) },
  },
  output: 'logits',
  calibration: { temperature: 1, coverage: 0.9, setThreshold: 0.1, photos: 39 },
  detector: {
    kind: 'knn',
    k: 10,
    features: { start: 960, length: 320 },
    bank: { path: 'bank.bin', bytes: 1, sha256: '0'.repeat(64) },
    bankLabels: [],
    heldOutDistances,
  },
  thresholds: { confidence: 0.6, falseAlarmRate: 0.05 },
  golden: [{ seed: 1, probabilities: [1], labels: [0] }],
  evaluation: null,
  provenance: { trainedOn: 'photos', madeWith: 'a recipe', credits: [] },
  licence: 'MIT',
};

export const opened: OpenedModel = {
  manifest,
  device: {
    backend: 'wasm',
    trials: [],
    threads: 1,
    crossOriginIsolated: true,
    hardwareConcurrency: 2,
    tensors: 100,
  },
  bytesFetched: 1_900_000,
  openMs: 500,
};

/** Evidence for one of the three verdicts, under the manifest's own lines. */
export function evidenceFor(kind: 'match' | 'unsure' | 'out-of-domain'): Evidence {
  const top = kind === 'unsure' ? 0.5 : 0.95;
  return {
    ranked: [
      { label: 'grizzly bear', probability: top, setPValue: 0.6 },
      { label: 'black bear', probability: 1 - top, setPValue: kind === 'unsure' ? 0.4 : 0.05 },
    ],
    unrankedSetPValues: [],
    familiarity: {
      pValue: kind === 'out-of-domain' ? 0.025 : 0.5,
      distance: kind === 'out-of-domain' ? 0.6 : 0.15,
      nearest: [{ label: 'grizzly bear', similarity: 0.8 }],
    },
  };
}

export function classificationOf(evidence: Evidence, modelId = 'bears'): Classification {
  return {
    modelId,
    evidence,
    photo: { type: 'image/jpeg', size: { width: 640, height: 480 }, bytes: 1000, notices: [] },
    timings: { decodeMs: 10, fitMs: 2, inferenceMs: 20, judgeMs: 1, totalMs: 34 },
    requests: 0,
  };
}

/** A photo whose name says what the stub will answer. */
export function photoOf(answer: string, extra = ''): { name: string; file: Blob } {
  return { name: `${answer}${extra}.jpg`, file: new Blob([answer, '|', extra]) };
}

/**
 * Answers by the contents of the file (see `photoOf`). Every call waits for `release` when `held`.
 */
export class StubClassifier implements Classifier {
  held = false;
  readonly asked: string[] = [];
  readonly openedModels: (string | ModelSource)[] = [];
  openResult: () => Promise<OpenedModel> = () => Promise.resolve(opened);
  private waiting: (() => void)[] = [];
  private readonly restartListeners = new Set<() => void>();

  open(model: string | ModelSource): Promise<OpenedModel> {
    this.openedModels.push(model);
    return this.openResult();
  }

  async classify(photo: PhotoSource, { signal }: ClassifyOptions = {}): Promise<ClassifyReply> {
    const text = photo instanceof Blob ? await photo.text() : 'match';
    const answer = text.split('|')[0] ?? '';
    this.asked.push(text);
    if (this.held) await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (signal?.aborted) throw new ClassifierError('cancelled');
    if (answer === 'broken') throw new ClassifierError('file-truncated', 'stub');
    if (answer !== 'match' && answer !== 'unsure' && answer !== 'out-of-domain') {
      throw new ClassifierError('file-not-a-photo', answer);
    }
    return { classification: classificationOf(evidenceFor(answer)), view: null };
  }

  async classifyFrame(): Promise<ClassifyReply> {
    return { classification: classificationOf(evidenceFor('match')), view: null };
  }

  async compareBackends() {
    return [];
  }

  async countTensors() {
    return 100;
  }

  onRestart(listener: () => void): () => void {
    this.restartListeners.add(listener);
    return () => this.restartListeners.delete(listener);
  }

  restart(): void {
    for (const listener of this.restartListeners) listener();
  }

  dispose(): void {
    this.release();
  }

  release(): void {
    this.held = false;
    const { waiting } = this;
    this.waiting = [];
    for (const go of waiting) go();
  }
}

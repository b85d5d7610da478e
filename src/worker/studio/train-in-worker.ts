import { ClassifierError } from '../../core/errors';
import type { InputSpec } from '../../core/manifest';
import type { FeatureFiles } from '../../engine/training/feature-cache';
import type { TrainingPhoto } from '../../engine/training/extract-features';
import { trainModel } from '../../engine/training/train-model';
import { augment } from '../../photo/augment';
import { decodeImage } from '../../photo/decode-image';
import { FitCanvas } from '../../photo/draw-fit';
import { locateModel } from '../open-model';
import type { Reply } from '../protocol';
import type { WorkerSession } from '../session';
import { toModelFile } from '../to-model-file';
import type { TrainingHost, TrainingResult, TrainRequest } from '../training-protocol';

/** Handles `trainModel`: photos and remembered features come from the page, the model goes there. */
export async function trainInWorker(
  { engine, reader }: WorkerSession,
  { source, plan, id, name, backend, from }: TrainRequest,
  host: TrainingHost,
  signal: AbortSignal,
): Promise<TrainingResult> {
  const { files, name: manifestName } = await locateModel(source);
  const bundle = await reader.read(files, manifestName, { signal });
  const { input } = bundle.manifest;
  const canvas = new FitCanvas(input, input.fit);
  const {
    files: written,
    problem,
    ...outcome
  } = await trainModel({
    engine,
    reader,
    source: { bundle, files },
    plan,
    id,
    name,
    backend,
    from,
    signal,
    openPhoto: async (photoId) => open(unwrap(await host.readPhoto(photoId)), input, canvas),
    features: toFeatureFiles(host),
    onProgress: (progress) => host.onProgress(progress),
    onCheckpoint: (checkpoint) => host.onCheckpoint(checkpoint),
  });
  return {
    ...outcome,
    files: written.map(({ path, bytes }) => toModelFile(path, bytes)),
    problem: problem?.toPlain() ?? null,
  };
}

async function open(
  blob: Blob,
  { orientation }: InputSpec,
  canvas: FitCanvas,
): Promise<TrainingPhoto> {
  const { bitmap } = await decodeImage(blob, orientation);
  return {
    size: { width: bitmap.width, height: bitmap.height },
    draw: (plan) => augment(bitmap, canvas, plan),
    close: () => bitmap.close(),
  };
}

function toFeatureFiles(host: TrainingHost): FeatureFiles {
  return {
    read: async (name) => unwrap(await host.readFeatures(name)),
    write: async (name, blob) => void unwrap(await host.writeFeatures(name, blob)),
    removeFolder: async (folder) => void unwrap(await host.removeFeatures(folder)),
  };
}

function unwrap<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value;
  throw ClassifierError.fromPlain(reply.error);
}

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { ClassifierError } from '../core/errors';
import { toModelId } from '../core/model-id';
import { alterPixels } from '../core/studio/alter-pixels';
import { assignParts, groupSamples } from '../core/studio/assign-parts';
import { defaultDataBlock } from '../core/studio/create-project';
import { AlikeFinder } from '../core/studio/find-alike';
import { describeLook, LOOK_SIDE, readLook } from '../core/studio/look';
import type { DataBlock } from '../core/studio/project';
import { readPaths } from '../core/studio/read-paths';
import type { Sample } from '../core/studio/sample';
import { defaultTrainingSettings, type TrainingSettings } from '../core/studio/training-settings';
import type { TrainingPlan, TrainingSample } from '../core/training/training-plan';
import { Engine } from '../engine/engine';
import type { TrainingPhoto } from '../engine/training/extract-features';
import {
  type TrainingOutcome,
  type TrainingProgress,
  trainModel,
} from '../engine/training/train-model';
import { inspectPhoto } from '../photo/inspect-photo';
import { ModelReader } from '../model/read-model';
import { MANIFEST_NAME } from '../model/write-bundle';
import { DiskFeatureFiles } from './disk-feature-files';
import { DiskFiles } from './disk-files';
import { createNodeHost } from './node-host';
import { drawPlan, fitPhoto, openPhoto } from './open-photo';

export interface TrainOptions {
  /** A folder of folders, one a label; or of `train`, `valid` and `test` with such folders. */
  data: string;
  /** Where the model goes. */
  out: string;
  name?: string | undefined;
  /** A model of ours whose features are learnt from. */
  trunk: string;
  settings?: Partial<TrainingSettings>;
  /** Where features are remembered; not at all when absent. */
  cache?: string | undefined;
  onProgress?: (progress: TrainingProgress) => void;
  onPhotos?: (plan: TrainingPlan, unusable: readonly string[]) => void;
}

const PHOTO_NAME = /\.(jpe?g|png|webp|gif|avif|bmp)$/i;

/**
 * Trains a model on photos on the disk, just as the Studio does on a device.
 *
 * @throws ClassifierError as `trainModel`; `file-unreadable`; `file-unwritable`, before any work, when
 *   `out` holds something else than a model.
 */
export async function trainOnDisk(options: TrainOptions): Promise<TrainingOutcome> {
  const { data, out, trunk, cache } = options;
  await refuseToOverwrite(out);
  const settings = { ...defaultTrainingSettings, ...options.settings };
  const { split } = defaultDataBlock;
  const dataBlock = { ...defaultDataBlock, split: { ...split, seed: settings.seed } };
  const { plan, paths, unusable } = await gatherPhotos(data, dataBlock, settings);
  options.onPhotos?.(plan, unusable);
  const reader = new ModelReader();
  const files = new DiskFiles(trunk);
  const bundle = await reader.read(files, MANIFEST_NAME);
  const engine = new Engine(createNodeHost());
  try {
    const name = options.name ?? basename(resolve(out));
    const outcome = await trainModel({
      engine,
      reader,
      source: { bundle, files },
      plan,
      backend: 'wasm',
      id: toModelId(name),
      name,
      openPhoto: async (id) => openOnDisk(paths.get(id) ?? '', bundle.manifest.input),
      features: new DiskFeatureFiles(cache ?? null),
      ...(options.onProgress ? { onProgress: options.onProgress } : {}),
    });
    await writeFolder(out, outcome);
    return outcome;
  } finally {
    engine.close();
  }
}

async function openOnDisk(
  path: string,
  target: { width: number; height: number },
): Promise<TrainingPhoto> {
  const photo = await openPhoto(await readFile(path));
  return {
    size: photo,
    draw: async (plan) => alterPixels(await drawPlan(photo, target, plan.fit), plan),
    close: () => undefined,
  };
}

/** Photos with their labels and parts, as an import of the Studio would have them. */
async function gatherPhotos(data: string, dataBlock: DataBlock, settings: TrainingSettings) {
  const root = resolve(data);
  const files = await listPhotos(root);
  const names = files.map((file) => [basename(root), ...relative(root, file).split(sep)].join('/'));
  const facts = readPaths(names, dataBlock);
  const finder = new AlikeFinder(files.length);
  const samples = new Map<string, Sample>();
  const paths = new Map<string, string>();
  const unusable: string[] = [];
  for (const [i, file] of files.entries()) {
    const fact = facts[i];
    if (!fact?.label) continue;
    const bytes = await readFile(file);
    const id = createHash('sha256').update(bytes).digest('hex');
    // The same bytes are the same photo: the first place counts.
    if (samples.has(id)) continue;
    try {
      inspectPhoto(bytes);
      const look = await fitPhoto(await openPhoto(bytes), SQUARE, 'squish');
      finder.add(readLook(describeLook(look.data)));
    } catch (error) {
      unusable.push(
        `${names[i] ?? file}: ${ClassifierError.from(error, 'photo-decode-failed').code}`,
      );
      continue;
    }
    samples.set(id, toSample(id, names[i] ?? '', fact));
    paths.set(id, file);
  }
  const labels = [...new Set([...samples.values()].map(({ labelId }) => labelId ?? ''))].sort();
  const groups = finder.listGroups();
  const tied = [...samples.values()].map((sample, i) => ({
    ...sample,
    alike: `${groups[i] ?? i}`,
  }));
  return {
    plan: {
      labels,
      samples: planSamples(tied, labels, dataBlock),
      settings,
      item: dataBlock.item,
      batch: dataBlock.batch,
    } satisfies TrainingPlan,
    paths,
    unusable,
  };
}

const SQUARE = { width: LOOK_SIDE, height: LOOK_SIDE };

function planSamples(
  samples: readonly Sample[],
  labels: readonly string[],
  { split }: DataBlock,
): TrainingSample[] {
  const parts = assignParts(samples, split);
  const groups = groupSamples(samples, split.keepTogether);
  return samples.map(({ id, labelId }, i) => ({
    id,
    label: labels.indexOf(labelId ?? ''),
    part: parts.get(id) ?? 'train',
    group: `${groups[i] ?? i}`,
  }));
}

function toSample(
  id: string,
  path: string,
  { label, part, folder }: NonNullable<ReturnType<typeof readPaths>[number]>,
): Sample {
  return {
    ...{ id, path, folder, labelId: label, projectId: '', type: '' },
    ...{ part: part ?? 'train', folderPart: part, handPart: null, group: null, alike: null },
    ...{ width: 0, height: 0, bytes: 0, modifiedAt: 0, addedAt: 0, confirmedAt: null, copies: [] },
  };
}

async function listPhotos(root: string): Promise<string[]> {
  try {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && PHOTO_NAME.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    throw new ClassifierError('file-unreadable', root, { cause: error });
  }
}

/** A model there is replaced; anything else somebody keeps there is not ours to delete. */
async function refuseToOverwrite(out: string): Promise<void> {
  const entries: string[] = await readdir(out).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new ClassifierError('file-unwritable', out, { cause: error });
  });
  if (entries.length > 0 && !entries.includes(MANIFEST_NAME)) {
    throw new ClassifierError('file-unwritable', `${out} holds something else than a model`);
  }
}

/** Made beside and moved at the end: a stop half-way leaves an older copy whole. */
async function writeFolder(out: string, { files }: TrainingOutcome): Promise<void> {
  const unfinished = `${resolve(out)}.part`;
  await rm(unfinished, { recursive: true, force: true });
  for (const { path, bytes } of files) {
    const to = join(unfinished, path);
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, bytes);
  }
  await rm(out, { recursive: true, force: true });
  await rename(unfinished, out);
}

import { ClassifierError } from '../../core/errors';
import type { FileTree, TreeFile } from '../file-tree';
import { asRecord } from '../json-values';
import type { ReadOptions } from '../model-files';
import type { ModelJson } from './format';
import { folderName, plainName } from './names';
import { checkJsonSize, parseBoundedJson } from './parse-bounded-json';
import { isSidecar } from './sidecars';
import { sniffModelFile } from './sniff-model-file';

/** Of a folder full of JSON files that are no model, these many are opened. */
const MAX_OTHER_FILES = 40;

/**
 * Finds the one `model.json` of a tree, wherever it lies and whatever it is called: by what is in it.
 *
 * @returns `null` when there is none.
 * @throws ClassifierError `model-several-found`, `model-without-weights`, `model-json-damaged`,
 *   `model-json-too-large`, `file-unreadable`, `cancelled`.
 */
export async function findModel(tree: FileTree, options: ReadOptions): Promise<ModelJson | null> {
  const named = tree.files.filter(({ path }) => plainName(path) === 'model.json');
  const found = await readModels(named, options, true);
  if (found.length === 0) {
    const others = tree.files
      .filter((file) => plainName(file.path).endsWith('.json') && !named.includes(file))
      .filter(({ path }) => !isSidecar(path))
      .slice(0, MAX_OTHER_FILES);
    found.push(...(await readModels(others, options, false)));
  }
  return chooseOne(found);
}

async function readModels(
  files: readonly TreeFile[],
  options: ReadOptions,
  isNamedSo: boolean,
): Promise<ModelJson[]> {
  const models: ModelJson[] = [];
  for (const file of files) {
    const json = await readJson(file, options, isNamedSo);
    const model = asModel(asRecord(json), file.path);
    if (model) models.push(model);
  }
  return models;
}

/** A `model.json` must be readable; any other JSON file may be somebody else's. */
async function readJson(
  file: TreeFile,
  options: ReadOptions,
  isNamedSo: boolean,
): Promise<unknown> {
  checkJsonSize(file.path, file.bytes);
  const bytes = await file.read(options);
  // Another kind of model under this name.
  const kind = sniffModelFile(bytes);
  if (kind) throw new ClassifierError(kind, file.path);
  try {
    return parseBoundedJson(bytes, file.path);
  } catch (error) {
    const isForeign =
      !isNamedSo && error instanceof ClassifierError && error.code.startsWith('model-json-');
    if (isForeign) return null;
    throw error;
  }
}

function asModel(json: Record<string, unknown> | null, path: string): ModelJson | null {
  if (!json) return null;
  const topology = asRecord(json['modelTopology']);
  if (topology) {
    return { path, json, topology, kind: Array.isArray(topology['node']) ? 'graph' : 'layers' };
  }
  // What Keras writes as `model.to_json()`.
  if (typeof json['class_name'] === 'string' && asRecord(json['config'])) {
    throw new ClassifierError('model-without-weights', path);
  }
  return null;
}

/** The one nearest to the top; two at the same height could both be meant. */
function chooseOne(models: readonly ModelJson[]): ModelJson | null {
  const depth = ({ path }: ModelJson) => folderName(path).split('/').filter(Boolean).length;
  const sorted = [...models].sort((a, b) => depth(a) - depth(b));
  const [first, second] = sorted;
  if (!first) return null;
  if (second && depth(first) === depth(second)) {
    const paths = sorted.map(({ path }) => path).slice(0, 10);
    throw new ClassifierError('model-several-found', paths.join(', '));
  }
  return first;
}

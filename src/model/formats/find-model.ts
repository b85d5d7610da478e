import { ClassifierError } from '../../core/errors';
import type { FileTree, TreeFile } from '../file-tree';
import { asRecord } from '../json-values';
import type { ReadOptions } from '../model-files';
import type { ModelJson } from './format';
import { depth, plainName } from './names';
import { checkJsonSize, parseBoundedJson } from './parse-bounded-json';
import { isSidecar } from './sidecars';
import { sniffModelFile } from './sniff-model-file';

/** Of a folder full of JSON files that are no model, these many are opened. */
const MAX_OTHER_FILES = 40;

/** The model that is meant, and those that lie in the same tree. */
export interface FoundModels {
  model: ModelJson;
  others: readonly ModelJson[];
}

/**
 * Finds the models of a tree, wherever they lie and whatever they are called: by what is in them. The
 * one nearest to the top is meant; of several there, the one that is called `model.json`.
 *
 * @returns `null` when there is none.
 * @throws ClassifierError `model-several-found`, `model-without-weights`, `model-json-damaged`,
 *   `model-json-too-large`, `file-unreadable`, `cancelled`.
 */
export async function findModels(
  tree: FileTree,
  options: ReadOptions,
): Promise<FoundModels | null> {
  const named: ModelJson[] = [];
  for (const file of tree.files.filter(isNamedSo)) {
    const model = asModel(asRecord(await readJson(file, options)), file.path);
    if (model) named.push(model);
  }
  const { models: others, problem } = await readOthers(tree, options);
  const models = [...named, ...others];
  const model = chooseOne(models);
  if (!model && problem) throw problem;
  return model && { model, others: models.filter((one) => one !== model) };
}

function isNamedSo({ path }: { path: string }): boolean {
  return plainName(path) === 'model.json';
}

/** What JSON files of other names hold; one that is no model matters only where there is no other. */
async function readOthers(
  tree: FileTree,
  options: ReadOptions,
): Promise<{ models: ModelJson[]; problem: ClassifierError | null }> {
  const files = tree.files
    .filter((file) => plainName(file.path).endsWith('.json') && !isNamedSo(file))
    .filter(({ path }) => !isSidecar(path))
    .slice(0, MAX_OTHER_FILES);
  const models: ModelJson[] = [];
  let problem: ClassifierError | null = null;
  for (const file of files) {
    try {
      const model = asModel(asRecord(await readJson(file, options)), file.path);
      if (model) models.push(model);
    } catch (error) {
      if (!(error instanceof ClassifierError) || !error.code.startsWith('model-')) throw error;
      // What cannot be parsed may be anybody's.
      if (error.code !== 'model-json-damaged') problem ??= error;
    }
  }
  return { models, problem };
}

async function readJson(file: TreeFile, options: ReadOptions): Promise<unknown> {
  checkJsonSize(file.path, file.bytes);
  const bytes = await file.read(options);
  // Another kind of model under this name.
  const kind = sniffModelFile(bytes);
  if (kind) throw new ClassifierError(kind, file.path);
  return parseBoundedJson(bytes, file.path);
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

/** Two of one name at the same height could both be meant. */
function chooseOne(models: readonly ModelJson[]): ModelJson | null {
  const top = Math.min(...models.map(({ path }) => depth(path)));
  const nearest = models.filter(({ path }) => depth(path) === top);
  const named = nearest.filter(isNamedSo);
  const [first, ...rest] = named.length > 0 ? named : nearest;
  if (first && rest.length > 0) {
    const paths = [first, ...rest].map(({ path }) => path).slice(0, 10);
    throw new ClassifierError('model-several-found', paths.join(', '));
  }
  return first ?? null;
}

import { ClassifierError } from '../../core/errors';
import type { FileTree, TreeFile } from '../file-tree';
import { specBytes, type WeightGroup } from '../weights-manifest';
import { baseName, distance, folderName, plainName, shardName } from './names';

/**
 * Finds the files that hold a model's weights, in the order of its manifest, also where they were
 * renamed in the usual ways: folders flattened, ".bin" lost or added, "weights (1).bin", one file for
 * all that were many or the other way round.
 *
 * @param modelPath The `model.json`'s path.
 * @throws ClassifierError `model-part-missing`, naming the files; `model-part-damaged` when they are
 *   shorter or longer than promised.
 */
export function findShards(
  tree: FileTree,
  modelPath: string,
  groups: readonly WeightGroup[],
): TreeFile[] {
  const paths = groups.flatMap((group) => group.paths);
  const promised = groups
    .flatMap(({ weights }) => weights)
    .reduce((sum, spec) => sum + specBytes(spec), 0);
  const files = tree.files.filter((file) => isWeights(file.path));
  const named = paths.map((path) => findByName(files, modelPath, path));
  const isComplete = !named.includes(null) && new Set(named).size === paths.length;
  const found = isComplete
    ? named.filter((file) => file !== null)
    : (findNumbered(files, promised) ?? findBySize(files, promised));
  if (!found) {
    const missing = paths.filter((_, index) => !named[index]);
    const list = (missing.length > 0 ? missing : paths).slice(0, 20).join(', ');
    throw new ClassifierError('model-part-missing', `${modelPath} needs ${list}`);
  }
  const present = found.reduce((sum, { bytes }) => sum + bytes, 0);
  if (present === promised) return found;
  const list = found.map(({ path }) => path).slice(0, 20);
  throw new ClassifierError(
    'model-part-damaged',
    `${list.join(', ')}: ${present} bytes instead of ${promised}`,
  );
}

/** Whether a file may hold weights, by its name: what surely holds something else is left out. */
export function isWeights(path: string): boolean {
  return !/\.(?:json|txt|md|html?|js|mjs|ts|py|css|csv|ya?ml|manifest|jpe?g|png|gif|webp|svg|avif|heic|pb|h5|keras|tflite|onnx|pt|pth|pkl|zip|wasm)$/i.test(
    path,
  );
}

function findByName(files: readonly TreeFile[], modelPath: string, path: string): TreeFile | null {
  const folder = folderName(modelPath);
  const full = folder === '' ? path : `${folder}/${path}`;
  const tests: ((file: TreeFile) => boolean)[] = [
    (file) => file.path === full.replace(/^\.\//, ''),
    (file) => baseName(file.path) === baseName(path),
    (file) => plainName(file.path) === plainName(path),
    (file) => shardName(file.path) === shardName(path),
  ];
  for (const test of tests) {
    const [first] = files
      .filter(test)
      .sort((a, b) => distance(a.path, modelPath) - distance(b.path, modelPath));
    if (first) return first;
  }
  return null;
}

/** A whole set of `…shard3of7` files whose manifest calls them something else. */
function findNumbered(files: readonly TreeFile[], promised: number): TreeFile[] | null {
  const sets = new Map<string, { file: TreeFile; group: number; shard: number; of: number }[]>();
  for (const file of files) {
    const match = /(?:group(\d+)-)?shard(\d+)of(\d+)/i.exec(plainName(file.path));
    if (!match) continue;
    const [, group = '1', shard = '', of = ''] = match;
    const entry = { file, group: Number(group), shard: Number(shard), of: Number(of) };
    const folder = folderName(file.path);
    sets.set(folder, [...(sets.get(folder) ?? []), entry]);
  }
  const whole = [...sets.values()]
    .map((set) => set.sort((a, b) => a.group - b.group || a.shard - b.shard))
    .filter((set) => set.reduce((sum, { file }) => sum + file.bytes, 0) === promised);
  return whole.length === 1 ? (whole[0]?.map(({ file }) => file) ?? null) : null;
}

/** The only file of exactly the size that all weights together have. */
function findBySize(files: readonly TreeFile[], promised: number): TreeFile[] | null {
  const fitting = files.filter(({ bytes }) => bytes === promised);
  return fitting.length === 1 ? fitting : null;
}

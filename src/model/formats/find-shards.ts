import { ClassifierError } from '../../core/errors';
import type { FileTree, TreeFile } from '../file-tree';
import { specBytes, type WeightGroup } from '../weights-manifest';
import { baseName, copyMark, distance, folderName, plainName, shardName } from './names';

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
  const mark = copyMark(modelPath);
  const isComplete = !named.includes(null) && new Set(named).size === paths.length;
  const found = isComplete
    ? named.filter((file) => file !== null)
    : (findNumbered(files, promised, mark) ?? findBySize(files, promised, mark));
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
  return !/\.(?:json|txt|md|html?|js|mjs|ts|py|css|csv|ya?ml|manifest|jpe?g|png|gif|webp|svg|avif|heic|pb|h5|keras|tflite|onnx|pt|pth|pkl|zip|tm|7z|rar|tar|tgz|wasm)$/i.test(
    path,
  );
}

/**
 * The file that a manifest means by this name: one of the same copy as the `model.json` first, then
 * the one whose name says so best, then the nearest.
 */
function findByName(files: readonly TreeFile[], modelPath: string, path: string): TreeFile | null {
  const folder = folderName(modelPath);
  const full = folder === '' ? path : `${folder}/${path}`;
  const tests: ((file: TreeFile) => boolean)[] = [
    (file) => file.path === full.replace(/^\.\//, ''),
    (file) => baseName(file.path) === baseName(path),
    (file) => plainName(file.path) === plainName(path),
    (file) => shardName(file.path) === shardName(path),
  ];
  const named = chooseCopy(
    files.filter((file) => tests.some((test) => test(file))),
    copyMark(path) || copyMark(modelPath),
  );
  const rank = (file: TreeFile) => tests.findIndex((test) => test(file));
  const near = ({ path }: TreeFile) => distance(path, modelPath);
  return [...named].sort((a, b) => rank(a) - rank(b) || near(a) - near(b))[0] ?? null;
}

/**
 * Of files that were downloaded more than once, those of the wanted copy. Where that one is not there
 * and several others are, none: each could be another model's.
 */
function chooseCopy(files: readonly TreeFile[], mark: string): readonly TreeFile[] {
  const same = files.filter(({ path }) => copyMark(path) === mark);
  if (same.length > 0) return same;
  return new Set(files.map(({ path }) => copyMark(path))).size > 1 ? [] : files;
}

/** A whole set of `…shard3of7` files whose manifest calls them something else. */
function findNumbered(
  files: readonly TreeFile[],
  promised: number,
  mark: string,
): TreeFile[] | null {
  const sets = new Map<string, { file: TreeFile; group: number; shard: number }[]>();
  for (const file of files) {
    const match = /(?:group(\d+)-)?shard(\d+)of\d+/i.exec(plainName(file.path));
    if (!match) continue;
    const [, group = '1', shard = ''] = match;
    const key = `${folderName(file.path)}/${copyMark(file.path)}`;
    const entry = { file, group: Number(group), shard: Number(shard) };
    sets.set(key, [...(sets.get(key) ?? []), entry]);
  }
  const whole = [...sets.values()]
    .map((set) => set.sort((a, b) => a.group - b.group || a.shard - b.shard))
    .map((set) => set.map(({ file }) => file))
    .filter((set) => set.reduce((sum, { bytes }) => sum + bytes, 0) === promised);
  return findOnly(whole, ([first]) => first !== undefined && copyMark(first.path) === mark);
}

/** The only file of exactly the size that all weights together have. */
function findBySize(files: readonly TreeFile[], promised: number, mark: string): TreeFile[] | null {
  const fitting = files.filter(({ bytes }) => bytes === promised);
  const file = findOnly(fitting, ({ path }) => copyMark(path) === mark);
  return file && [file];
}

/** The only one, or the only one of the wanted copy. */
function findOnly<T>(found: readonly T[], isWanted: (one: T) => boolean): T | null {
  const chosen = found.length > 1 ? found.filter(isWanted) : found;
  return chosen.length === 1 ? (chosen[0] ?? null) : null;
}

import type { FileTree, TreeFile } from '../file-tree';
import { asRecord } from '../json-values';
import type { ReadOptions } from '../model-files';
import { decodeText } from './decode-text';
import { copyMark, distance, plainName } from './names';
import { parseBoundedJson } from './parse-bounded-json';

/** Files beside a model that are worth reading; all of them small. */
const jsonNames = [
  'metadata.json',
  'signature.json',
  'cvexport.manifest',
  'manifest.json',
  'model_meta.json',
  'environment.json',
  'deployment-metadata.json',
  'labels.json',
  'classes.json',
  'class_names.json',
  'class_indices.json',
];
const textNames = [
  'labels.txt',
  'dict.txt',
  'classes.txt',
  'class_names.txt',
  'label_map.txt',
  'labelmap.txt',
  'readme.roboflow.txt',
];
/** ImageNet's labels take 30 kB. */
const MAX_SIDECAR_BYTES = 2 ** 20;

/** Whether a file is known to stand beside a model, and so is not the model itself. */
export function isSidecar(path: string): boolean {
  return jsonNames.includes(plainName(path));
}

/** The small files around a model, read. */
export class Sidecars {
  private constructor(
    private readonly parsed: ReadonlyMap<string, unknown>,
    private readonly texts: ReadonlyMap<string, ReturnType<typeof decodeText>>,
  ) {}

  /**
   * Reads the known ones. Of several with one name the nearest to the model counts. One that cannot
   * be parsed is an error, not a gap: what it would have said is missing from the contract.
   *
   * @param modelPath Where the model lies, or the empty path.
   * @throws ClassifierError `model-json-damaged`, `file-unreadable`, `cancelled`.
   */
  static async read(tree: FileTree, modelPath: string, options: ReadOptions): Promise<Sidecars> {
    const parsed = new Map<string, unknown>();
    const texts = new Map<string, ReturnType<typeof decodeText>>();
    for (const name of [...jsonNames, ...textNames]) {
      const file = findNamed(tree, name, modelPath) ?? findNearest(tree, name, modelPath);
      if (!file) continue;
      const bytes = await file.read(options);
      // It was gzip'd.
      if (bytes.byteLength > MAX_SIDECAR_BYTES) continue;
      if (jsonNames.includes(name)) parsed.set(name, parseBoundedJson(bytes, file.path));
      else texts.set(name, decodeText(bytes));
    }
    return new Sidecars(parsed, texts);
  }

  /** A JSON file's content by its usual name, `null` when there is none. */
  json(name: string): Record<string, unknown> | null {
    return asRecord(this.parsed.get(name));
  }

  /** The same, whatever its content: an array, for instance. */
  value(name: string): unknown {
    return this.parsed.get(name) ?? null;
  }

  /** The lines of a text file that hold something, trimmed; `null` when there is no such file. */
  lines(name: string): string[] | null {
    const file = this.texts.get(name);
    if (!file) return null;
    const lines = file.text.split(/\r\n|\r|\n/);
    return lines.map((line) => line.trim()).filter((line) => line !== '');
  }

  /** Whether a text file's letters beyond ASCII are only likely: it is in no form of Unicode. */
  isLikely(name: string): boolean {
    return this.texts.get(name)?.isUnicode === false;
  }
}

/** ml5 calls its own by the model: `bears_meta.json` beside `bears.json`. */
function findNamed(tree: FileTree, name: string, modelPath: string): TreeFile | undefined {
  const own = plainName(modelPath).replace(/\.json(?:\.gz)?$/, '_meta.json');
  const isTheirs = name === 'model_meta.json' && own !== plainName(modelPath);
  return isTheirs ? findNearest(tree, own, modelPath) : undefined;
}

/** The nearest; of several copies in one folder that of the same download as the model. */
function findNearest(tree: FileTree, name: string, modelPath: string): TreeFile | undefined {
  const isOther = ({ path }: TreeFile) => Number(copyMark(path) !== copyMark(modelPath));
  return tree.files
    .filter(({ path, bytes }) => bytes <= MAX_SIDECAR_BYTES && plainName(path) === name)
    .sort(
      (a, b) =>
        distance(a.path, modelPath) - distance(b.path, modelPath) || isOther(a) - isOther(b),
    )[0];
}

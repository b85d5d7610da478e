import { ClassifierError, type ErrorCode } from '../../core/errors';
import type { FileTree, TreeFile } from '../file-tree';
import type { ReadOptions } from '../model-files';
import type { Clues } from './format';
import { isWeights } from './find-shards';
import { baseName } from './names';
import { projectType, readSamples } from './samples';
import type { Sidecars } from './sidecars';
import { sniffModelFile } from './sniff-model-file';
import { nameOtherProject } from './teachable-machine';

/** Files are read whole to look at their first bytes; larger ones are judged by their names. */
const MAX_SNIFFED_BYTES = 100 * 2 ** 20;
/** In a large folder the likeliest are looked at. */
const MAX_SNIFFED_FILES = 40;

/**
 * Refuses models for TensorFlow.js that classify no photos.
 *
 * @throws ClassifierError `model-is-audio`, `model-is-pose`, `model-is-detector`,
 *   `model-is-segmenter`.
 */
export function refuseClues(clues: Clues): void {
  const { sidecars } = clues;
  const other = nameOtherProject(clues);
  if (other) throw new ClassifierError(`model-is-${other}`, 'metadata.json');
  const domain = sidecars.json('cvexport.manifest')?.['DomainType'];
  if (domain === 'ObjectDetection') {
    throw new ClassifierError('model-is-detector', `cvexport.manifest: DomainType ${domain}`);
  }
  const [first] = sidecars.lines('dict.txt') ?? [];
  if (first === 'background') {
    throw new ClassifierError('model-is-detector', 'dict.txt begins with “background”');
  }
  const task = sidecars.json('model_meta.json')?.['task'];
  if (task === 'regression') {
    throw new ClassifierError('model-is-not-for-images', 'model_meta.json: regression');
  }
}

/**
 * Says what a tree without a TensorFlow.js model is, as a refusal with what to do instead.
 *
 * @throws ClassifierError always: one of the `model-is-…` codes, `model-weights-only`,
 *   `model-none-found`, or why an archive stayed closed; also `file-unreadable`, `cancelled`.
 */
export async function refuseTree(
  tree: FileTree,
  sidecars: Sidecars,
  options: ReadOptions,
): Promise<never> {
  const closed = tree.files.find((file) => file.closed)?.closed;
  if (!closed) refuseProject(tree, sidecars);
  const paths = tree.files.map(({ path }) => path);
  for (const [code, pattern] of treeSigns) {
    const sign = paths.find((path) => pattern.test(path));
    if (sign !== undefined) throw new ClassifierError(code, sign);
  }
  for (const file of chooseFiles(tree)) {
    const code = await identify(file, options);
    if (code) throw new ClassifierError(code, file.path);
  }
  // The model may be in it.
  if (closed) throw closed;
  const weights = paths.find((path) => /shard\d+of\d+|weights[^/]*\.bin$/i.test(baseName(path)));
  if (weights !== undefined) throw new ClassifierError('model-weights-only', weights);
  const shown = paths.slice(0, 10).join(', ');
  throw new ClassifierError('model-none-found', shown === '' ? 'no files' : shown);
}

/** A Teachable Machine project: what it holds is said, so that nothing looks lost. */
function refuseProject(tree: FileTree, sidecars: Sidecars): void {
  const type = projectType(sidecars.json('manifest.json'));
  if (type === 'audio') throw new ClassifierError('model-is-audio', 'a Teachable Machine project');
  if (type === 'pose') throw new ClassifierError('model-is-pose', 'a Teachable Machine project');
  if (type !== 'image') return;
  const samples = readSamples(tree);
  const labels = [...new Set(samples.map(({ label }) => label))];
  const detail = `${samples.length} photos of ${labels.length} classes: ${labels.join(', ')}`;
  throw new ClassifierError('model-is-project', detail.slice(0, 500));
}

/** What several files together give away, before any one of them is looked into. */
const treeSigns: readonly (readonly [ErrorCode, RegExp])[] = [
  [
    'model-is-edge-impulse',
    /(?:^|\/)(?:edge-impulse-[^/]*\.(?:js|wasm)|run-impulse\.js|edge-impulse-sdk\/.*)$|\.eim$/i,
  ],
  ['model-is-roboflow', /(?:^|\/)readme\.(?:roboflow|dataset)\.txt$/i],
  ['model-is-saved-model', /(?:^|\/)saved_model\.pb(?:txt)?$/i],
  ['model-is-keras', /(?:^|\/)model\.weights\.h5$/i],
  ['model-is-old-tfjs', /(?:^|\/)(?:tensorflowjs_model\.pb|weights_manifest\.json)$/i],
  ['model-is-core-ml', /(?:^|\/)com\.apple\.CoreML\/|\.mlpackage\//i],
  ['model-is-pytorch', /(?:^|\/)data\.pkl$/i],
];

/** By name, for what is too large to read or says nothing about itself. */
const nameSigns: readonly (readonly [ErrorCode, RegExp])[] = [
  ['model-is-h5', /\.(?:h5|hdf5)$/i],
  ['model-is-keras', /\.keras$/i],
  ['model-is-tflite', /\.(?:tflite|lite)$/i],
  ['model-is-onnx', /\.onnx$/i],
  ['model-is-pytorch', /\.(?:pt|pth|pkl|ptl|safetensors|ckpt)$/i],
  ['model-is-core-ml', /\.(?:mlmodel|mlpackage)$/i],
  ['model-is-frozen-graph', /\.pb(?:txt)?$/i],
];

function chooseFiles({ files }: FileTree): TreeFile[] {
  const looksLikeModel = ({ path }: TreeFile) => nameSigns.some(([, sign]) => sign.test(path));
  const others = files.filter((file) => !looksLikeModel(file) && isWeights(file.path));
  return [...files.filter(looksLikeModel), ...others].slice(0, MAX_SNIFFED_FILES);
}

/** Content first; the name counts where the content says nothing. */
async function identify(file: TreeFile, options: ReadOptions): Promise<ErrorCode | null> {
  const byContent =
    file.bytes <= MAX_SNIFFED_BYTES ? sniffModelFile(await file.read(options)) : null;
  return byContent ?? nameSigns.find(([, sign]) => sign.test(file.path))?.[0] ?? null;
}

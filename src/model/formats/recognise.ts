import type { FileTree } from '../file-tree';
import type { ReadOptions } from '../model-files';
import { automl } from './automl';
import { customVision } from './custom-vision';
import { findModel } from './find-model';
import type { Clues, Format, FormatOptions } from './format';
import { graphModel } from './graph-model';
import type { Recognised } from './index';
import { kerasLayers } from './keras-layers';
import { lobe } from './lobe';
import { ml5 } from './ml5';
import { mobilenet } from './mobilenet';
import { folderName, plainName } from './names';
import { refuseClues, refuseTree } from './refusals';
import { Sidecars } from './sidecars';
import { teachableMachine } from './teachable-machine';
import { teachableMachineProject } from './teachable-machine-project';

/** The first that matches opens it: makers before the two that take anything. */
const formats: readonly Format[] = [
  teachableMachineProject,
  teachableMachine,
  lobe,
  customVision,
  ml5,
  automl,
  mobilenet,
  kerasLayers,
  graphModel,
];

export async function recognise(tree: FileTree, options: FormatOptions): Promise<Recognised> {
  const reading: ReadOptions = options.signal ? { signal: options.signal } : {};
  const bundle = findBundle(tree);
  if (bundle !== null) return { kind: 'bearings', path: bundle };
  const model = await findModel(tree, reading);
  if (!model) return refuseTree(tree, await Sidecars.read(tree, '', reading), reading);
  const clues: Clues = { tree, model, sidecars: await Sidecars.read(tree, model.path, reading) };
  refuseClues(clues);
  const format = formats.find((one) => one.match(clues)) ?? kerasLayers;
  return { kind: 'foreign', model: await format.open(clues, options) };
}

/** Our own manifest, the one nearest to the top. */
function findBundle({ files }: FileTree): string | null {
  const depth = (path: string) => folderName(path).split('/').filter(Boolean).length;
  const paths = files.map(({ path }) => path).filter((path) => plainName(path) === 'bearings.json');
  return paths.sort((a, b) => depth(a) - depth(b))[0] ?? null;
}

import { ClassifierError } from '../../core/errors';
import type { FileTree } from '../file-tree';
import type { ReadOptions } from '../model-files';
import { automl } from './automl';
import { customVision } from './custom-vision';
import { findModels } from './find-model';
import type { Clues, Format, FormatOptions } from './format';
import { graphModel } from './graph-model';
import type { Recognised } from './index';
import { kerasLayers } from './keras-layers';
import { lobe } from './lobe';
import { ml5 } from './ml5';
import { mobilenet } from './mobilenet';
import { depth, plainName } from './names';
import { noteOthers, takeOwnFiles } from './own-files';
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
  if (bundle !== null && !hasModelAbove(tree, bundle)) return { kind: 'bearings', path: bundle };
  const found = await findModels(tree, reading);
  if (bundle !== null && (!found || depth(found.model.path) >= depth(bundle))) {
    return { kind: 'bearings', path: bundle };
  }
  if (!found) return refuseTree(tree, await Sidecars.read(tree, '', reading), reading);
  const { model } = found;
  const own = takeOwnFiles(tree, found);
  const clues: Clues = {
    tree: own,
    model,
    sidecars: await Sidecars.read(own, model.path, reading),
  };
  refuseClues(clues);
  const format = formats.find((one) => one.match(clues)) ?? kerasLayers;
  const opened = await format.open(clues, options);
  return {
    kind: 'foreign',
    model: { ...opened, notes: [...noteOthers(found), ...noteClosed(tree), ...opened.notes] },
  };
}

/** Says which archives among the files were not looked into: photos may be in them. */
function noteClosed({ files }: FileTree): string[] {
  const all = files.flatMap(({ path, closed }) => (closed ? [{ path, closed }] : []));
  const [first, ...rest] = all;
  if (!first) return [];
  const more = rest.length > 0 ? ` The same goes for ${rest.length} more.` : '';
  return [`${first.path} stayed closed. ${first.closed.message} ${first.closed.wayOn}${more}`];
}

/**
 * Our own manifest, the one nearest to the top.
 *
 * @throws ClassifierError `model-several-found` when two are.
 */
function findBundle({ files }: FileTree): string | null {
  const paths = files.map(({ path }) => path).filter((path) => plainName(path) === 'bearings.json');
  const [first, second] = paths.sort((a, b) => depth(a) - depth(b));
  if (first !== undefined && second !== undefined && depth(first) === depth(second)) {
    throw new ClassifierError('model-several-found', paths.slice(0, 10).join(', '));
  }
  return first ?? null;
}

/** Whether something that may be a model lies nearer to the top than our own manifest. */
function hasModelAbove({ files }: FileTree, bundle: string): boolean {
  return files.some(({ path }) => plainName(path) === 'model.json' && depth(path) < depth(bundle));
}

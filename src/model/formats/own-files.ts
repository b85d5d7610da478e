import type { FileTree } from '../file-tree';
import { joinPath } from '../join-path';
import { asArray, asRecord, asTexts } from '../json-values';
import type { FoundModels } from './find-model';
import type { ModelJson } from './format';
import { folderName, isWithin } from './names';

/**
 * The files of a tree that may belong to the model that is meant: what lies in or below the folder of
 * another model is that one's, and so are weights beside both that only the other one names.
 */
export function takeOwnFiles(tree: FileTree, { model, others }: FoundModels): FileTree {
  const home = folderName(model.path);
  const folders = others.map(({ path }) => folderName(path)).filter((one) => !isWithin(home, one));
  const own = new Set(listWeights(model));
  const taken = new Set(others.flatMap(listWeights).filter((path) => !own.has(path)));
  const files = tree.files.filter(
    ({ path }) => !taken.has(path) && !folders.some((folder) => isWithin(path, folder)),
  );
  return { ...tree, files };
}

/** A sentence that says which of several models this is; none for the only one. */
export function noteOthers({ model, others }: FoundModels): string[] {
  const [first, ...rest] = others;
  if (!first) return [];
  const more = rest.length > 0 ? ` and ${rest.length} more` : '';
  return [
    `There are several models among these files. Opened: ${model.path}. Left alone: ${first.path}${more}.`,
  ];
}

/** Where a model's weights lie by its own word; nothing of it is believed yet. */
function listWeights({ path, json }: ModelJson): string[] {
  const groups = asArray(json['weightsManifest']);
  const names = groups.flatMap((group) => asTexts(asRecord(group)?.['paths']) ?? []);
  return names.map((name) => joinPath(folderName(path), name));
}

import type { DataBlock } from './project';
import type { Part } from './sample';

/** What a photo's place among the others says about it. */
export interface PathFacts {
  /** `null`: its place names no label. */
  label: string | null;
  part: Part | null;
  /** The folders below the label's own, or `null`. */
  folder: string | null;
}

/** Between a sample's class and its number in a Teachable Machine project: `Class 1-!-0.jpg`. */
const TEACHABLE_MACHINE = '-!-';

const partNames: Readonly<Record<string, Part>> = {
  train: 'train',
  training: 'train',
  valid: 'valid',
  validation: 'valid',
  val: 'valid',
  dev: 'valid',
  test: 'test',
  testing: 'test',
};

/**
 * Reads labels and parts from where photos lie. Below the folder that all share, the first folder is
 * the label's; folders called train, valid or test say the part, above the label's folder or below
 * it. Photos that all lie loose in one folder get that folder's name.
 *
 * @param paths Relative, with `/`, of photos that were handed over together.
 * @returns What each says; `null` for one that lies too deep to be meant.
 */
export function readPaths(
  paths: readonly string[],
  { labels: rule, items }: Pick<DataBlock, 'labels' | 'items'>,
): (PathFacts | null)[] {
  const folders = paths.map((path) => path.split('/').slice(0, -1));
  const shared = countShared(folders);
  const common = folders[0]?.slice(0, shared) ?? [];
  const commonPart = common.map(readPart).find((part) => part !== null) ?? null;
  const commonName = common.findLast((name) => readPart(name) === null) ?? null;
  const facts = paths.map((path, i) => {
    const own = folders[i]?.slice(shared) ?? [];
    const part = own.map(readPart).find((one) => one !== null) ?? commonPart;
    const [label = null, ...below] = own.filter((name) => readPart(name) === null);
    if (items === 'top-folders' && below.length > 0) return null;
    const folder = below.length > 0 ? below.join('/') : null;
    return { label: labelOf(path, label, rule), part, folder };
  });
  const areAllLoose = rule === 'folder' && facts.every((one) => !one || one.label === null);
  return areAllLoose ? facts.map((one) => one && { ...one, label: commonName }) : facts;
}

function labelOf(path: string, folder: string | null, rule: DataBlock['labels']): string | null {
  const name = path.split('/').at(-1) ?? '';
  const at = name.lastIndexOf(TEACHABLE_MACHINE);
  if (at > 0) return name.slice(0, at);
  if (rule === 'by-hand') return null;
  return rule === 'folder' ? folder : readFileName(name);
}

/**
 * The label in a file's name: what stands before the number at its end.
 *
 * @example readFileName('great_pyrenees_173.jpg') // 'great pyrenees'
 */
export function readFileName(name: string): string | null {
  const stem = name.replace(/\.[^.]*$/, '');
  const label = stem.replace(/[\s_.-]*\(?\d+\)?$/, '');
  return label === stem ? null : label.replace(/[_\s]+/g, ' ').trim() || null;
}

/** The part that a folder is named for, or `null`. */
export function readPart(folder: string): Part | null {
  return partNames[folder.toLowerCase().trim()] ?? null;
}

/** How many folders all paths have in common, from the outermost. */
function countShared(folders: readonly (readonly string[])[]): number {
  const [first = [], ...others] = folders;
  let shared = first.length;
  for (const other of others) {
    let same = 0;
    while (same < shared && other[same] === first[same]) same += 1;
    shared = same;
  }
  return shared;
}

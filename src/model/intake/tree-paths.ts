import { ClassifierError } from '../../core/errors';
import { limits } from './limits';

/**
 * Brings a file's name to the one form used here: relative, `/` between folders, no `.` and no empty
 * parts.
 *
 * @throws ClassifierError `archive-unsafe` when the name leads out of its folder, is absolute, or is
 *   made to trip up programs.
 */
export function normalisePath(name: string): string {
  const unsafe = (why: string) => new ClassifierError('archive-unsafe', `${show(name)}: ${why}`);
  if (name.length > limits.pathLength) throw unsafe('a name this long');
  const path = name.replaceAll('\\', '/');
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) throw unsafe('an absolute path');
  // Control characters end a name early in some programs and hide a part of it in others.

  if (/[\u0000-\u001f\u007f]/.test(path)) throw unsafe('a control character in a name');
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.length === 0) throw unsafe('a file without a name');
  if (parts.length > limits.pathDepth) throw unsafe('folders this deep');
  for (const part of parts) {
    if (part === '..') throw unsafe('a path that leaves its folder');
    if (part === '__proto__') throw unsafe('a name that programs trip over');
  }
  return parts.join('/');
}

/** What systems leave behind in archives and folders and nobody means to hand over. */
export function isJunk(path: string): boolean {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  return (
    parts.includes('__MACOSX') ||
    // A resource fork of a Mac.
    name.startsWith('._') ||
    ['.DS_Store', 'Thumbs.db', 'desktop.ini'].includes(name)
  );
}

/** The folders that all these files lie in, from the outermost, without an end slash; often none. */
export function findCommonFolder(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split('/').slice(0, -1));
  const folders = [...first];
  for (const other of others) {
    let shared = 0;
    while (shared < folders.length && folders[shared] === other[shared]) shared += 1;
    folders.length = shared;
  }
  return folders.join('/');
}

/** A name as it can be shown: short, and without anything that acts on a terminal. */
function show(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}

import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listPhotos, takeEvenly } from '../../scripts/models/data-sets';
import { cacheFolder, photosFolder } from '../../scripts/models/paths';
import type { PlacedPhoto } from './drive-studio';

const folder = join(cacheFolder, 'bench-studio');

/** Copies a data set to where the browser takes it from: so many photos a folder. */
export function copySet(name: string, photosEach: number): string {
  const to = join(folder, 'photos', name);
  rmSync(to, { recursive: true, force: true });
  const all = listPhotos(name);
  for (const own of new Set(all.map(({ path }) => dirname(path)))) {
    const photos = all.filter(({ path }) => dirname(path) === own);
    for (const { path } of takeEvenly(photos, photosEach)) {
      copy(join(photosFolder, path), join(folder, 'photos', path));
    }
  }
  return to;
}

/**
 * Lays a project's photos out as `part/label/photo`, so that others learn from and are tested on
 * exactly the same ones.
 */
export function copySplit(name: string, photos: readonly PlacedPhoto[]): string {
  const to = join(folder, 'split', name);
  rmSync(to, { recursive: true, force: true });
  for (const [i, { path, part, label }] of photos.entries()) {
    const file = path.split('/').at(-1) ?? '';
    copy(join(folder, 'photos', path), join(to, part, label, `${i}-${file}`));
  }
  return to;
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

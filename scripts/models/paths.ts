import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

/** The repository's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));
/** Where the models live. */
export const modelsFolder = join(root, 'models');
/** Things that can be made again: never committed. */
export const cacheFolder = join(root, '.cache');
/** Photos to train and measure on; not part of this repository. */
export const photosFolder = join(root, '../shared/fixtures/photos');

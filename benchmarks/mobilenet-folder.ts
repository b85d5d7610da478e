import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addMobilenet } from '../scripts/models/add-mobilenet';

const root = fileURLToPath(new URL('..', import.meta.url));
const added = join(root, 'models/mobilenet');
const shared = join(root, '../shared/fixtures/models/mobilenet-v2-imagenet');

/** A folder with a MobileNet and its manifest: the one that was added, else the test copy. */
export async function findMobilenet(): Promise<string | null> {
  if (existsSync(join(added, 'bearings.json'))) return added;
  if (!existsSync(shared)) return null;
  const folder = join(root, '.cache/bench-mobilenet');
  await addMobilenet(shared, folder, { version: 2, alpha: 1, inputRange: [-1, 1] });
  return folder;
}

import { AlikeFinder } from '../../core/studio/find-alike';
import { readLook } from '../../core/studio/look';
import type { GroupRequest } from '../studio-protocol';

/** So often the worker looks up from comparing: to be cancelled, and to show that it is alive. */
const ROWS_AT_A_TIME = 250;

/** Handles `groupLooks`. */
export async function groupLooks(
  { looks }: GroupRequest,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<number[]> {
  const finder = new AlikeFinder(looks.length);
  for (let row = 0; row < looks.length; row += 1) {
    const bytes = looks[row];
    finder.add(bytes ? readLook(bytes) : null);
    if (row % ROWS_AT_A_TIME !== ROWS_AT_A_TIME - 1) continue;
    onProgress(row + 1, looks.length);
    await new Promise((resume) => setTimeout(resume));
    signal.throwIfAborted();
  }
  return finder.listGroups();
}

import { countOf } from '../../elements/shared/format';
import type { IncomingFile } from '../../services/tray-item';
import type { AppServices } from '../services';

/** Puts files on the tray, and says what became of those that are not new. */
export async function addToTray(
  { tray, notices }: Pick<AppServices, 'tray' | 'notices'>,
  files: readonly IncomingFile[],
): Promise<void> {
  if (files.length === 0) return;
  const { alreadyHere, unreadable } = await tray.add(files);
  if (alreadyHere.length > 0) {
    const some = alreadyHere.slice(0, 3).join(', ');
    notices.add({
      topic: 'already here',
      title:
        alreadyHere.length === 1
          ? `${some} is already here.`
          : `${countOf(alreadyHere.length, 'photo')} are already here.`,
      text: alreadyHere.length === 1 ? 'The same photo is not added twice.' : `${some}…`,
    });
  }
  if (unreadable.length > 0) {
    notices.add({
      tone: 'problem',
      title: `${countOf(unreadable.length, 'file')} could not be read.`,
      text: `They may have been moved meanwhile: ${unreadable.slice(0, 3).join(', ')}`,
    });
  }
}

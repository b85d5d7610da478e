import { ClassifierError } from '../../core/errors';
import type { IncomingFile } from '../../services/tray-item';
import { readDroppedFiles } from './read-dropped-files';

/** What was dropped could not be read. Whoever holds the messages of the page shows it. */
export class FilesFailedEvent extends Event {
  constructor(readonly error: ClassifierError) {
    super('files-failed', { bubbles: true, composed: true });
  }
}

/**
 * Takes a drop of files, for every place where something can be dropped: the page around does not
 * get it too, folders are opened, and files that cannot be read (moved, unplugged, no leave) are
 * announced from `target` as `files-failed`. Never rejects.
 *
 * @param take Gets every file that was dropped; not called for none.
 */
export async function takeDrop(
  event: DragEvent,
  target: EventTarget,
  take: (files: IncomingFile[]) => void,
): Promise<void> {
  if (!event.dataTransfer?.types.includes('Files')) return;
  event.preventDefault();
  event.stopPropagation();
  let files: IncomingFile[];
  try {
    files = await readDroppedFiles(event.dataTransfer);
  } catch (reason) {
    target.dispatchEvent(new FilesFailedEvent(ClassifierError.from(reason, 'file-unreadable')));
    return;
  }
  if (files.length > 0) take(files);
}

declare global {
  interface GlobalEventHandlersEventMap {
    'files-failed': FilesFailedEvent;
  }
}

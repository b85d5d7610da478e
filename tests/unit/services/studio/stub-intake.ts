import { createHash } from 'node:crypto';
import type { PhotoIntake } from '../../../../src/client/studio-client';
import { ClassifierError } from '../../../../src/core/errors';
import type { IncomingFile } from '../../../../src/services/tray-item';
import type { ArchiveListing, HandedPhoto } from '../../../../src/worker/studio-protocol';

/** Takes any text for a photo; a text that begins with "bad" is no photo. */
export class StubIntake implements PhotoIntake {
  listing: ArchiveListing = { photos: [], project: null };
  /** Contents of the zip, by path. */
  entries: Record<string, string> = {};
  /** Called before each batch: to stop or to break things in the midst. */
  onTake: (batch: number) => void = () => undefined;
  batches = 0;
  taken = 0;

  listArchive: PhotoIntake['listArchive'] = () => Promise.resolve(this.listing);

  takeIn: PhotoIntake['takeIn'] = async (photos, { signal } = {}) => {
    this.onTake((this.batches += 1));
    if (signal?.aborted) throw new ClassifierError('cancelled');
    return Promise.all(photos.map((photo) => this.takeOne(photo)));
  };

  /** Photos with the same first letter look the same. */
  groupLooks: PhotoIntake['groupLooks'] = (looks) =>
    Promise.resolve(looks.map((look) => looks.findIndex((other) => other[0] === look[0])));

  showBatch: PhotoIntake['showBatch'] = () => Promise.resolve([]);

  private async takeOne(photo: HandedPhoto) {
    const blob = photo.kind === 'file' ? photo.blob : new Blob([this.entries[photo.path] ?? '']);
    const text = await blob.text();
    if (text.startsWith('bad')) {
      return { ok: false, error: { code: 'file-not-a-photo', detail: '' } } as const;
    }
    this.taken += 1;
    return {
      ok: true,
      id: createHash('sha256').update(text).digest('hex'),
      type: 'image/jpeg',
      width: 4,
      height: 3,
      thumbnail: new Blob([`small ${text}`]),
      look: new Uint8Array([text.charCodeAt(0)]),
      blob,
    } as const;
  }
}

/** A file whose contents are its text. */
export function fileOf(name: string, text: string): IncomingFile {
  return { name, file: new File([text], name, { lastModified: 5 }) };
}

/** So many photos of each label, all of different looks. */
export function folderOf(counts: Record<string, number>): IncomingFile[] {
  let look = 0x100;
  return Object.entries(counts).flatMap(([label, count]) =>
    Array.from({ length: count }, (_, i) => {
      look += 1;
      return fileOf(`all/${label}/${i}.jpg`, `${String.fromCharCode(look)} ${label} ${i}`);
    }),
  );
}

import { ClassifierError } from '../../core/errors';
import { PROJECT_FILE_NAME } from '../../core/studio/project-file';
import type { TreeFile } from '../../model/file-tree';
import { parseBoundedJson } from '../../model/formats/parse-bounded-json';
import { openZip } from '../../model/intake/open-zip';
import type { ArchiveListing, PhotoArchive } from '../studio-protocol';

/** A zip of photos is read one by one, so its size is no danger: 64 GiB in 200,000 files. */
const archiveLimits = { entries: 200_000, totalBytes: 2 ** 36 };

const PHOTO_NAME = /\.(?:jpe?g|jfif|png|webp|avif|gif|bmp|tiff?|hei[cf])$/i;

/** The zip that photos are being taken from, opened once; a new worker opens it again. */
export class HeldArchives {
  private held: { archiveId: number; files: Promise<ReadonlyMap<string, TreeFile>> } | null = null;

  async list(archive: PhotoArchive, signal: AbortSignal): Promise<ArchiveListing> {
    const files = await this.open(archive, signal);
    const description = files.get(PROJECT_FILE_NAME);
    const project = description ? parseDescription(await description.read({ signal })) : null;
    const photos = [...files.values()]
      .filter(({ path }) => PHOTO_NAME.test(path))
      .map(({ path, bytes }) => ({ path, bytes }));
    return { photos, project };
  }

  async read(archive: PhotoArchive, path: string, signal: AbortSignal): Promise<Blob> {
    const file = (await this.open(archive, signal)).get(path);
    if (!file) throw new ClassifierError('file-unreadable', `${archive.name}: ${path} is missing`);
    return new Blob([new Uint8Array(await file.read({ signal }))]);
  }

  private open(
    { archiveId, blob, name }: PhotoArchive,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, TreeFile>> {
    if (this.held?.archiveId === archiveId) return this.held.files;
    const files = openZip(blob, name, signal, archiveLimits).then(
      (found) => new Map(found.map((file) => [file.path, file])),
    );
    this.held = { archiveId, files };
    files.catch(() => (this.held = null));
    return files;
  }
}

function parseDescription(bytes: Uint8Array): unknown {
  try {
    return parseBoundedJson(bytes, PROJECT_FILE_NAME);
  } catch (error) {
    throw new ClassifierError('project-damaged', String(error), { cause: error });
  }
}

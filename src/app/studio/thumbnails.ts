import type { ProjectSession } from '../../services/studio/project-session';

/** So many small pictures are held at once: several screens full. */
const HELD = 800;

/** Addresses of thumbnails, the last used ones held so that scrolling back is quick. */
export class Thumbnails {
  private readonly urls = new Map<string, Promise<string | null>>();

  constructor(private readonly session: ProjectSession) {}

  /** @returns `null` where there is none. The address is good until many others were asked for. */
  find(id: string): Promise<string | null> {
    const known = this.urls.get(id);
    if (known) {
      // To the end of the line.
      this.urls.delete(id);
      this.urls.set(id, known);
      return known;
    }
    const url = this.session
      .readThumbnail(id)
      .then((blob) => blob && URL.createObjectURL(blob.slice(0, blob.size, 'image/jpeg')));
    this.urls.set(id, url);
    if (this.urls.size > HELD) this.drop(this.urls.keys().next().value);
    return url;
  }

  clear(): void {
    for (const id of [...this.urls.keys()]) this.drop(id);
  }

  private drop(id: string | undefined): void {
    if (id === undefined) return;
    const url = this.urls.get(id);
    this.urls.delete(id);
    // One that could not be read has no address to give back.
    url?.then(
      (address) => address && URL.revokeObjectURL(address),
      () => undefined,
    );
  }
}

const bySession = new WeakMap<ProjectSession, Thumbnails>();

/** The thumbnails of a project, shared by all that show them. */
export function thumbnailsOf(session: ProjectSession): Thumbnails {
  const known = bySession.get(session);
  if (known) return known;
  const fresh = new Thumbnails(session);
  bySession.set(session, fresh);
  return fresh;
}

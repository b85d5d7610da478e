/** The files of one project, by name. Names are relative, with `/`. */
export interface ProjectFiles {
  /** `null` when there is no such file. A blob read here reads the disk when it is read itself. */
  read(name: string): Promise<Blob | null>;
  /**
   * Writes a whole file, or nothing of it.
   *
   * @throws ClassifierError `storage-full`, `storage-unavailable`.
   */
  write(name: string, blob: Blob): Promise<void>;
  /** Removing what is not there is no failure. */
  remove(name: string): Promise<void>;
  /** Removes everything whose name begins with this folder; all files for `''`. */
  removeFolder(folder: string): Promise<void>;
}

/** Where a photo lies. A folder for each first byte: folders of 50,000 files are slow. */
export function photoFileName(id: string): string {
  return `photos/${id.slice(0, 2)}/${id}`;
}

export function thumbnailFileName(id: string): string {
  return `thumbnails/${id.slice(0, 2)}/${id}.jpg`;
}

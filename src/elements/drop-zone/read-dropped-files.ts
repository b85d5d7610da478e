import type { IncomingFile } from '../../services/tray-item';

const PHOTO_NAME = /\.(jpe?g|jfif|png|webp|avif|gif|bmp|tiff?|hei[cf]|svg)$/i;

/** Whether a file inside a folder is worth looking at: folders hold all sorts of other things. */
export function looksLikePhoto({ name, type }: { name: string; type: string }): boolean {
  return !name.startsWith('.') && (type.startsWith('image/') || PHOTO_NAME.test(name));
}

/** Files as they come from a picker. Those from a folder keep its path in their name. */
export function fromFileList(files: Iterable<File>): IncomingFile[] {
  return [...files]
    .filter((file) => !file.webkitRelativePath || looksLikePhoto(file))
    .map((file) => ({ name: file.webkitRelativePath || file.name, file }));
}

/** Of what was dropped: files that were dropped themselves, and the photos inside folders. */
export function photosAmong(files: readonly IncomingFile[]): IncomingFile[] {
  return files.filter(({ name, file }) => {
    const isInFolder = name.includes('/');
    return !isInFolder || looksLikePhoto({ name: name.split('/').at(-1) ?? '', type: file.type });
  });
}

/** Everything that was dropped or pasted, folders opened; files in folders keep their path. */
export async function readDroppedFiles(transfer: DataTransfer): Promise<IncomingFile[]> {
  // The browser empties the transfer once this turn is over: take hold of everything first.
  const held = [...transfer.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const found = await Promise.all(
    held.map(async ({ entry, file }) => {
      if (entry?.isDirectory) return readFolder(entry as FileSystemDirectoryEntry);
      return file ? [{ name: file.name, file }] : [];
    }),
  );
  return found.flat();
}

async function readFolder(folder: FileSystemDirectoryEntry): Promise<IncomingFile[]> {
  const found: IncomingFile[] = [];
  for (const entry of await readEntries(folder)) {
    if (entry.isDirectory) found.push(...(await readFolder(entry as FileSystemDirectoryEntry)));
    else {
      const file = await readFile(entry as FileSystemFileEntry);
      found.push({ name: entry.fullPath.replace(/^\//, ''), file });
    }
  }
  return found;
}

async function readEntries(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    // Chromium hands out a hundred at a time; an empty answer is the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function readFile(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });
}

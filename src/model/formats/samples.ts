import type { FileTree } from '../file-tree';
import type { SamplePhoto } from '../foreign-model';
import { baseName } from './names';

/** Between a sample's class and its number in a Teachable Machine project: "Class 1-!-0.jpg". */
const SEPARATOR = '-!-';

/**
 * The training photos of a Teachable Machine project, which is a zip of them and a `manifest.json`.
 * They are not read yet.
 */
export function readSamples({ files }: FileTree): SamplePhoto[] {
  return files.flatMap((source) => {
    const file = baseName(source.path);
    const at = file.lastIndexOf(SEPARATOR);
    if (at <= 0 || !/\.(?:jpe?g|png|webp|gif)$/i.test(file)) return [];
    return [{ label: file.slice(0, at), name: file, read: () => source.read() }];
  });
}

/** What a project's `manifest.json` says it is about; `null` when it is no such manifest. */
export function projectType(manifest: Record<string, unknown> | null): string | null {
  const isProject = manifest !== null && typeof manifest['appdata'] === 'object';
  const type = manifest?.['type'];
  return isProject && typeof type === 'string' ? type : null;
}

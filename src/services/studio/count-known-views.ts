import { VIEW_HEAD_BYTES } from '../../core/training/feature-keys';
import type { ProjectFiles } from '../../store/studio/project-files';

/** Counts the views whose features are remembered under a key, by the sizes of their files. */
export async function countKnownViews(
  files: Pick<ProjectFiles, 'read'>,
  { folder, key }: { folder: string; key: string },
  featureCount: number,
): Promise<number> {
  const known = await files.read(`${folder}/key`);
  if (!known || (await known.text()) !== key) return 0;
  let bytes = 0;
  for (let chunk = 0; ; chunk++) {
    const blob = await files.read(`${folder}/${chunk}`);
    if (!blob) return Math.floor(bytes / (VIEW_HEAD_BYTES + 4 * featureCount));
    bytes += blob.size;
  }
}

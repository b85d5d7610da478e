import { PROJECT_FILE_NAME, type ProjectFile } from '../../core/studio/project-file';
import type { Sample } from '../../core/studio/sample';
import { toModelId } from '../../core/model-id';
import type { ModelFile } from '../../worker/import-protocol';
import type { ProjectSession } from './project-session';

/**
 * A project as the files of its zip: its description first, then every photo by its handle. None is
 * read here.
 *
 * @throws ClassifierError `file-unreadable` when a photo's file is gone.
 */
export async function listProjectFiles(session: ProjectSession): Promise<ModelFile[]> {
  const { project, samples } = session;
  const placed = samples.map((sample) => ({ ...sample, file: placeOf(sample, session) }));
  const described: ProjectFile = { format: 'bearings-project', project, samples: placed };
  const photos: ModelFile[] = [];
  for (const { id, file } of placed) photos.push({ path: file, blob: await session.readPhoto(id) });
  return [{ path: PROJECT_FILE_NAME, blob: new Blob([JSON.stringify(described)]) }, ...photos];
}

const endings: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/gif': 'gif',
  'image/bmp': 'bmp',
};

function placeOf({ id, labelId, type }: Sample, session: ProjectSession): string {
  const folder = labelId === null ? 'no-label' : toModelId(session.labelName(labelId));
  return `photos/${folder}/${id}.${endings[type] ?? 'img'}`;
}

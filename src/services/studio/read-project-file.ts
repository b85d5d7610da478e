import { ClassifierError } from '../../core/errors';
import type { Project } from '../../core/studio/project';
import { readProject, readSample } from '../../core/studio/read-project';
import type { Sample } from '../../core/studio/sample';

/** A project file's description, checked. */
interface SavedProject {
  project: Project;
  /** By path in the zip, each with the name of its label. */
  photos: Map<string, { sample: Sample; label: string | null }>;
}

/**
 * Checks the description in a project file.
 *
 * @param value Parsed `bearings-project.json`.
 * @throws ClassifierError `project-damaged`, `project-too-new`.
 */
export function readProjectFile(value: unknown): SavedProject {
  if (typeof value !== 'object' || value === null || !('project' in value)) {
    throw new ClassifierError('project-damaged', 'no project in it');
  }
  const project = readProject(value.project);
  const listed = 'samples' in value && Array.isArray(value.samples) ? value.samples : [];
  const names = new Map(project.labels.map(({ id, name }) => [id, name]));
  const photos = new Map<string, { sample: Sample; label: string | null }>();
  for (const one of listed as unknown[]) {
    const sample = readSample(one, project.id);
    if (typeof one !== 'object' || one === null || !('file' in one)) continue;
    if (typeof one.file !== 'string') continue;
    photos.set(one.file, { sample, label: names.get(sample.labelId ?? '') ?? null });
  }
  return { project, photos };
}

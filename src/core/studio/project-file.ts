import type { Project } from './project';
import type { Sample } from './sample';

/**
 * A project as a file: a zip that holds `bearings-project.json` (this), and the photos under the
 * paths that it names. Thumbnails, runs' results and features are left out: they can be made again.
 */
export interface ProjectFile {
  format: 'bearings-project';
  project: Project;
  /** `file` is the photo's path in the zip: `photos/<label>/<id>.jpg`. */
  samples: (Sample & { file: string })[];
}

/** The name of the description inside the zip. */
export const PROJECT_FILE_NAME = 'bearings-project.json';

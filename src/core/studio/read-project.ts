import { ClassifierError } from '../errors';
import { createProject } from './create-project';
import { PROJECT_VERSION, type Project } from './project';
import type { Part, Sample } from './sample';

type Fields = Record<string, unknown>;

/**
 * Brings a stored project, or one from a file, to the shape of this version: what an older version
 * did not have yet gets its default, and nothing that fits is lost.
 *
 * @throws ClassifierError `project-damaged` for what is no project, `project-too-new` for one that a
 *   newer Bearings wrote.
 */
export function readProject(value: unknown): Project {
  if (!isFields(value)) throw new ClassifierError('project-damaged', 'not an object');
  const { version, id, name } = value;
  if (typeof version !== 'number' || typeof id !== 'string' || typeof name !== 'string') {
    throw new ClassifierError('project-damaged', 'no version, id or name');
  }
  if (version > PROJECT_VERSION) {
    throw new ClassifierError('project-too-new', `version ${version}`);
  }
  const fresh = createProject({ id, name, now: 0 });
  const filled = fill(fresh, value) as Project;
  return { ...filled, version: PROJECT_VERSION };
}

/**
 * Brings a stored photo's description to the shape of this version.
 *
 * @throws ClassifierError `project-damaged` when it lacks what cannot be made up.
 */
export function readSample(value: unknown, projectId: string): Sample {
  if (!isFields(value)) throw new ClassifierError('project-damaged', 'a photo is not an object');
  const { id } = value;
  if (typeof id !== 'string' || !/^[0-9a-f]{64}$/.test(id)) {
    throw new ClassifierError('project-damaged', 'a photo has no id');
  }
  const sample = fill(blankSample, value) as Sample;
  return { ...sample, id, projectId, part: isPart(sample.part) ? sample.part : 'train' };
}

const blankSample: Sample = {
  id: '',
  projectId: '',
  labelId: null,
  part: 'train',
  folderPart: null,
  handPart: null,
  group: null,
  folder: null,
  alike: null,
  path: '',
  type: 'image/jpeg',
  width: 0,
  height: 0,
  bytes: 0,
  modifiedAt: 0,
  addedAt: 0,
  copies: [],
  confirmedAt: null,
};

/**
 * The values of `from` where they are of the kind that `base` has, else those of `base`. Lists and
 * what may be `null` are taken as they are; fields that `base` does not know are kept for whoever
 * does.
 */
function fill(base: unknown, from: unknown): unknown {
  if (from === undefined) return base;
  if (base === null) return from;
  if (Array.isArray(base)) return Array.isArray(from) ? from : base;
  if (isFields(base)) {
    if (!isFields(from)) return base;
    const filled: Fields = { ...from };
    for (const [key, value] of Object.entries(base)) filled[key] = fill(value, from[key]);
    return filled;
  }
  if (typeof base === 'string' && isFields(from)) return from;
  return from === null || typeof from === typeof base ? from : base;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPart(value: unknown): value is Part {
  return value === 'train' || value === 'valid' || value === 'test';
}

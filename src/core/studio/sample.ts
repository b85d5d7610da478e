/** What a photo is for: to learn from, to choose by while learning, or to test at the end. */
export type Part = 'train' | 'valid' | 'test';

export const parts: readonly Part[] = ['train', 'valid', 'test'];

/** Another place where exactly this photo (the same bytes) was found. */
export interface SampleCopy {
  path: string;
  labelId: string | null;
  /** The part that the place's folder names, or `null`. */
  part: Part | null;
}

/**
 * One photo of a project. Its bytes and its thumbnail lie in the project's files, under its id: the
 * same bytes are the same photo, once a project.
 */
export interface Sample {
  /** SHA-256 of the file, 64 hex digits. */
  id: string;
  projectId: string;
  /** `null` while nobody has said what it shows: such a photo is neither learnt from nor counted. */
  labelId: string | null;
  part: Part;
  /** The part was named by a folder or set by a person, so a new split leaves it alone. */
  partIsFixed: boolean;
  /** Photos of one group (a burst) never straddle a split; `null` for a photo by itself. */
  group: string | null;
  /** Group of photos that look nearly the same, found by their features; `null` for none. */
  alike: string | null;
  /** Where it came from: relative, with `/`. */
  path: string;
  /** MIME type by its first bytes. */
  type: string;
  /** Upright size in pixels. */
  width: number;
  height: number;
  bytes: number;
  /** When the source file was last changed, in milliseconds since 1970; with path and size it tells whether a file is in already. */
  modifiedAt: number;
  /** Milliseconds since 1970. */
  addedAt: number;
  copies: SampleCopy[];
  /** When a person last looked and said that the label is right; `null`: never. */
  confirmedAt: number | null;
}

/** A photo that counts: one that somebody has given a label. */
export type LabelledSample = Sample & { labelId: string };

export function isLabelled(sample: Sample): sample is LabelledSample {
  return sample.labelId !== null;
}

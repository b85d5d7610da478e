/** What a photo is for: to learn from, to choose by while learning, or to test at the end. */
export type Part = 'train' | 'valid' | 'test';

export const parts: readonly Part[] = ['train', 'valid', 'test'];

/** Another place where exactly this photo (the same bytes) was found. */
interface SampleCopy {
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
  /** Where it is now: what a person said, else what the folder says, else what the split said. */
  part: Part;
  /** Part that the folder it came in is named for, or `null`. */
  folderPart: Part | null;
  /** Part that a person put it in, or `null`: then a new split may move it. */
  handPart: Part | null;
  /** Photos of one group (a burst) never straddle a split; `null` for a photo by itself. */
  group: string | null;
  /** The folder below the label's own that it came in (one bear, one day), or `null`. */
  folder: string | null;
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
type LabelledSample = Sample & { labelId: string };

/** The sample in the part that a person chose. */
export function moveToPart(sample: Sample, part: Part): Sample {
  return { ...sample, part, handPart: part };
}

/** The sample under another label; whoever changes a label has looked at it. */
export function relabel(sample: Sample, labelId: string | null, now: number): Sample {
  return { ...sample, labelId, confirmedAt: labelId === null ? null : now };
}

export function isLabelled(sample: Sample): sample is LabelledSample {
  return sample.labelId !== null;
}

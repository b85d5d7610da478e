import type { Sample } from '../../../../src/core/studio/sample';

/** A photo of a project, with what a test says about it. */
export function sampleOf(number: number, part: Partial<Sample> = {}): Sample {
  return {
    id: number.toString(16).padStart(64, '0'),
    projectId: 'p',
    labelId: 'a',
    part: 'train',
    folderPart: null,
    handPart: null,
    group: null,
    folder: null,
    alike: null,
    path: `a/${number}.jpg`,
    type: 'image/jpeg',
    width: 640,
    height: 480,
    bytes: 1000 + number,
    modifiedAt: 1,
    addedAt: number,
    copies: [],
    confirmedAt: null,
    ...part,
  };
}

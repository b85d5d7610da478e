import type { ImportanceMap } from './importance';

/** What a map is about: what spoke for a label, or what makes the photo unlike the reference photos. */
export type ExplanationAim = { kind: 'label'; label: string } | { kind: 'unfamiliar' };

/** What mattered to one answer about a photo, and whether that holds when it is put to the test. */
export interface Explanation {
  aim: ExplanationAim;
  /** `null`: no part by itself mattered. */
  map: ImportanceMap | null;
  /** Of the whole photo: the label's probability, or the familiarity's p-value. */
  whole: number;
  /** The same with the map's strongest part hidden; `null` without a map. */
  hidden: number | null;
}

import type { BakeOff, Evaluation } from '../manifest';
import type { Thresholds } from '../verdict';
import type { VerdictFigures } from './count-verdicts';
import type { DetectionFigures } from './measure-detection';
import type { LabelFigures } from './measure-labels';

/** Everything that `bearings evaluate` finds out. Shares lie in [0, 1]; intervals are of 95 %. */
export interface EvaluationReport {
  model: { id: string; name: string; labels: string[] };
  /** The lines that verdicts were drawn by. */
  thresholds: Thresholds;
  /** What lay in the folder. */
  data: {
    folder: string;
    /** Which folder was taken for which label. */
    labels: { label: string; folder: string; photos: number }[];
    /** Labels that no photo was of. */
    missingLabels: string[];
    unreadable: { file: string; code: string; message: string }[];
    /** Photos that are the same file as another one of them. */
    copies: number;
    /** Photos that look nearly the same as another one, copies too; `null`: not looked for. */
    alike: number | null;
    /** Photos nearly the same as a reference photo of the model; `null`: it has none. */
    likeReferences: number | null;
  };
  /** In the form that a model's manifest carries. */
  evaluation: Evaluation;
  labels: LabelFigures[];
  /** What people would have been told. */
  verdicts: VerdictFigures;
  outside: OutsideReport[];
  /** How detectors did when the model was made, on its maker's photos; `null`: not known. */
  bakeOff: BakeOff | null;
}

/** How a model treats one kind of photos of something else. */
export interface OutsideReport {
  folder: string;
  /** Alike to what the model knows. */
  near: boolean;
  photos: number;
  /** `null` for a model that cannot warn. */
  detection: DetectionFigures | null;
  verdicts: VerdictFigures;
  /** Files that are also among the photos of the model's labels. */
  shared: number;
  unreadable: { file: string; code: string; message: string }[];
}

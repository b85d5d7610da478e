import type { Contract } from '../core/contract';
import type { Diagnosis } from '../core/doctor';
import type { ErrorCode } from '../core/errors';
import type { Manifest } from '../core/manifest';
import type { TapCandidate } from '../core/network-findings';
import type { JudgedTwice } from '../core/stranger-effect';
import type { FormatId } from '../model/foreign-model';
import type { Reply } from './protocol';

/**
 * The messages about opening somebody else's model. Every request carries the handed-over files
 * themselves (handles, not bytes), so that a new worker can go on where one has died; the worker
 * remembers what it found out about the last of them.
 */

/** A file by its handle. Paths are relative, with `/`. */
export interface ModelFile {
  path: string;
  blob: Blob;
}

/** What a person handed over to be opened as a model. */
export interface HandedFiles {
  /** Tells one handing-over from the next. */
  handedId: number;
  /** For people: the zip's, the folder's or the first file's name. */
  name: string;
  files: readonly ModelFile[];
}

/** Where a step of an import stands. */
export interface ImportProgress {
  stage: 'read' | 'recognise' | 'inspect' | 'photos' | 'try' | 'write';
  loaded: number;
  /** 0: not known. */
  total: number;
}

/** What was found out about a handed-over model, before it is kept. */
export interface ImportDraft {
  format: FormatId;
  /** For people: "Teachable Machine image model". */
  formatName: string;
  name: string;
  /** Of the weights and the description, unpacked. */
  bytes: number;
  /** Whether it is a model of ours, whose contract stands in its manifest. */
  isOurs: boolean;
  /** `labels` may be empty, or not fit `units`: then the user has to give them. */
  contract: Contract;
  /** Numbers in the model's answer. */
  units: number;
  taps: DraftTaps;
  /** Photos that came along, by label. */
  samples: { label: string; count: number }[];
  /** What had to be repaired or deserves to be known, a sentence each. */
  notes: string[];
}

/** Where the answer, the logits and the features are: nodes of a graph, or layers. */
interface DraftTaps {
  output: string | null;
  logits: string | null;
  features: string | null;
  /** All places found for the features, best first. */
  candidates: TapCandidate[];
}

/** Taps that the user chose; what is absent is left to the engine. */
export interface ChosenTaps {
  output?: string;
  logits?: string;
  features?: string;
}

export interface InspectRequest {
  requestId: number;
  handed: HandedFiles;
  taps?: ChosenTaps;
}

/** The parts of a contract that say how a photo becomes a picture. */
export type ViewContract = Pick<
  { [Part in keyof Contract]: Contract[Part]['value'] },
  'size' | 'fit' | 'channels' | 'orientation'
>;

export interface PreviewRequest {
  requestId: number;
  photo: Blob;
  contract: ViewContract;
}

/** A photo, and which label a person says is right; `null` when nobody said. */
export interface LabelledPhoto {
  photo: Blob;
  label: string | null;
}

export interface DiagnoseRequest {
  requestId: number;
  handed: HandedFiles;
  contract: Contract;
  taps?: ChosenTaps;
  photos: readonly LabelledPhoto[];
}

export interface FinishRequest {
  requestId: number;
  handed: HandedFiles;
  /** As the user left it. */
  contract: Contract;
  taps?: ChosenTaps;
  name: string;
  /** The model's own id on this device. */
  id: string;
}

/** A model of ours as files, ready to be kept. */
export interface FinishedModel {
  manifest: Manifest;
  files: ModelFile[];
  /**
   * Small pictures of its reference photos by the bank's rows, `null` where there is none; to be
   * kept on this device and not exported. Absent where nobody has the photos.
   */
  pictures?: readonly (Blob | null)[];
}

export interface HonestRequest {
  requestId: number;
  /** The model as it is kept. */
  files: readonly ModelFile[];
  /** Every one with a label. */
  photos: readonly LabelledPhoto[];
  /** The user's own photos of something else; may be none. */
  strangers: readonly Blob[];
  /** The new version's id: what the old one said about photos must not be taken for its. */
  id: string;
}

/** A model made honest, and what that changes. */
export interface HonestModel extends FinishedModel {
  /** What was and was not possible with these photos, a sentence each. */
  notes: string[];
  /** Photos that could not be opened, each with its error's code. */
  failures: { kind: 'photo' | 'stranger'; index: number; code: ErrorCode }[];
  /** What the model says of each stranger that could be opened, before and after. */
  strangers: JudgedTwice[];
}

/** Photos that came along with a model, with their labels. */
export interface SampleFile {
  label: string;
  name: string;
  blob: Blob;
}

/** What the worker can do with a model that is not ours yet. */
export interface ImportWorker {
  /** Reads, recognises and inspects a handed-over model. */
  inspectModel(
    request: InspectRequest,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<Reply<ImportDraft>>;
  /** Draws a photo as the model would see it; transferred, the page closes it. */
  previewPhoto(request: PreviewRequest): Promise<Reply<ImageBitmap>>;
  /** Tries the plausible contracts on a few photos and ranks them. */
  diagnoseModel(
    request: DiagnoseRequest,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<Reply<Diagnosis>>;
  /** Writes the handed-over model as a model of ours. */
  finishModel(
    request: FinishRequest,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<Reply<FinishedModel>>;
  /** Gives a kept model a reference bank and a calibration made of the user's photos. */
  makeModelHonest(
    request: HonestRequest,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<Reply<HonestModel>>;
  /** The photos that came along with a handed-over model. */
  readSamples(
    request: { requestId: number; handed: HandedFiles },
    onProgress: (progress: ImportProgress) => void,
  ): Promise<Reply<SampleFile[]>>;
  /** Packs a kept model's files into one zip. */
  zipModel(request: { requestId: number; files: readonly ModelFile[] }): Promise<Reply<Blob>>;
}

import type { Contract } from '../core/contract';
import type { Diagnosis } from '../core/doctor';
import type {
  ChosenTaps,
  FinishedModel,
  FinishRequest,
  HandedFiles,
  HonestModel,
  HonestRequest,
  ImportDraft,
  ImportProgress,
  LabelledPhoto,
  ModelFile,
  SampleFile,
  ViewContract,
} from '../worker/import-protocol';

export interface StepOptions {
  signal?: AbortSignal;
  onProgress?: (progress: ImportProgress) => void;
}

/**
 * What the page needs to open somebody else's model. Services depend on this, so that tests can pass
 * a stub. Every promise rejects with a `ClassifierError`; an abort rejects with `cancelled`.
 */
export interface ModelImporter {
  /**
   * Reads, recognises and inspects what was handed over.
   *
   * @throws ClassifierError that names what it is and what to do, where it can't be opened.
   */
  inspect(handed: HandedFiles, options?: StepOptions & { taps?: ChosenTaps }): Promise<ImportDraft>;
  /** Draws a photo as the model would see it. The caller closes the picture. */
  preview(
    photo: Blob,
    contract: ViewContract,
    options?: { signal?: AbortSignal },
  ): Promise<ImageBitmap>;
  /** Tries the plausible contracts on a few photos, labelled or not, and ranks them. */
  diagnose(
    work: {
      handed: HandedFiles;
      contract: Contract;
      taps?: ChosenTaps;
      photos: readonly LabelledPhoto[];
    },
    options?: StepOptions,
  ): Promise<Diagnosis>;
  /** Makes a model of ours of it. */
  finish(work: Omit<FinishRequest, 'requestId'>, options?: StepOptions): Promise<FinishedModel>;
  /** Gives a kept model a reference bank and a calibration. */
  makeHonest(work: Omit<HonestRequest, 'requestId'>, options?: StepOptions): Promise<HonestModel>;
  /** The photos that came along with a model. */
  readSamples(handed: HandedFiles, options?: StepOptions): Promise<SampleFile[]>;
  /** One zip of a kept model's files. */
  zip(files: readonly ModelFile[], options?: { signal?: AbortSignal }): Promise<Blob>;
}

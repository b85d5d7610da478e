import type { Size } from './fit';
import type { Evidence } from './verdict';

/** Milliseconds each stage of one photo took; `total` from the worker's first touch to the end. */
export interface StageTimings {
  decodeMs: number;
  fitMs: number;
  inferenceMs: number;
  judgeMs: number;
  totalMs: number;
}

/** Things about a photo that a person should know but that stop nothing. */
export type PhotoNotice = 'first-frame-of-animation' | 'very-small-photo';

/** What was found out about a photo while opening it. */
export interface PhotoInfo {
  /** MIME type by content, never by name; `image/x-frame` for a camera frame. */
  type: string;
  /** Upright size in pixels. */
  size: Size;
  bytes: number;
  notices: PhotoNotice[];
}

/** Everything the worker says about one photo, apart from the picture of what the model saw. */
export interface Classification {
  /** Identifies the manifest that judged it. */
  modelId: string;
  evidence: Evidence;
  photo: PhotoInfo;
  timings: StageTimings;
  /** Network requests made while this photo was worked on; anything but 0 is a bug. */
  requests: number;
}

/** The ways of running a network that we know. */
export type BackendName = 'webgpu' | 'webgl' | 'wasm' | 'cpu';
/** A backend, or the fastest that gives the right answers. */
export type BackendPreference = BackendName | 'auto';

/** Where a backend was furthest from a model's golden outputs. */
export interface GoldenMismatch {
  /** Of the golden input. */
  seed: number;
  label: string;
  /** Probabilities; `null` for what is not a number. */
  expected: number;
  got: number | null;
}

/** How one backend did when it was tried. */
export interface BackendTrial {
  backend: BackendName;
  /**
   * `quicker` and `slower` compare with the chosen one; `not-needed`: another was quick enough
   * already, so it was not even started.
   */
  outcome:
    | 'chosen'
    | 'slower'
    | 'quicker'
    | 'not-needed'
    | 'unavailable'
    | 'software'
    | 'timed-out'
    | 'wrong-answers'
    | 'failed';
  /** Median milliseconds of a warm run; `null` when it never ran. */
  warmMs: number | null;
  /** Milliseconds to start it, first run included; `null` when it never ran. */
  startMs: number | null;
  /**
   * Largest difference in probability from the golden outputs; NaN when an answer was not a number,
   * `null` when it never ran.
   */
  goldenError: number | null;
  /** Where that was; absent when it never ran. */
  worst?: GoldenMismatch;
  /** Threads, graphics adapter or the reason it failed, in a few words. */
  detail: string;
}

/** What a device chose before: tried first, which saves the comparison. */
export interface BackendHint {
  backend: BackendName;
  threads: number;
  /** How all of them did then. */
  trials: BackendTrial[];
}

/** What the engine found out about this device. */
export interface DeviceReport {
  backend: BackendName;
  trials: BackendTrial[];
  threads: number;
  crossOriginIsolated: boolean;
  hardwareConcurrency: number;
  /** Live tensors once the model is loaded: the number that must not grow. */
  tensors: number;
}

/** Where opening a model stands. */
export interface ModelProgress {
  stage: 'download' | 'start' | 'check' | 'ready';
  /** Bytes while downloading; 0…1 otherwise. */
  loaded: number;
  total: number;
}

import type { ModelProgress } from '../../core/classification';
import type { ErrorCode } from '../../core/errors';
import type { Verdict } from '../../core/verdict';

/** The model is open and checked. */
export class ClassifierLoadEvent extends Event {
  constructor() {
    super('classifier-load', { bubbles: true, composed: true });
  }
}

/** Opening the model goes on: bytes while downloading, 0…1 otherwise. */
export class ClassifierProgressEvent extends Event {
  readonly stage: ModelProgress['stage'];
  readonly loaded: number;
  readonly total: number;

  constructor({ stage, loaded, total }: ModelProgress) {
    super('classifier-progress', { bubbles: true, composed: true });
    this.stage = stage;
    this.loaded = loaded;
    this.total = total;
  }
}

/** A photo got its verdict. */
export class ClassifierResultEvent extends Event {
  constructor(readonly verdict: Verdict) {
    super('classifier-result', { bubbles: true, composed: true });
  }
}

/** A person said that the label is wrong. Never fired by code. */
export class ClassifierCorrectEvent extends Event {
  /** @param from empty when the model had given no label. */
  constructor(
    readonly from: string,
    readonly to: string,
  ) {
    super('classifier-correct', { bubbles: true, composed: true });
  }
}

/** Something failed. A cancelled photo is no failure. */
export class ClassifierErrorEvent extends Event {
  constructor(
    readonly code: ErrorCode,
    readonly message: string,
    readonly cause: unknown,
  ) {
    super('classifier-error', { bubbles: true, composed: true });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'classifier-load': ClassifierLoadEvent;
    'classifier-progress': ClassifierProgressEvent;
    'classifier-result': ClassifierResultEvent;
    'classifier-correct': ClassifierCorrectEvent;
    'classifier-error': ClassifierErrorEvent;
  }
}

import type { Explanation } from '../core/occlusion/explanation';
import type { Reply } from './protocol';

export interface ExplainRequest {
  requestId: number;
  photo: Blob;
  /** The model whose verdict is in doubt: no other model's answer would explain it. */
  modelId: string;
  /** The labels that the verdict names or guesses. */
  labels: readonly string[];
}

export interface ExplainReply {
  /** One a label, and one for what makes the photo odd where the model has reference photos. */
  explanations: Explanation[];
  /** What the model saw, at the model's size; transferred, the page closes it. */
  view: ImageBitmap;
}

/** What the worker can do to explain a verdict. */
export interface ExplainWorker {
  /** Finds out what the open model went by. Runs it some eighty times. */
  explainPhoto(
    request: ExplainRequest,
    onProgress: (done: number, total: number) => void,
  ): Promise<Reply<ExplainReply>>;
}

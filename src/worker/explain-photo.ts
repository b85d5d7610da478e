import { ClassifierError } from '../core/errors';
import { explainPhoto as explain } from '../engine/explain-photo';
import { decodeImage } from '../photo/decode-image';
import type { ExplainReply, ExplainRequest } from './explain-protocol';
import type { WorkerSession } from './session';

/** Handles `explainPhoto`: what the open model went by, with the picture that it saw. */
export async function explainPhoto(
  { engine, canvas }: WorkerSession,
  { photo, modelId, labels }: ExplainRequest,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<ExplainReply> {
  const bundle = engine.bundle;
  if (!bundle || !canvas) throw new ClassifierError('internal', 'no model is open');
  if (bundle.manifest.id !== modelId) {
    throw new ClassifierError('cancelled', 'another model is open by now');
  }
  const { bitmap } = await decodeImage(photo, bundle.manifest.input.orientation);
  const image = canvas.draw(bitmap);
  bitmap.close();
  const view = canvas.takeView();
  try {
    return {
      explanations: await explain(engine, bundle, image, labels, { signal, onProgress }),
      view,
    };
  } catch (error) {
    view.close();
    throw error;
  }
}

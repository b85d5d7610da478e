import { ClassifierError } from '../../core/errors';
import { decodeImage } from '../../photo/decode-image';
import type { WorkerSession } from '../session';
import type { EmbedRequest } from '../studio-protocol';

/** Handles `embedPhotos`: the open model's features of each photo, at unit length. */
export async function embedPhotos(
  { engine, canvas }: WorkerSession,
  { photos }: EmbedRequest,
  signal: AbortSignal,
): Promise<Float32Array<ArrayBuffer>[]> {
  const { bundle } = engine;
  if (!bundle || !canvas) throw new ClassifierError('internal', 'no model is open');
  const rows: Float32Array<ArrayBuffer>[] = [];
  for (const photo of photos) {
    signal.throwIfAborted();
    const { bitmap } = await decodeImage(photo, bundle.manifest.input.orientation);
    let image;
    try {
      image = canvas.draw(bitmap);
    } finally {
      bitmap.close();
    }
    const { features, logits } = await engine.run(image);
    // A model without features still says which photos it answers alike.
    rows.push(toUnit(features ?? logits));
  }
  return rows;
}

function toUnit(values: Float32Array): Float32Array<ArrayBuffer> {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => (length > 0 ? value / length : 0));
}

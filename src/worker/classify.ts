import type { PhotoInfo } from '../core/classification';
import type { Orientation } from '../core/contract';
import { ClassifierError } from '../core/errors';
import { decodeImage } from '../photo/decode-image';
import type { ClassifyReply, ClassifyRequest } from './protocol';
import type { WorkerSession } from './session';

/** Below this share of the model's side a photo has less to show than the model looks for. */
const SMALL_SHARE = 0.5;

/** Handles `classify`: one photo from its bytes to evidence. */
export async function classify(
  session: WorkerSession,
  { photo, topK, withView }: ClassifyRequest,
  signal: AbortSignal,
): Promise<ClassifyReply> {
  const { engine, canvas, requests } = session;
  const bundle = engine.bundle;
  if (!bundle || !canvas) throw new ClassifierError('internal', 'no model is open');
  const requestsBefore = requests.count();
  const watch = new StopWatch();

  const { bitmap, info } = await openPhoto(photo, bundle.manifest.input.orientation);
  const decodeMs = watch.lap();
  let image;
  try {
    signal.throwIfAborted();
    image = canvas.draw(bitmap);
  } finally {
    bitmap.close();
  }
  const { width, height } = bundle.manifest.input;
  const small = info.size.width < width * SMALL_SHARE || info.size.height < height * SMALL_SHARE;
  if (small) info.notices.push('very-small-photo');
  const fitMs = watch.lap();

  const output = await engine.run(image);
  signal.throwIfAborted();
  const inferenceMs = watch.lap();
  const evidence = engine.judge(output, topK);
  const judgeMs = watch.lap();
  return {
    classification: {
      modelId: bundle.manifest.id,
      evidence,
      photo: info,
      timings: { decodeMs, fitMs, inferenceMs, judgeMs, totalMs: watch.total() },
      requests: requests.count() - requestsBefore,
    },
    view: withView ? canvas.takeView() : null,
  };
}

async function openPhoto(
  photo: ClassifyRequest['photo'],
  orientation: Orientation = 'upright',
): Promise<{ bitmap: ImageBitmap; info: PhotoInfo }> {
  if (photo instanceof Blob) {
    const { bitmap, header } = await decodeImage(photo, orientation);
    const { type, size, notices } = header;
    return { bitmap, info: { type, size, bytes: photo.size, notices } };
  }
  const [width, height] = sizeOf(photo);
  if (!(width > 0 && height > 0)) throw new ClassifierError('photo-no-pixels');
  const bitmap = photo instanceof ImageBitmap ? photo : await createImageBitmap(photo);
  if (isVideoFrame(photo)) photo.close();
  const info = { type: 'image/x-frame', size: { width, height }, bytes: 4 * width * height };
  return { bitmap, info: { ...info, notices: [] } };
}

/** Older browsers do not have the class at all. */
function isVideoFrame(picture: object): picture is VideoFrame {
  return typeof VideoFrame !== 'undefined' && picture instanceof VideoFrame;
}

function sizeOf(picture: ImageBitmap | ImageData | VideoFrame): [width: number, height: number] {
  return isVideoFrame(picture)
    ? [picture.displayWidth, picture.displayHeight]
    : [picture.width, picture.height];
}

/** Times stages that follow one another. */
class StopWatch {
  private readonly startedAt = performance.now();
  private lapAt = this.startedAt;

  /** Milliseconds since the last lap. */
  lap(): number {
    const now = performance.now();
    const lapMs = now - this.lapAt;
    this.lapAt = now;
    return lapMs;
  }

  total(): number {
    return this.lapAt - this.startedAt;
  }
}

import type { Classifier, FrameSource } from '../../client/classifier';
import type { Classification } from '../../core/classification';
import { ClassifierError } from '../../core/errors';

/** Shorter side of the frames that go to the worker: enough for any model here, cheap to move. */
const SHORT_SIDE = 288;
/** Frames under way at once: one runs, the newest waits. */
const MAX_UNDER_WAY = 2;
/** Frames per second are counted over this time. */
const WINDOW_MS = 2000;

interface FrameLoopListener {
  onResult(classification: Classification): void;
  onError(error: ClassifierError): void;
}

/** Sends camera frames to the classifier as fast as it can take them, and no faster. */
export class FrameLoop {
  /** Verdicts per second, over the last two seconds. */
  framesPerSecond = 0;
  private underWay = 0;
  private doneAt: number[] = [];
  private handle: number | null = null;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly classifier: Classifier,
    private readonly listener: FrameLoopListener,
  ) {}

  start(): void {
    if (this.handle !== null) return;
    const tick = () => {
      this.handle = this.video.requestVideoFrameCallback(tick);
      if (this.underWay < MAX_UNDER_WAY) void this.classifyFrame();
    };
    this.handle = this.video.requestVideoFrameCallback(tick);
  }

  stop(): void {
    if (this.handle !== null) this.video.cancelVideoFrameCallback(this.handle);
    this.handle = null;
    this.doneAt = [];
    this.framesPerSecond = 0;
  }

  private async classifyFrame(): Promise<void> {
    this.underWay += 1;
    try {
      const frame = await takeFrame(this.video);
      const reply = await this.classifier.classifyFrame(frame, { topK: 10 });
      reply?.view?.close();
      if (!reply || this.handle === null) return;
      this.count(performance.now());
      this.listener.onResult(reply.classification);
    } catch (error) {
      const problem = ClassifierError.from(error);
      if (this.handle !== null && problem.code !== 'cancelled') this.listener.onError(problem);
    } finally {
      this.underWay -= 1;
    }
  }

  private count(now: number): void {
    this.doneAt = [...this.doneAt.filter((at) => now - at < WINDOW_MS), now];
    const since = Math.max(now - (this.doneAt[0] ?? now), 1);
    this.framesPerSecond = this.doneAt.length > 1 ? ((this.doneAt.length - 1) * 1000) / since : 0;
  }
}

/** The frame on the screen, for the worker to make a picture of: that blocks the page for 20 ms. */
function takeFrame(video: HTMLVideoElement): FrameSource | Promise<FrameSource> {
  return typeof VideoFrame === 'undefined' ? grabFrame(video, SHORT_SIDE) : new VideoFrame(video);
}

/** Takes the picture that is on the screen, with its shorter side at most `shortSide`. */
export function grabFrame(video: HTMLVideoElement, shortSide: number): Promise<ImageBitmap> {
  const { videoWidth, videoHeight } = video;
  const scale = Math.min(1, shortSide / Math.min(videoWidth, videoHeight));
  return createImageBitmap(video, {
    resizeWidth: Math.max(1, Math.round(videoWidth * scale)),
    resizeHeight: Math.max(1, Math.round(videoHeight * scale)),
    resizeQuality: 'medium',
  });
}

import { ClassifierError, type ErrorCode } from '../core/errors';
import { Observable } from './observable';

type CameraState =
  | { status: 'off' }
  | { status: 'starting' }
  | { status: 'live'; stream: MediaStream; deviceId: string }
  | { status: 'failed'; error: ClassifierError };

/** The part of the browser that the camera needs, so that tests can pass a stub. */
export type CameraDevices = Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'>;

/** Turns the camera on and off, and says in plain words why it cannot. */
export class Camera extends Observable {
  state: CameraState = { status: 'off' };
  /** Cameras of this device; their names are known once one was allowed. */
  devices: { id: string; label: string }[] = [];
  /** Grows with every start and stop: an answer to an older start is thrown away. */
  private generation = 0;

  /** @param mediaDevices `undefined` on pages without https, where browsers withhold it. */
  constructor(private readonly mediaDevices: CameraDevices | undefined) {
    super();
  }

  /** Starts the rear camera where there is one, or the camera asked for. Never rejects. */
  async start(deviceId?: string): Promise<void> {
    this.stop();
    const generation = ++this.generation;
    if (!this.mediaDevices) return this.fail('camera-insecure', 'mediaDevices is not there');
    this.setState({ status: 'starting' });
    try {
      const stream = await this.mediaDevices.getUserMedia({
        audio: false,
        video: {
          ...(deviceId ? { deviceId: { exact: deviceId } } : { facingMode: 'environment' }),
          width: { ideal: 1280 },
          height: { ideal: 720 },
        },
      });
      if (generation !== this.generation) return stopTracks(stream);
      const [track] = stream.getVideoTracks();
      if (!track) return this.fail('camera-none', 'the stream has no video track');
      track.addEventListener('ended', () => {
        if (generation === this.generation) this.fail('camera-unplugged', 'the track ended');
      });
      this.setState({ status: 'live', stream, deviceId: track.getSettings().deviceId ?? '' });
      await this.listDevices(generation);
    } catch (error) {
      if (generation !== this.generation) return;
      const name = error instanceof Error ? error.name : '';
      const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      this.fail(codesByName[name] ?? 'camera-busy', detail);
    }
  }

  /** Goes on to the next camera of this device. */
  async switchCamera(): Promise<void> {
    if (this.state.status !== 'live' || this.devices.length < 2) return;
    const { deviceId } = this.state;
    const at = this.devices.findIndex(({ id }) => id === deviceId);
    const next = this.devices[(at + 1) % this.devices.length];
    await this.start(next?.id);
  }

  stop(): void {
    this.generation += 1;
    if (this.state.status === 'live') stopTracks(this.state.stream);
    this.setState({ status: 'off' });
  }

  private async listDevices(generation: number): Promise<void> {
    const all = (await this.mediaDevices?.enumerateDevices()) ?? [];
    if (generation !== this.generation) return;
    this.devices = all
      .filter(({ kind }) => kind === 'videoinput')
      .map(({ deviceId: id, label }, i) => ({ id, label: label || `Camera ${i + 1}` }));
    this.announceChange();
  }

  private fail(code: ErrorCode, detail: string): void {
    if (this.state.status === 'live') stopTracks(this.state.stream);
    this.setState({ status: 'failed', error: new ClassifierError(code, detail) });
  }

  private setState(state: CameraState): void {
    this.state = state;
    this.announceChange();
  }
}

/** The names `getUserMedia` fails with (W3C Media Capture and Streams, 10.2), as our codes. */
const codesByName: Partial<Record<string, ErrorCode>> = {
  NotAllowedError: 'camera-denied',
  SecurityError: 'camera-denied',
  NotFoundError: 'camera-none',
  OverconstrainedError: 'camera-none',
  NotReadableError: 'camera-busy',
  AbortError: 'camera-busy',
  TypeError: 'camera-insecure',
};

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

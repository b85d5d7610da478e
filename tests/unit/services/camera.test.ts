import { describe, expect, it } from 'vitest';
import { Camera, type CameraDevices } from '../../../src/services/camera';

class StubTrack extends EventTarget {
  stopped = false;
  constructor(private readonly deviceId: string) {
    super();
  }
  stop(): void {
    this.stopped = true;
  }
  getSettings() {
    return { deviceId: this.deviceId };
  }
}

/** Two cameras; records what was asked for. */
class StubDevices {
  readonly asked: MediaStreamConstraints[] = [];
  readonly tracks: StubTrack[] = [];

  getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
    this.asked.push(constraints);
    const track = new StubTrack(this.asked.length % 2 ? 'rear' : 'front');
    this.tracks.push(track);
    const stream = { getVideoTracks: () => [track], getTracks: () => [track] };
    return Promise.resolve(stream as unknown as MediaStream);
  }

  enumerateDevices(): Promise<MediaDeviceInfo[]> {
    const devices = ['rear', 'front'].map((deviceId) => ({
      deviceId,
      kind: 'videoinput',
      label: '',
    }));
    return Promise.resolve(devices as unknown as MediaDeviceInfo[]);
  }
}

function failing(name: string): CameraDevices {
  return {
    getUserMedia: () => Promise.reject(new DOMException('no', name)),
    enumerateDevices: () => Promise.resolve([]),
  };
}

describe('Camera', () => {
  it('asks for the rear camera and for no sound', async () => {
    const devices = new StubDevices();
    const camera = new Camera(devices);
    await camera.start();
    expect(camera.state).toMatchObject({ status: 'live', deviceId: 'rear' });
    expect(devices.asked[0]).toMatchObject({
      audio: false,
      video: { facingMode: 'environment' },
    });
    expect(camera.devices).toHaveLength(2);
  });

  it('switches to the next camera and lets go of the first', async () => {
    const devices = new StubDevices();
    const camera = new Camera(devices);
    await camera.start();
    await camera.switchCamera();
    expect(devices.asked[1]).toMatchObject({ video: { deviceId: { exact: 'front' } } });
    expect(devices.tracks[0]?.stopped).toBe(true);
  });

  it.each([
    ['NotAllowedError', 'camera-denied'],
    ['NotFoundError', 'camera-none'],
    ['OverconstrainedError', 'camera-none'],
    ['NotReadableError', 'camera-busy'],
  ])('turns %s into %s', async (name, code) => {
    const camera = new Camera(failing(name));
    await camera.start();
    expect(camera.state).toMatchObject({ status: 'failed', error: { code } });
  });

  it('says when the page is not secure', async () => {
    const camera = new Camera(undefined);
    await camera.start();
    expect(camera.state).toMatchObject({ status: 'failed', error: { code: 'camera-insecure' } });
  });

  it('says when the camera is unplugged, and starts again', async () => {
    const devices = new StubDevices();
    const camera = new Camera(devices);
    await camera.start();
    devices.tracks[0]?.dispatchEvent(new Event('ended'));
    expect(camera.state).toMatchObject({ status: 'failed', error: { code: 'camera-unplugged' } });
    await camera.start();
    expect(camera.state.status).toBe('live');
  });

  it('throws away an answer that comes after stop', async () => {
    const devices = new StubDevices();
    const camera = new Camera(devices);
    const started = camera.start();
    camera.stop();
    await started;
    expect(camera.state.status).toBe('off');
    expect(devices.tracks[0]?.stopped).toBe(true);
  });
});

import { onTestFinished } from 'vitest';
import { ClassifierClient, type ClientOptions } from '../../../src/client/classifier-client';
import { spawnWorker } from '../../../src/client/spawn-worker';
import { goldenImage } from '../../../src/core/golden';

/** Photos and models outside this repository are at hand. */
export const hasShared = import.meta.env.VITE_HAS_SHARED === '1';

/** A model of tests/fixtures/models. */
export function fixtureModel(path: string): string {
  return new URL(`/tests/fixtures/models/${path}`, location.origin).href;
}

/** A model made of noise, a few kilobytes small. */
export const tinyModel = fixtureModel('tiny/bearings.json');
/** The default model. */
export const bearsModel = new URL('/models/bears/bearings.json', location.origin).href;

/** A client that ends with its test. */
export function createClient(options: Partial<ClientOptions> = {}): ClassifierClient {
  const client = new ClassifierClient({ spawn: spawnWorker, ...options });
  onTestFinished(() => client.dispose());
  return client;
}

/** A photo of soft colours, as a file. */
export async function drawPhoto(
  seed = 1,
  { width = 320, height = 240, type = 'image/png' } = {},
): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const { data } = goldenImage(seed, width, height);
  canvas
    .getContext('2d')
    ?.putImageData(new ImageData(data as Uint8ClampedArray<ArrayBuffer>, width, height), 0, 0);
  return canvas.convertToBlob({ type });
}

/** A camera frame. */
export async function drawFrame(seed = 1): Promise<ImageBitmap> {
  return createImageBitmap(await drawPhoto(seed));
}

/** A photo of tests/fixtures/photos. */
export async function fetchPhoto(name: string): Promise<Blob> {
  const response = await fetch(`/tests/fixtures/photos/${name}`);
  if (!response.ok) throw new Error(`no fixture ${name}`);
  // Without the type that the server made of its name.
  return new Blob([await response.arrayBuffer()]);
}

import { ClassifierError } from '../core/errors';
import { corruptImage, drawFarImage, FAR_IMAGES } from '../core/detectors/far-images';
import type { FeaturePart } from '../core/detectors/parts';
import { type Honesty, type HonestyPhoto, makeHonest } from '../core/make-honest';
import type { Manifest } from '../core/manifest';
import type { ModelImage } from '../core/model-image';
import type { JudgedTwice } from '../core/stranger-effect';
import type { ModelBundle } from '../model/read-model';
import { fingerprint } from '../model/read-part';
import { giveBackThread, rest } from './give-back-thread';
import { judge } from './judge';
import type { Network, NetworkOutput } from './network';
import { runGolden } from './run-golden';

/** Something that runs an open network: the network itself, or the engine. */
export type Runner = Pick<Network, 'run'>;

/** A reference photo at the model's size. */
export interface ReferenceImage {
  image: ModelImage;
  /** Label index; `null` when nobody said. */
  label: number | null;
  /** Fingerprint of its file, to know copies by. */
  hash: string;
}

interface HonestyOptions {
  signal?: AbortSignal;
  /** Parts of the features to compare each by itself (`listFeatureParts`); all as one if absent. */
  parts?: readonly FeaturePart[];
  /** Whether it is certain that none of the photos trained the model. */
  heldOut?: boolean;
  /** Called after each photo with how many are done. */
  onProgress?: (done: number) => void;
}

/** One in so many photos is corrupted and tried as well, up to as many as there are synthetic ones. */
const CORRUPT_EVERY = 3;

/**
 * Runs an open network over reference photos and gives its manifest all that they can give. One
 * photo at a time is in memory.
 *
 * @param manifest Of the open network.
 * @throws ClassifierError as `makeHonest`; `cancelled`; what the network or the photos throw.
 */
export async function learnHonesty(
  runner: Runner,
  manifest: Manifest,
  photos: AsyncIterable<ReferenceImage>,
  { signal, onProgress, parts, heldOut }: HonestyOptions = {},
): Promise<Honesty> {
  const seen: HonestyPhoto[] = [];
  const far: NetworkOutput[] = [];
  const pause = () => rest(signal);
  for await (const { image, label, hash } of photos) {
    if (signal?.aborted) throw new ClassifierError('cancelled');
    const { logits, features } = await runner.run(image);
    if (seen.length % CORRUPT_EVERY === 0 && far.length < FAR_IMAGES) {
      far.push(await runner.run(corruptImage(image, seen.length / CORRUPT_EVERY)));
    }
    seen.push({ logits, features, label, hash });
    onProgress?.(seen.length);
    await giveBackThread();
  }
  await pause();
  const { width, height } = manifest.input;
  if (seen.some((photo) => photo.features)) {
    for (let seed = 0; seed < FAR_IMAGES; seed++) {
      far.push(await runner.run(drawFarImage(seed, width, height)));
      await pause();
    }
  }
  return makeHonest({
    photos: seen,
    manifest,
    golden: await runGolden((image) => runner.run(image), manifest, signal),
    fingerprint,
    far,
    pause,
    ...(parts ? { parts } : {}),
    ...(heldOut === undefined ? {} : { heldOut }),
  });
}

/**
 * What an open network says of photos of something else, judged by its old and by its new manifest.
 *
 * @param before The model without reference photos.
 * @param after The same network with them.
 * @throws ClassifierError as `judge`; `cancelled`; what the network or the photos throw.
 */
export async function judgeStrangers(
  runner: Runner,
  before: ModelBundle,
  after: ModelBundle,
  images: AsyncIterable<ModelImage>,
  { signal, onProgress }: HonestyOptions = {},
): Promise<JudgedTwice[]> {
  const judged: JudgedTwice[] = [];
  for await (const image of images) {
    if (signal?.aborted) throw new ClassifierError('cancelled');
    const output = await runner.run(image);
    const labels = before.manifest.labels.length;
    judged.push({ before: judge(before, output, labels), after: judge(after, output, labels) });
    onProgress?.(judged.length);
    await giveBackThread();
  }
  return judged;
}

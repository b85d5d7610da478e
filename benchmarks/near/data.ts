import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPhoto } from '../../src/cli/open-photo';
import { corruptImage } from '../../src/core/detectors/far-images';
import { readFloats } from '../../src/model/check-weights';
import { listPhotos, type Photo, readPhoto, takeEvenly } from '../../scripts/models/data-sets';
import { trunkInput } from '../../scripts/models/extract-features';
import { cacheFolder } from '../../scripts/models/paths';
import { drawView, plainView } from '../../scripts/models/views';
import { type BenchTrunk, type FeatureSet, loadPhotos, loadSet } from '../trust/data';

/** A data set with what the methods look at besides the plain view of each photo. */
export interface NearSet extends FeatureSet {
  /** Other views of each photo: [views][photos]. */
  views: Float32Array[][];
  /** Some of the photos, spoilt past knowing. */
  spoilt: { photo: number; features: Float32Array }[];
}

/** Photos of one set that are spoilt, evenly taken. */
const SPOILT = 96;
const crop = plainView('crop');
const otherViews = [
  { name: 'crop-flip', fit: 'crop', flip: true },
  { name: 'squish', fit: 'squish' },
] as const;

/**
 * @param folders Of photos, as one set.
 * @param kinds Takes so many of its labels, evenly by name.
 * @param most Takes so many photos, evenly spaced.
 */
export async function loadNearSet(
  trunk: BenchTrunk,
  name: string,
  folders: readonly string[],
  kinds = Infinity,
  most = Infinity,
): Promise<NearSet> {
  const all = folders.flatMap((folder) => listPhotos(folder));
  const labels = takeEvenly([...new Set(all.map(({ folder }) => folder))].sort(), kinds);
  const photos = takeEvenly(
    all.filter(({ folder }) => labels.includes(folder)),
    most,
  );
  const set = await loadPhotos(trunk, name, photos);
  const views: Float32Array[][] = [];
  for (const view of otherViews) views.push(await trunk.extractor.extractAll(photos, view));
  const spoilt: NearSet['spoilt'] = [];
  for (const photo of takeEvenly([...photos.keys()], SPOILT)) {
    const one = photos[photo];
    if (one) spoilt.push({ photo, features: await spoil(trunk, one, spoilt.length) });
  }
  return { ...set, views, spoilt };
}

/** Photos far from anything in the sets, none of which taught the trunk; all in one list. */
export async function loadFar(trunk: BenchTrunk): Promise<Float32Array[]> {
  const digits = await loadSet(trunk, 'out-of-domain/digits', 100);
  const screens = await loadSet(trunk, 'out-of-domain/screens', 100);
  return [...digits.features, ...screens.features];
}

async function spoil(
  { extractor, fingerprint }: BenchTrunk,
  { path, hash }: Photo,
  seed: number,
): Promise<Float32Array> {
  const folder = join(cacheFolder, 'near', fingerprint);
  const cached = join(folder, `${hash}-${seed}.f32`);
  if (existsSync(cached)) return readFloats(readFileSync(cached));
  const image = await drawView(await openPhoto(readPhoto(path)), trunkInput, crop);
  const features = await extractor.run(corruptImage(image, seed));
  mkdirSync(folder, { recursive: true });
  writeFileSync(cached, Buffer.from(features.buffer));
  return features;
}

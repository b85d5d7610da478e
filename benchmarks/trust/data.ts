import { drawFarImage, FAR_IMAGES } from '../../src/core/detectors/far-images';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FeaturePart } from '../../src/core/detectors/parts';
import { parseTrunk, type TrunkSpec } from '../../src/core/manifest';
import { groupNearDuplicates } from '../../src/core/near-duplicates';
import { listDomainParts } from '../../src/engine/list-feature-parts';
import { listPhotos, type Photo, takeEvenly } from '../../scripts/models/data-sets';
import { FeatureExtractor, trunkInput } from '../../scripts/models/extract-features';
import { modelsFolder } from '../../scripts/models/paths';
import { plainView } from '../../scripts/models/views';

/** Photos of a data set by their features. */
export interface FeatureSet {
  name: string;
  features: Float32Array[];
  /** Label index of each photo, by its folder. */
  labels: number[];
  labelNames: string[];
  groups: number[];
}

/** Cosine of all features from which photos count as nearly the same, as in models:build. */
const NEAR_DUPLICATE = 0.96;
/** The middle square of every photo: one preparation for every set. */
const view = plainView('crop');

/** Photos that a trunk's recipe may teach it with (`models/trunk/recipe/photos.py`). */
const taughtFolders = [
  'out-of-domain/pacs_photo',
  'out-of-domain/dtd',
  'trashnet',
  'clothing/train',
];

/** The trunk that the benchmark measures, by its fingerprint. */
export interface BenchTrunk {
  extractor: FeatureExtractor;
  fingerprint: string;
  name: string;
  /** Its taps for domain scores, the shallowest first. */
  parts: FeaturePart[];
  /** All its taps, in their order. */
  taps: TrunkSpec['taps'];
  /** Folders of photos that taught it: no evidence about strangers. */
  taughtBy: string[];
}

export async function openBenchTrunk(): Promise<BenchTrunk> {
  const bytes = readFileSync(join(modelsFolder, 'trunk/trunk.json'));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const extractor = await FeatureExtractor.open({
    path: 'trunk.json',
    bytes: bytes.byteLength,
    sha256,
  });
  const { name, taps } = parseTrunk(JSON.parse(bytes.toString('utf8')));
  const card = readFileSync(join(modelsFolder, 'trunk/CARD.md'), 'utf8');
  // A trunk that was taught by our own photos says so in its card, folder by folder.
  const taughtBy = taughtFolders.filter((folder) => card.includes(`\`${folder}\``));
  return {
    extractor,
    fingerprint: sha256.slice(0, 12),
    name,
    parts: listDomainParts(taps),
    taps,
    taughtBy,
  };
}

/** @param most Takes so many, evenly spaced. */
export async function loadSet(
  trunk: BenchTrunk,
  folder: string,
  most = Infinity,
): Promise<FeatureSet> {
  return loadPhotos(trunk, folder, takeEvenly(listPhotos(folder), most));
}

/** Photos as one set, whatever folders they lie in; their own folder is the label. */
export async function loadPhotos(
  { extractor }: Pick<BenchTrunk, 'extractor'>,
  name: string,
  photos: readonly Photo[],
): Promise<FeatureSet> {
  const features = await extractor.extractAll(photos, view);
  const labelNames = [...new Set(photos.map((photo) => photo.folder))].sort();
  const hashes = photos.map(({ hash }) => hash);
  return {
    name,
    features,
    labels: photos.map((photo) => labelNames.indexOf(photo.folder)),
    labelNames,
    groups: groupNearDuplicates({ hashes, features }, NEAR_DUPLICATE),
  };
}

/** Synthetic pictures, as the product draws them. */
export async function lookAtPictures({ extractor }: BenchTrunk): Promise<Float32Array[]> {
  const pictures: Float32Array[] = [];
  for (let seed = 0; seed < FAR_IMAGES; seed++) {
    pictures.push(await extractor.run(drawFarImage(seed, trunkInput.width, trunkInput.height)));
  }
  return pictures;
}

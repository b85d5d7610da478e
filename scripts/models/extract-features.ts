import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tidy } from '@tensorflow/tfjs-core';
import { DiskFiles } from '../../src/cli/disk-files';
import { openPhoto } from '../../src/cli/open-photo';
import type { FeaturePart } from '../../src/core/detectors/parts';
import type { FilePart, InputSpec } from '../../src/core/manifest';
import type { ModelImage } from '../../src/core/model-image';
import { listDomainParts } from '../../src/engine/list-feature-parts';
import { toTensor } from '../../src/engine/to-tensor';
import { Trunk } from '../../src/engine/trunk';
import { readFloats } from '../../src/model/check-weights';
import { readTrunk } from '../../src/model/read-trunk';
import { type Photo, readPhoto } from './data-sets';
import { cacheFolder, modelsFolder } from './paths';
import { drawView, type View } from './views';
import { startWasm } from './start-wasm';

/** What the trunk is fed: RGB in [-1, 1]. */
export const trunkInput = {
  width: 224,
  height: 224,
  channels: 'rgb',
  layout: 'nhwc',
  scale: { multiply: 1 / 127.5, add: -1 },
} as const satisfies Omit<InputSpec, 'fit'>;

/** Computes features of photos with the shared trunk, and remembers them from run to run. */
export class FeatureExtractor {
  private readonly buffer = new Float32Array(trunkInput.width * trunkInput.height * 3);

  private constructor(
    private readonly trunk: Trunk,
    private readonly folder: string,
    /** The trunk's taps that domain scores go by, within the features; the shallowest first. */
    readonly domainParts: readonly FeaturePart[],
  ) {}

  /** @param part `trunk.json`: features are remembered by its fingerprint. */
  static async open(part: FilePart): Promise<FeatureExtractor> {
    await startWasm();
    const { spec, graph } = await readTrunk(new DiskFiles(join(modelsFolder, 'trunk')), part);
    const folder = join(cacheFolder, 'features', part.sha256.slice(0, 12));
    return new FeatureExtractor(await Trunk.load(spec, graph), folder, listDomainParts(spec.taps));
  }

  /** Numbers a photo. */
  get featureCount(): number {
    return this.trunk.featureCount;
  }

  /** Features of one view of each photo. */
  async extractAll(photos: readonly Photo[], view: View): Promise<Float32Array[]> {
    const rows: Float32Array[] = [];
    for (const [done, photo] of photos.entries()) {
      rows.push(await this.extract(photo, view));
      if (done % 500 === 499) console.log(`  ${view.name}: ${done + 1} of ${photos.length}`);
    }
    return rows;
  }

  async extract({ path, hash }: Photo, view: View): Promise<Float32Array> {
    const cached = join(this.folder, view.name, hash.slice(0, 2), `${hash}.f32`);
    if (existsSync(cached)) return readFloats(readFileSync(cached));
    const image = await drawView(await openPhoto(readPhoto(path)), trunkInput, view);
    const features = await this.run(image);
    mkdirSync(dirname(cached), { recursive: true });
    writeFileSync(`${cached}.part`, Buffer.from(features.buffer));
    renameSync(`${cached}.part`, cached);
    return features;
  }

  /** Features of a picture that has the trunk's size. */
  async run(image: ModelImage): Promise<Float32Array<ArrayBuffer>> {
    const input: InputSpec = { ...trunkInput, fit: 'squish' };
    const features = tidy(() => this.trunk.computeFeatures(toTensor(image, input, this.buffer)));
    const values = await features.data<'float32'>();
    features.dispose();
    return Float32Array.from(values);
  }
}

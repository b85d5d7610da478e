import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { DiskFiles } from '../../src/cli/disk-files';
import type { InputSpec } from '../../src/core/manifest';
import type { ModelImage } from '../../src/core/model-image';
import type { PerColour } from '../../src/core/scale';
import { toTensor } from '../../src/engine/to-tensor';
import { buildGraph, Trunk } from '../../src/engine/trunk';
import { readFloats } from '../../src/model/check-weights';
import { readGraph } from '../../src/model/read-graph';
import { fingerprint } from '../../src/model/read-part';
import { readTrunk } from '../../src/model/read-trunk';
import { cacheFolder, modelsFolder } from '../../scripts/models/paths';

/** A network whose answers are remembered from run to run: the same pictures are tried many times. */
export class CachedNetwork {
  private readonly buffer = new Float32Array(224 * 224 * 3);

  /** @param name Another network needs another name. */
  constructor(
    private readonly name: string,
    private readonly compute: (input: ReturnType<typeof toTensor>) => Tensor,
  ) {}

  async run(image: ModelImage, input: InputSpec): Promise<Float32Array> {
    const { scale, channels } = input;
    const key = createHash('sha1')
      .update(image.data)
      .update(`${writeOnce(scale.multiply)} ${writeOnce(scale.add)} ${channels}`)
      .digest('hex');
    const path = join(cacheFolder, 'doctor', this.name, key.slice(0, 2), `${key}.f32`);
    if (existsSync(path)) return readFloats(readFileSync(path));
    const answer = tidy(() => this.compute(toTensor(image, input, this.buffer)));
    const values = Float32Array.from(await answer.data<'float32'>());
    answer.dispose();
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.part`, Buffer.from(values.buffer));
    renameSync(`${path}.part`, path);
    return values;
  }
}

function writeOnce(value: PerColour): string {
  const numbers = (typeof value === 'number' ? [value] : value).map((one) => one.toPrecision(6));
  return new Set(numbers).size === 1 ? (numbers[0] ?? '') : numbers.join(',');
}

/** The shared trunk as it is on this disk. */
export async function openTrunk(): Promise<CachedNetwork> {
  const bytes = readFileSync(join(modelsFolder, 'trunk/trunk.json'));
  const part = {
    path: 'trunk.json',
    bytes: bytes.byteLength,
    sha256: await fingerprint(bytes),
  };
  const { spec, graph } = await readTrunk(new DiskFiles(join(modelsFolder, 'trunk')), part);
  const trunk = await Trunk.load(spec, graph);
  return new CachedNetwork(part.sha256.slice(0, 12), (input) => trunk.computeFeatures(input));
}

/** A MobileNet for ImageNet as a plain graph model: 1,001 logits. */
export async function openMobilenet(folder: string): Promise<CachedNetwork> {
  const files = new DiskFiles(folder);
  const parts = await readGraph(files, 'model.json');
  const graph = await buildGraph(parts);
  const sha256 = await fingerprint(await files.read('model.json'));
  return new CachedNetwork(sha256.slice(0, 12), (input) => graph.predict(input) as Tensor);
}

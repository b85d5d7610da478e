import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { parseTarGzip } from 'nanotar';
import {
  io,
  mean,
  setBackend,
  type Tensor,
  tensor4d,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  convertTrunk,
  sourceFolder,
  sourcePackage,
  trunkCut,
} from '../../scripts/models/convert-trunk';
import { fuseGraph, INPUT_NODE } from '../../scripts/models/fuse-graph';
import { openGraph } from '../../scripts/models/ssd-graph';
import { cacheFolder } from '../../scripts/models/paths';
import { goldenImage } from '../../src/core/golden';
import { parseTrunk } from '../../src/core/manifest';
import { fingerprint } from '../../src/model/read-part';
import { unpackGraph } from '../../src/model/packed-weights';
import type { GraphParts } from '../../src/model/graph-parts';

/** Of the golden picture. */
const SEED = 1;

const tarball = `${cacheFolder}/${sourcePackage.name}-${sourcePackage.version}.tgz`;
const spec = parseTrunk(
  JSON.parse(
    readFileSync(fileURLToPath(new URL('../../models/trunk/trunk.json', import.meta.url)), 'utf8'),
  ),
);

/** The published graph is fetched by `npm run models:prepare`. */
describe.skipIf(!existsSync(tarball))('the prepared trunk', () => {
  let read: (path: string) => Uint8Array;
  let original: Float32Array[];

  beforeAll(async () => {
    const require = createRequire(import.meta.url);
    setWasmPaths(`${require.resolve('@tensorflow/tfjs-backend-wasm/package.json')}/../dist/`);
    await setBackend('wasm');
    const files = await parseTarGzip(readFileSync(tarball));
    const byName = new Map(files.map(({ name, data }) => [name, data]));
    read = (path) => {
      const bytes = byName.get(`${sourceFolder}/${path}`);
      if (!bytes) throw new Error(path);
      return bytes;
    };
    original = await runOriginal(read);
  }, 60_000);

  test('comes out bit for bit as trunk.json promises', async () => {
    const { model, weights } = convertTrunk(read);
    expect(await fingerprint(model)).toBe(spec.model.sha256);
    expect(await fingerprint(weights)).toBe(spec.weights[0]?.sha256);
  });

  test('fused float32 weights give the published graph’s values', async () => {
    const { nodes, weights } = fuseGraph(openGraph(read), trunkCut);
    const weightSpecs = weights.map(({ name, shape, values }) => ({
      name,
      shape,
      dtype: values instanceof Int32Array ? ('int32' as const) : ('float32' as const),
    }));
    const weightData = Buffer.concat(weights.map(({ values }) => Buffer.from(values.buffer)));
    const fused = await runTrunk({
      topology: { node: nodes, versions: {} },
      signature: null,
      weightSpecs,
      weightData: new Uint8Array(weightData).buffer,
    });
    fused.forEach((features, tap) => {
      expect(largestDifference(features, original[tap])).toBeLessThan(1e-4);
    });
  });

  test('int8 weights give what another implementation computes from them', async () => {
    const { model, weights } = convertTrunk(read);
    const packed = await runTrunk(
      unpackGraph(JSON.parse(new TextDecoder().decode(model)), weights),
    );
    // By models/trunk/recipe/reference.py: PyTorch, which shares no code with the engine.
    const path = fileURLToPath(new URL('../fixtures/trunk-features.json', import.meta.url));
    const reference = JSON.parse(readFileSync(path, 'utf8')) as { seed: number; taps: number[][] };
    expect(reference.seed).toBe(SEED);
    packed.forEach((features, tap) => {
      const expected = Float32Array.from(reference.taps[tap] ?? []);
      expect(features.length).toBe(expected.length);
      expect(largestDifference(features, expected)).toBeLessThan(1e-3);
    });
  });

  test('int8 weights keep the features’ direction', async () => {
    const { model, weights } = convertTrunk(read);
    const packed = await runTrunk(
      unpackGraph(JSON.parse(new TextDecoder().decode(model)), weights),
    );
    packed.forEach((features, tap) => {
      expect(cosine(features, original[tap])).toBeGreaterThan(0.98);
    });
  });
});

function picture(): Tensor4D {
  const { data, width, height } = goldenImage(SEED, trunkCut.width, trunkCut.height);
  const rgb = data.filter((_, i) => i % 4 !== 3);
  return tensor4d(
    Float32Array.from(rgb, (byte) => byte / 127.5 - 1),
    [1, height, width, 3],
  );
}

/** Pooled values of both taps, by the published graph as it is. */
async function runOriginal(read: (path: string) => Uint8Array): Promise<Float32Array[]> {
  const json = JSON.parse(new TextDecoder().decode(read('model.json'))) as {
    modelTopology: object;
    weightsManifest: { paths: string[]; weights: io.WeightsManifestEntry[] }[];
  };
  const graph = await loadGraphModel(
    io.fromMemory({
      modelTopology: json.modelTopology,
      weightSpecs: json.weightsManifest.flatMap(({ weights }) => weights),
      weightData: new Uint8Array(
        Buffer.concat(json.weightsManifest.flatMap(({ paths }) => paths.map(read))),
      ).buffer,
    }),
  );
  const names = trunkCut.taps.map(({ from }) => from);
  return toArrays(
    tidy(() => {
      const taps = graph.execute({ [trunkCut.input]: picture() }, names) as Tensor4D[];
      return taps.map((tap) => mean(tap, [1, 2]));
    }),
  );
}

async function runTrunk(parts: GraphParts): Promise<Float32Array[]> {
  const graph = await loadGraphModel(
    io.fromMemory({
      modelTopology: parts.topology,
      weightSpecs: parts.weightSpecs,
      weightData: parts.weightData,
    }),
  );
  const names = trunkCut.taps.map(({ node }) => node);
  return toArrays(tidy(() => graph.execute({ [INPUT_NODE]: picture() }, names) as Tensor[]));
}

async function toArrays(tensors: Tensor[]): Promise<Float32Array[]> {
  return Promise.all(tensors.map(async (tensor) => Float32Array.from(await tensor.data())));
}

function largestDifference(a: Float32Array, b: Float32Array | undefined): number {
  return Math.max(...a.map((value, i) => Math.abs(value - (b?.[i] ?? NaN))));
}

function cosine(a: Float32Array, b: Float32Array | undefined): number {
  let [dot, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    const other = b?.[i] ?? NaN;
    dot += value * other;
    aa += value * value;
    bb += other * other;
  });
  return dot / Math.sqrt(aa * bb);
}

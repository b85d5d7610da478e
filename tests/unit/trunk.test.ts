import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setBackend, type Tensor, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { expect, test } from 'vitest';
import { goldenImage } from '../../src/core/golden';
import { parseTrunk } from '../../src/core/manifest';
import { toHandler } from '../../src/engine/trunk';
import { unpackGraph } from '../../src/model/packed-weights';

const spec = parseTrunk(JSON.parse(readText('models/trunk/trunk.json')));

test('the trunk gives what another implementation computes from the same weights', async () => {
  const require = createRequire(import.meta.url);
  setWasmPaths(`${require.resolve('@tensorflow/tfjs-backend-wasm/package.json')}/../dist/`);
  await setBackend('wasm');
  // By models/trunk/recipe/reference.py: PyTorch, which shares no code with the engine.
  const reference = JSON.parse(readText('tests/fixtures/trunk-features.json')) as {
    seed: number;
    taps: number[][];
  };
  const taps = await runTrunk(reference.seed);
  expect(taps.map(({ length }) => length)).toEqual(spec.taps.map(({ length }) => length));
  taps.forEach((features, tap) => {
    const expected = reference.taps[tap] ?? [];
    expect(expected).toHaveLength(features.length);
    const errors = expected.map((value, i) => Math.abs(value - (features[i] ?? NaN)));
    expect(Math.max(...errors)).toBeLessThan(2e-3);
  });
});

/** Its taps for the golden picture, before each is scaled to unit length. */
async function runTrunk(seed: number): Promise<Float32Array[]> {
  const weights = readFileSync(pathOf('models/trunk/weights.bin'));
  const graph = await loadGraphModel(
    toHandler(unpackGraph(JSON.parse(readText('models/trunk/model.json')), weights)),
  );
  const { width, height, node } = spec.input;
  const { data } = goldenImage(seed, width, height);
  const values = Float32Array.from(
    data.filter((_, i) => i % 4 !== 3),
    (byte) => byte / 127.5 - 1,
  );
  const tensors = tidy(
    () =>
      graph.execute(
        { [node]: tensor4d(values, [1, height, width, 3]) },
        spec.taps.map((tap) => tap.node),
      ) as Tensor[],
  );
  return Promise.all(tensors.map(async (tensor) => Float32Array.from(await tensor.data())));
}

function readText(path: string): string {
  return readFileSync(pathOf(path), 'utf8');
}

function pathOf(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { createNodeHost } from '../../../src/cli/node-host';
import type { Manifest } from '../../../src/core/manifest';
import { inputOf } from '../../../src/core/input-of';
import { TrunkPool } from '../../../src/engine/build-network';
import { inspectNetwork } from '../../../src/engine/inspect-network';
import { Backends } from '../../../src/engine/start-backend';
import { tryCandidate } from '../../../src/engine/try-candidate';
import { toProbabilities } from '../../../src/core/probabilities';
import type { ModelBundle } from '../../../src/model/read-model';
import { fillWeights, foreignModel, makeMobile, takeLayers } from './foreign-support';

const backends = new Backends(createNodeHost());
const labels = ['circle', 'square', 'star'];

beforeAll(async () => {
  await setBackend('cpu');
});

/** A tiny model of another maker as it would be kept, its golden outputs changed by `spoil`. */
async function keepTiny(spoil: (probability: number) => number): Promise<ModelBundle> {
  const layers = await takeLayers(fillWeights(makeMobile(), 3));
  const model = foreignModel({ kind: 'tfjs-layers', layers }, labels);
  const { units, output, taps, golden } = await inspectNetwork(backends, model, {});
  const spec = { kind: 'tfjs-layers', units, ...taps };
  const manifest = {
    labels,
    input: inputOf(model.contract),
    network: spec,
    output: output.value,
    calibration: null,
    golden: golden.map(({ seed, logits }) => ({
      seed,
      labels: [0, 1, 2],
      probabilities: toProbabilities(logits, output.value).map(spoil),
    })),
  } as unknown as Manifest;
  return { manifest, network: { kind: 'tfjs-layers', spec, layers }, bank: null } as ModelBundle;
}

async function tryOn(bundle: ModelBundle) {
  const context = { backends, trunks: new TrunkPool(), bundle, isModelOpen: false };
  return tryCandidate(context, { backend: 'cpu', threads: 1 }, 20_000);
}

describe('the device passport of a foreign model', () => {
  test('is given where the golden outputs come out', async () => {
    const { trial, network } = await tryOn(await keepTiny((probability) => probability));
    network?.dispose();
    expect(trial).toMatchObject({ outcome: 'chosen' });
    expect(trial.goldenError).toBeLessThan(1e-4);
    expect(labels).toContain(trial.worst?.label);
  });

  test('is refused with the numbers where they do not', async () => {
    const { trial, network } = await tryOn(await keepTiny((probability) => 1 - probability));
    expect(network).toBeNull();
    expect(trial.outcome).toBe('wrong-answers');
    const { seed, label, expected, got } = trial.worst ?? {};
    expect(Math.abs((got ?? NaN) - (expected ?? NaN))).toBeCloseTo(trial.goldenError ?? NaN);
    expect(trial.detail).toContain(
      `for test picture ${seed} it gives “${label}” ${got?.toFixed(3)}`,
    );
    expect(trial.detail).toContain(`where ${expected?.toFixed(3)} is right`);
  });

  test('is refused where an answer is not a number, and says so', async () => {
    const bundle = await keepTiny((probability) => probability);
    const { ForeignNetwork } = await import('../../../src/engine/foreign-network');
    const run = vi.spyOn(ForeignNetwork.prototype, 'run').mockResolvedValue({
      logits: Float32Array.of(1, NaN, 0),
      features: null,
    });
    const { trial, network } = await tryOn(bundle);
    run.mockRestore();
    expect(network).toBeNull();
    expect(trial).toMatchObject({ outcome: 'wrong-answers', goldenError: NaN });
    expect(trial.detail).toContain('something that is no number');
  });
});

/**
 * `npm run bench:trunk`: what a forward pass takes beside one of the start, the trunk that the training
 * began from. Layer by layer the start is the same network; it averages its last two maps, and that is
 * all. So it is made from the shipped graph here, with the shipped weights: how fast a layer is does
 * not hang on its numbers.
 */
import { dispose, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { DiskFiles } from '../src/cli/disk-files';
import type { TrunkSpec } from '../src/core/manifest';
import { goldenImage } from '../src/core/golden';
import { toTensor } from '../src/engine/to-tensor';
import { Trunk } from '../src/engine/trunk';
import { type GraphNode, inputsOf, parseNodes } from '../src/model/graph-nodes';
import type { GraphParts } from '../src/model/graph-parts';
import { ModelReader } from '../src/model/read-model';
import { startWasm } from '../scripts/models/start-wasm';
import { formatTable, median } from './statistics';

const ROUNDS = 400;
const WARM_UP_ROUNDS = 30;

await startWasm();
const { manifest, network } = await new ModelReader().read(
  new DiskFiles('models/bears'),
  'bearings.json',
);
if (network.kind !== 'head-on-trunk') throw new Error('models/bears has no trunk');
const { spec, graph } = network.trunk;
const trunks = {
  start: await Trunk.load(...makeStart(spec, graph)),
  'this trunk': await Trunk.load(spec, graph),
};
const { width, height } = spec.input;
const out = new Float32Array(width * height * 3);
const input = toTensor(goldenImage(1, width, height), manifest.input, out);
const times = await timeInTurn();
dispose(input);
print(times);

/** Each network in every round, in changing order, so that a slow moment hits both alike. */
async function timeInTurn(): Promise<Record<keyof typeof trunks, number[]>> {
  const taken: Record<keyof typeof trunks, number[]> = { start: [], 'this trunk': [] };
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const order =
      round % 2 === 0 ? (['start', 'this trunk'] as const) : (['this trunk', 'start'] as const);
    for (const name of order) {
      const begun = performance.now();
      const features: Tensor = tidy(() => trunks[name].computeFeatures(input));
      await features.data();
      features.dispose();
      if (round >= 0) taken[name].push(performance.now() - begun);
    }
  }
  return taken;
}

function print({ start, 'this trunk': ours }: Record<keyof typeof trunks, number[]>): void {
  const ratios = ours.map((ms, round) => ms / (start[round] ?? Number.NaN));
  const row = (name: string, values: number[]) => [
    name,
    median(values).toFixed(1),
    quantile(values, 0.1).toFixed(1),
  ];
  console.log(`One photo, WebAssembly, one thread, ${ROUNDS} rounds in turn, ms`);
  console.log(formatTable([['', 'median', 'tenth'], row('start', start), row('this trunk', ours)]));
  console.log(`Ratio of the same round: median ${median(ratios).toFixed(3)}`);
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(share * sorted.length)] ?? Number.NaN;
}

/** The graph with its last two maps averaged, the last one after its convolution. */
function makeStart(
  shipped: TrunkSpec,
  { topology, ...parts }: GraphParts,
): [TrunkSpec, GraphParts] {
  const nodes = parseNodes(topology);
  const find = (name: string): GraphNode => {
    const node = nodes.find((one) => one.name === name);
    if (!node) throw new Error(`the trunk has no node ${name}`);
    return node;
  };
  const last = find('pooled_320');
  const [, kernel = '', bias = ''] = inputsOf(last);
  const [depthwise = ''] = inputsOf(find(inputsOf(find(inputsOf(last)[0] ?? ''))[0] ?? ''));
  const start: GraphNode = {
    name: 'start',
    op: '_FusedConv2D',
    input: [depthwise, kernel, bias],
    attr: find('expanded_conv_13/project').attr,
  };
  return [
    {
      ...shipped,
      taps: [
        { node: 'expanded_conv_14/depthwise', length: 960 },
        { node: start.name, length: 320 },
      ],
    },
    {
      ...parts,
      topology: { ...topology, node: [...nodes, start] },
      weightSpecs: parts.weightSpecs.map((one) =>
        one.name === kernel ? { ...one, shape: [1, 1, ...one.shape] } : one,
      ),
    },
  ];
}

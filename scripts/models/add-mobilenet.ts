import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { IMAGENET_CLASSES } from '@tensorflow-models/mobilenet/dist/imagenet_classes';
import { DiskFiles } from '../../src/cli/disk-files';
import { softmax } from '../../src/core/calibration';
import { ClassifierError } from '../../src/core/errors';
import { goldenImage } from '../../src/core/golden';
import { type InputSpec, type Manifest, parseManifest } from '../../src/core/manifest';
import { MobilenetNetwork } from '../../src/engine/mobilenet-network';
import { FetchedFiles } from '../../src/model/fetched-files';
import type { GraphParts } from '../../src/model/graph-parts';
import type { ModelFiles, ReadOptions } from '../../src/model/model-files';
import { readGraph } from '../../src/model/read-graph';
import { round } from './fit-pipeline';
import { inspectMobilenet, type MobilenetKind } from './inspect-mobilenet';
import { composeMobilenetCard } from './mobilenet-card';
import { writeJson } from './write-json';
import { startWasm } from './start-wasm';

const SIDE = 224;
const GOLDEN_SEEDS = [1, 2, 3];
const GOLDEN_LABELS = 5;

/**
 * Brings a MobileNet into a model folder: its files, checked, with a manifest and a card.
 *
 * @param source Address or folder of a tfjs graph model, with or without its `model.json`.
 * @param known What the caller knows better than we can find out.
 * @throws ClassifierError as `readGraph`, `inspectMobilenet` and `MobilenetNetwork.load`.
 */
export async function addMobilenet(
  source: string,
  folder: string,
  known: Partial<MobilenetKind> = {},
): Promise<Manifest> {
  const files = new RecordedFiles(source);
  const graph = await readGraph(files, 'model.json');
  const kind = inspectMobilenet(graph, known);
  const manifest = await describe(graph, kind);
  // Made beside and moved at the end: a stop half-way leaves an older copy whole.
  const unfinished = `${folder}.part`;
  rmSync(unfinished, { recursive: true, force: true });
  for (const [path, bytes] of files.seen) {
    const to = join(unfinished, path);
    if (path.split(/[\\/]/).includes('..')) {
      throw new ClassifierError('model-unsupported', `a part outside the model's folder: ${path}`);
    }
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, bytes);
  }
  await writeJson(join(unfinished, 'bearings.json'), manifest);
  writeFileSync(join(unfinished, 'CARD.md'), composeMobilenetCard(kind));
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
  return manifest;
}

/** A model's folder on disk or behind an address, and the files that were read from it. */
class RecordedFiles implements ModelFiles {
  readonly address: string;
  readonly seen = new Map<string, Uint8Array>();
  private readonly files: ModelFiles;
  /** What stands behind `?` in the address: some hosts want it with every file. */
  private readonly query: string;

  constructor(source: string) {
    const url = /^https?:/.test(source) ? new URL(source) : null;
    this.query = url?.search ?? '';
    const path = url ? `${url.origin}${url.pathname}` : source;
    const folder = basename(path) === 'model.json' ? dirname(path) : path;
    this.files = url ? new FetchedFiles(folder) : new DiskFiles(folder);
    this.address = this.files.address;
  }

  async read(path: string, options?: ReadOptions): Promise<Uint8Array> {
    const bytes = await this.files.read(path + this.query, options);
    this.seen.set(path, bytes);
    return bytes;
  }

  /** The graph lies at the top of its folder. */
  folderOf(): ModelFiles {
    return this;
  }
}

async function describe(graph: GraphParts, kind: MobilenetKind): Promise<Manifest> {
  const { version, alpha, inputRange } = kind;
  const [black, white] = inputRange;
  const input: InputSpec = {
    width: SIDE,
    height: SIDE,
    fit: 'crop',
    channels: 'rgb',
    layout: 'nhwc',
    scale: { multiply: (white - black) / 255, add: black },
  };
  const network = { kind: 'tfjs-mobilenet', model: 'model.json', version, alpha } as const;
  return parseManifest({
    $schema: '../../schema/bearings-1.json',
    format: 'bearings-model',
    version: 1,
    id: 'mobilenet',
    name: 'MobileNet (ImageNet)',
    summary: 'Names one of 1,000 everyday things and animals. Added by you; not calibrated.',
    labels: Object.values(IMAGENET_CLASSES),
    input,
    network,
    output: 'logits',
    calibration: null,
    detector: null,
    thresholds: { confidence: 0.5, falseAlarmRate: 0.05 },
    golden: await computeGolden(graph, network, input),
    evaluation: null,
    provenance: {
      trainedOn: 'ImageNet (ILSVRC 2012), by whoever made this export.',
      madeWith: 'npm run models:mobilenet',
      credits: [
        'MobileNet by Google; labels by the npm package @tensorflow-models/mobilenet (Apache-2.0)',
      ],
    },
    licence: 'Stated by the source of this copy; Google publishes MobileNet under Apache-2.0.',
  } satisfies Manifest);
}

/** Runs the network on synthetic pictures; this also checks its outputs' number and kind. */
async function computeGolden(
  graph: GraphParts,
  spec: Extract<Manifest['network'], { kind: 'tfjs-mobilenet' }>,
  input: InputSpec,
): Promise<Manifest['golden']> {
  await startWasm();
  const network = await MobilenetNetwork.load(spec, graph, input, false);
  const golden: Manifest['golden'] = [];
  for (const seed of GOLDEN_SEEDS) {
    const { logits } = await network.run(goldenImage(seed, SIDE, SIDE));
    const probabilities = softmax(logits);
    const labels = probabilities
      .map((_, label) => label)
      .sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0))
      .slice(0, GOLDEN_LABELS);
    golden.push({
      seed,
      labels,
      probabilities: labels.map((label) => round(probabilities[label] ?? 0, 5)),
    });
  }
  network.dispose();
  return golden;
}

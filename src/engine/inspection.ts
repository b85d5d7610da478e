import { dispose, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { OutputKind } from '../core/contract';
import { ClassifierError } from '../core/errors';
import { goldenImage } from '../core/golden';
import type { InputSpec } from '../core/manifest';
import { arePercentages, measureOutput, measureSignal } from '../core/measure-network';
import {
  type GoldenRun,
  goldenSeeds,
  type NetworkFindings,
  type TapCandidate,
} from '../core/network-findings';
import { countLabels, toLogits, toProbabilities } from '../core/probabilities';
import { findTaps } from '../model/find-taps';
import type { ForeignModel, KnownTaps } from '../model/foreign-model';
import { type GraphNode, stripPort } from '../model/graph-nodes';
import {
  buildLayersRunner,
  checkGraphMemory,
  type NetworkGraph,
  needOneInput,
  needOneOutput,
  toGraph,
} from './build-runner';
import { GraphRunner } from './graph-runner';
import { holdsFeatures, poolFeatures } from './pool-features';
import type { Runner } from './runner';
import { countChannels, toTensor } from './to-tensor';

/** What the golden inputs gave at one place: a row for each. */
interface Reading {
  node: string;
  spatial: boolean;
  rows: Float32Array[];
}

/** A network's structure, whoever runs it. */
interface Structure {
  nodes: readonly GraphNode[];
  outputs: readonly string[];
}

/** Places that are worth looking at. */
interface Places {
  answer: string;
  logits: string | null;
  features: string[];
  kind: OutputKind | null;
}

/** A probability may differ by this from that of the numbers before it: quantised weights do not. */
const MAX_TAP_ERROR = 1e-3;
/** A rewritten network may differ from the plain one by this, relative to its largest number. */
const MAX_REWRITE_ERROR = 1e-3;
const MAX_CANDIDATES = 6;

type Findings = Omit<NetworkFindings, 'backend'>;

/** Looks into one network on the current backend. One copy of it at a time is in memory. */
export class Inspection {
  private readonly notes: string[] = [];

  constructor(
    private readonly model: ForeignModel,
    private readonly input: InputSpec,
    private readonly known: KnownTaps,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async run(): Promise<Findings> {
    const graph = toGraph(this.model.network, this.input);
    if (!graph) {
      this.notes.push('TensorFlow.js runs this model layer by layer, which takes longer.');
      return this.inspectLayers();
    }
    const findings = await this.inspectGraph(graph);
    if (this.model.network.kind === 'tfjs-graph') return findings;
    // The yardstick is the model as its maker's own library runs it.
    const plain = await this.inspectLayers();
    if (largestError(findings.golden, plain.golden) <= MAX_REWRITE_ERROR) {
      const golden = findings.golden.map((run, i) => ({ ...run, ...answerOf(plain.golden[i]) }));
      return { ...findings, golden };
    }
    this.notes.push('Rewritten for speed, this model would answer otherwise: it runs as it is.');
    return plain;
  }

  private async inspectGraph(graph: NetworkGraph): Promise<Findings> {
    const output = this.findNode('output', graph.nodes);
    const outputs = output === null ? graph.outputs : [output];
    const memoryBytes = checkGraphMemory(graph, this.input, outputs);
    const runner = await GraphRunner.build(graph.parts, needOneInput(graph.nodes, outputs));
    return this.inspectRunner(runner, { nodes: graph.nodes, outputs }, memoryBytes);
  }

  private async inspectLayers(): Promise<Findings> {
    const { runner, memoryBytes } = await buildLayersRunner(this.model.network, this.input);
    const output = this.findNode('output', runner.nodes);
    const outputs = output === null ? runner.outputs : [output];
    return this.inspectRunner(runner, { nodes: runner.nodes, outputs }, memoryBytes);
  }

  /** Frees the runner, whatever happens. */
  private async inspectRunner(
    runner: Runner,
    { nodes, outputs }: Structure,
    memoryBytes: number,
  ): Promise<Findings> {
    try {
      needOneInput(nodes, outputs);
      const answer = outputs.length > 1 ? await this.chooseOutput(runner, outputs) : outputs[0];
      const places = this.findPlaces(nodes, needOneOutput(answer === undefined ? [] : [answer]));
      const readings = await this.read(runner, places);
      const isOnly = outputs.length === 1 && this.known.output === undefined;
      return { ...this.conclude(places, readings, isOnly), memoryBytes, notes: this.notes };
    } finally {
      runner.dispose();
    }
  }

  /**
   * The output with a number for each label.
   *
   * @throws ClassifierError `model-output-unexpected` when none has, or several have.
   */
  private async chooseOutput(runner: Runner, outputs: readonly string[]): Promise<string> {
    const labels = this.model.contract.labels.value.length;
    const [first] = goldenSeeds;
    const readings = await this.readOne(runner, [...new Set(outputs)], first ?? 1);
    const fitting = readings.filter(({ rows: [row] }) =>
      [countLabels(row?.length ?? 0, 'sigmoid'), row?.length].includes(labels),
    );
    const [only, ...others] = fitting;
    if (only && others.length === 0) return only.node;
    const sizes = readings.map(
      ({ node, rows: [row] }) => `${node} with ${row?.length ?? 0} numbers`,
    );
    throw new ClassifierError(
      'model-output-unexpected',
      `${outputs.length} outputs for ${labels} labels: ${sizes.join(', ')}`,
    );
  }

  private findPlaces(nodes: readonly GraphNode[], answer: string): Places {
    const found = findTaps(nodes, answer);
    if (found.isRanked) throw new ClassifierError('model-answer-unusable', `${answer} is sorted`);
    const features = this.findNode('features', nodes);
    const listed = [...(features === null ? [] : [features]), ...found.features];
    return {
      answer,
      logits: this.findNode('logits', nodes) ?? found.logits,
      features: [...new Set(listed)].slice(0, MAX_CANDIDATES),
      kind: found.output,
    };
  }

  /**
   * A node that the format or the caller names: by its name, or by the end of it.
   *
   * @throws ClassifierError `model-output-unexpected` when there is none.
   */
  private findNode(tap: keyof KnownTaps, nodes: readonly GraphNode[]): string | null {
    const wanted = this.known[tap];
    if (wanted === undefined) return null;
    const name = stripPort(wanted);
    const exact = nodes.find((node) => node.name === name);
    const own = name.split('/').pop() ?? name;
    const [only, ...others] = nodes.filter(
      (node) => node.name.endsWith(`/${name}`) || (tap !== 'output' && node.name === own),
    );
    const node = exact ?? (others.length === 0 ? only : undefined);
    if (node) return node.name;
    throw new ClassifierError('model-output-unexpected', `nothing in it is called ${wanted}`);
  }

  /** Runs the golden inputs; every place's rows, in the order of the seeds. */
  private async read(runner: Runner, places: Places): Promise<Map<string, Reading>> {
    const logits = places.logits !== null && runner.has(places.logits) ? [places.logits] : [];
    const nodes = [...new Set([places.answer, ...logits, ...places.features])];
    const readings = new Map<string, Reading>();
    for (const seed of goldenSeeds) {
      if (this.signal?.aborted) throw new ClassifierError('cancelled');
      for (const reading of await this.readOne(runner, nodes, seed)) {
        const known = readings.get(reading.node);
        if (known) known.rows.push(...reading.rows);
        else readings.set(reading.node, reading);
      }
    }
    return readings;
  }

  private async readOne(
    runner: Runner,
    nodes: readonly string[],
    seed: number,
  ): Promise<Reading[]> {
    const { width, height } = this.input;
    const buffer = new Float32Array(width * height * countChannels(this.input));
    const picture = toTensor(goldenImage(seed, width, height), this.input, buffer);
    let tensors: Tensor[] = [];
    try {
      tensors = await runner.run(picture, nodes);
      const readings: Reading[] = [];
      for (const [i, node] of nodes.entries()) {
        const tensor = tensors[i];
        const spatial = isSpatial(tensor);
        if (!holdsFeatures(tensor)) continue;
        const pooled = tidy(() => poolFeatures(tensor, runner.channelsFirst));
        const row = (await pooled.data<'float32'>()).slice();
        pooled.dispose();
        readings.push({ node, spatial, rows: [row] });
      }
      return readings;
    } finally {
      dispose([picture, ...tensors]);
    }
  }

  private conclude(
    places: Places,
    readings: ReadonlyMap<string, Reading>,
    isOnly: boolean,
  ): Omit<Findings, 'memoryBytes' | 'notes'> {
    const answer = readings.get(places.answer);
    if (!answer || answer.spatial) {
      const what = answer ? 'a picture' : 'no list of numbers';
      throw new ClassifierError('model-output-unexpected', `${places.answer} is ${what}`);
    }
    if (!answer.rows.every((row) => row.every(Number.isFinite))) {
      throw new ClassifierError('result-not-finite', 'the answer to a golden input');
    }
    const units = answer.rows[0]?.length ?? 0;
    if (units === 1 && places.kind === 'probabilities') {
      throw new ClassifierError('model-answer-unusable', 'the softmax of one number is always 1');
    }
    if (arePercentages(answer.rows)) {
      throw new ClassifierError('model-answer-unusable', 'its numbers are percentages');
    }
    const output = measureOutput(answer.rows, places.kind);
    // Numbers between 0 and 1 may be anything's, where the structure names no sigmoid.
    const isGuess = places.kind === null && (units === 1 || output === 'sigmoid');
    const tapped = places.logits === null ? undefined : readings.get(places.logits);
    const logits = tapped && areLogitsOf(tapped.rows, answer.rows, output) ? tapped : null;
    const candidates = places.features.flatMap((node) => toCandidate(readings.get(node)));
    const features = this.chooseFeatures(candidates);
    return {
      kind: this.model.network.kind,
      units,
      output: { value: output, from: isGuess ? 'guess' : 'measured' },
      taps: {
        output: isOnly ? null : places.answer,
        logits: logits?.node ?? null,
        features: features && { node: features.node, length: features.length },
      },
      candidates,
      golden: goldenSeeds.map((seed, i) => {
        const row = answer.rows[i] ?? new Float32Array();
        const before = logits?.rows[i] ?? toLogits(row, output);
        const pooled = features && readings.get(features.node)?.rows[i];
        return {
          seed,
          answer: Array.from(row),
          logits: Array.from(before),
          features: pooled ? Array.from(pooled) : null,
        };
      }),
    };
  }

  /** The caller's choice, else the best place with a signal. */
  private chooseFeatures(candidates: readonly TapCandidate[]): TapCandidate | null {
    const [first] = candidates;
    const isChosen = this.known.features !== undefined;
    const best = isChosen ? first : candidates.find(({ signal }) => signal.carries);
    if (best && !best.signal.carries) {
      this.notes.push(`The features at ${best.node} say the same of four different pictures.`);
    }
    if (!best) this.notes.push('No features were found, so it can’t get a reference bank.');
    return best ?? null;
  }
}

function toCandidate(reading: Reading | undefined): TapCandidate[] {
  if (!reading) return [];
  const { node, spatial, rows } = reading;
  return [{ node, spatial, length: rows[0]?.length ?? 0, signal: measureSignal(rows) }];
}

/**
 * Whether softmax or sigmoid of some numbers is the answer, for every picture. Where a node has
 * several outputs, the numbers before the answer may be those of another one.
 */
function areLogitsOf(
  logits: readonly Float32Array[],
  answers: readonly Float32Array[],
  output: OutputKind,
): boolean {
  return answers.every((answer, i) => {
    const before = logits[i] ?? new Float32Array();
    if (before.length !== answer.length) return false;
    const said = toProbabilities(before, output);
    // One unit gives two labels; the answer is the second's.
    const expected = answer.length === 1 ? said.slice(1) : said;
    return answer.every(
      (value, unit) => Math.abs(value - (expected[unit] ?? NaN)) <= MAX_TAP_ERROR,
    );
  });
}

/** Whether a tensor is spread over the picture. */
function isSpatial(tensor: Tensor | undefined): boolean {
  const sides = tensor?.shape.slice(1) ?? [];
  return sides.filter((side) => side > 1).length > 1;
}

function answerOf(run: GoldenRun | undefined): Pick<GoldenRun, 'answer'> | null {
  return run ? { answer: run.answer } : null;
}

/** The largest difference between two runs of the golden inputs, relative to the largest number. */
function largestError(some: readonly GoldenRun[], others: readonly GoldenRun[]): number {
  const largest = Math.max(...others.flatMap(({ answer }) => answer.map(Math.abs)), Number.EPSILON);
  const errors = some.flatMap(({ answer }, i) =>
    answer.map((value, unit) => Math.abs(value - (others[i]?.answer[unit] ?? NaN))),
  );
  return Math.max(...errors) / largest;
}

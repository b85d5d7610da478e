import type { RoundsCheckpoint } from '../../engine/training/train-rounds';

/** What stands in front of the numbers. */
interface Header {
  /** Tells plans apart: a checkpoint is of use for its own alone. */
  planKey: string;
  rate: RoundsCheckpoint['rate'];
  rounds: RoundsCheckpoint['rounds'];
  bestRound: number;
  momentumProduct: number;
  steps: number;
  /** Numbers in each list: weights, biases. */
  weights: number;
  biases: number;
}

const LENGTH_BYTES = 4;

/** A checkpoint as a file: the header's length, the header as JSON, then float32 lists. */
export function encodeCheckpoint(
  { rate, rounds, state, best }: RoundsCheckpoint,
  planKey: string,
): Blob {
  const header: Header = {
    planKey,
    rate,
    rounds,
    bestRound: best.round,
    momentumProduct: state.momentumProduct,
    steps: state.steps,
    weights: state.weights.length,
    biases: state.biases.length,
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  return new Blob([
    Uint32Array.of(text.byteLength),
    text,
    ...[state.weights, state.biases, state.momentum, state.variance],
    ...[best.head.weights, best.head.biases],
  ]);
}

/** @returns `null` when the file is of another plan, cut off, or none of ours. */
export async function decodeCheckpoint(
  blob: Blob,
  planKey: string,
): Promise<RoundsCheckpoint | null> {
  const buffer = await blob.arrayBuffer();
  const header = readHeader(buffer);
  if (header?.value.planKey !== planKey) return null;
  const { rate, rounds, bestRound, momentumProduct, steps, weights, biases } = header.value;
  const both = weights + biases;
  if (buffer.byteLength !== header.end + 4 * 4 * both) return null;
  let at = header.end;
  const take = (count: number) => {
    const values = new Float32Array(buffer.slice(at, at + 4 * count));
    at += 4 * count;
    return values;
  };
  const state = {
    weights: take(weights),
    biases: take(biases),
    momentum: take(both),
    variance: take(both),
    momentumProduct,
    steps,
  };
  const head = { weights: take(weights), biases: take(biases) };
  return { rate, rounds, state, best: { head, round: bestRound } };
}

function readHeader(buffer: ArrayBuffer): { value: Header; end: number } | null {
  if (buffer.byteLength < LENGTH_BYTES) return null;
  const [length = 0] = new Uint32Array(buffer.slice(0, LENGTH_BYTES));
  const end = LENGTH_BYTES + length;
  if (end > buffer.byteLength) return null;
  try {
    const text = new TextDecoder().decode(new Uint8Array(buffer, LENGTH_BYTES, length));
    return { value: JSON.parse(text) as Header, end };
  } catch {
    // Not ours, or half of it: training then starts its head anew, which costs seconds.
    return null;
  }
}

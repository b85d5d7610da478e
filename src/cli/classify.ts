import { ClassifierError, type ErrorCode } from '../core/errors';
import {
  decideVerdict,
  type RankedLabel,
  type Thresholds,
  type VerdictKind,
} from '../core/verdict';
import { decodeWithSharp, readPhoto } from './decode-with-sharp';
import type { OpenedInNode } from './node-engine';

/** One line of `bearings classify --json`. */
interface VerdictLine {
  file: string;
  kind: VerdictKind;
  /** Only a match has one. */
  label: string | null;
  /** Calibrated probability of the top label, in [0, 1]. */
  confidence: number;
  /** p-value in (0, 1]; `null` when the model has no reference bank. */
  familiarity: number | null;
  /** The labels that together hold the right one at the coverage asked for, best first. */
  set: string[];
  /** How many labels the set has, those beyond `--top-k` too; 0 when the model has no sets. */
  setSize: number;
  ranked: RankedLabel[];
  /** The model's id. */
  model: string;
  /** Milliseconds from reading the file to the verdict. */
  ms: number;
}

/** The line of a photo that could not be judged. */
interface ErrorLine {
  file: string;
  error: { code: ErrorCode; message: string; wayOn: string; detail: string };
}

/** Classifies one photo file; a failure is a line too, so that the other photos go on. */
export async function classifyFile(
  file: string,
  { engine, manifest }: OpenedInNode,
  thresholds: Thresholds,
  topK: number,
): Promise<VerdictLine | ErrorLine> {
  const start = performance.now();
  try {
    const { image } = await decodeWithSharp(await readPhoto(file), manifest.input);
    const verdict = decideVerdict(engine.judge(await engine.run(image), topK), thresholds);
    return {
      file,
      kind: verdict.kind,
      label: verdict.kind === 'match' ? verdict.label : null,
      confidence: verdict.confidence,
      familiarity: verdict.familiarity?.pValue ?? null,
      set: verdict.predictionSet,
      setSize: verdict.setSize,
      ranked: verdict.ranked,
      model: manifest.id,
      ms: Math.round(performance.now() - start),
    };
  } catch (thrown) {
    const { code, message, wayOn, detail } = ClassifierError.from(thrown);
    return { file, error: { code, message, wayOn, detail } };
  }
}

/** A line for people. */
export function formatLine(line: VerdictLine | ErrorLine): string {
  if ('error' in line) return `${line.file}: ${line.error.message} ${line.error.wayOn}`;
  const guesses = line.ranked
    .slice(0, 2)
    .map(({ label, probability }) => `${label} ${percent(probability)}`)
    .join(', ');
  if (line.kind === 'match') return `${line.file}: ${line.label}, ${percent(line.confidence)} sure`;
  if (line.kind === 'unsure') {
    const others = line.setSize - line.set.length;
    const set = [...line.set, ...(others > 0 ? [`one of ${others} more`] : [])].join(' or ');
    return `${line.file}: unsure, ${line.setSize >= 2 ? `${set} ` : ''}(${guesses})`;
  }
  if (line.familiarity === null) return `${line.file}: out of domain, no label fits`;
  return `${line.file}: out of domain, stranger than ${percent(1 - line.familiarity)} of the photos this model knows`;
}

/** Nobody is ever 100 % sure, so nothing says so. */
function percent(share: number): string {
  return share > 0.99 && share < 1 ? 'over 99 %' : `${Math.round(100 * share)} %`;
}

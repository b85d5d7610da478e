import type { ScoreKind } from './detectors/kinds';
import { isInSet } from './sets/label-p-values';

/** One label with its calibrated probability in [0, 1]. */
export interface RankedLabel {
  label: string;
  probability: number;
  /**
   * Conformal p-value of the label in (0, 1]: it is in the prediction set at a coverage c when this
   * is above 1 − c. `null`: the model has no held-out scores, so it has no sets.
   */
  setPValue: number | null;
}

/** How usual a photo is among the model's in-domain photos. */
export interface Familiarity {
  /**
   * Conformal p-value in (0, 1]: the share of in-domain photos that look at least this odd
   * (Vovk, Gammerman & Shafer 2005, ch. 2).
   */
  pValue: number;
  /**
   * The domain score that the p-value is of, larger is odder; `heldOutDistances` of the manifest are
   * the same of in-domain photos. Cosine distance in [0, 2] where the detector is the nearest photos
   * alone.
   */
  distance: number;
  /**
   * Labels of the nearest reference photos, nearest first, with cosine similarity in [-1, 1] and
   * their row in the bank.
   */
  nearest: { label: string; similarity: number; row?: number }[];
  /**
   * What each score said by itself, the oddest first: the first one fired when the photo is out of
   * domain. Absent in results that an earlier version kept.
   */
  components?: ScoreEvidence[];
}

/** What one domain score said of a photo. */
export interface ScoreEvidence {
  score: ScoreKind;
  /**
   * Which part of the features it looked at, counted from 0, the shallowest first; `null` when it
   * goes by the logits alone.
   */
  part: number | null;
  /** Its own conformal p-value in (0, 1]. */
  pValue: number;
}

/** What one photo made the model say, before anyone decides what it means. Plain data. */
export interface Evidence {
  /** The most probable labels, best first; never empty. */
  ranked: RankedLabel[];
  /**
   * Conformal p-values of labels that are not among `ranked` but may be in a set: those above
   * 1 − 99 %. Empty when every label is ranked.
   */
  unrankedSetPValues: number[];
  /** `null`: the model has no reference bank, so nobody can judge how usual the photo is. */
  familiarity: Familiarity | null;
}

/** Where the user draws the lines. */
export interface Thresholds {
  /** In [0, 1]: a top probability below it is *unsure*. */
  confidence: number;
  /** In [0, 1): the share of in-domain photos that may get a false out-of-domain warning. */
  falseAlarmRate: number;
  /**
   * In [0.8, 0.99]: the share of in-domain photos whose prediction set holds the truth. A set of two
   * or more labels is *unsure*.
   */
  coverage: number;
}

interface VerdictBase extends Evidence {
  /** Calibrated probability of the top label, in [0, 1]. */
  confidence: number;
  /**
   * The ranked labels that together hold the truth with the user's coverage, best first; empty when
   * the model has no sets.
   */
  predictionSet: string[];
  /** How many labels the set has, unranked ones too; 0 when the model has no sets. */
  setSize: number;
}

/**
 * What a person may act on. Only a `match` has a `label`: code that forgets to look at `kind` gets
 * `undefined`, not a guess.
 */
export type Verdict =
  | (VerdictBase & { kind: 'match'; label: string })
  | (VerdictBase & { kind: 'unsure'; candidates: string[] })
  /** Without a familiarity it was the empty prediction set that said so. */
  | (VerdictBase & { kind: 'out-of-domain' });

/** The names of the three verdicts. */
export type VerdictKind = Verdict['kind'];

/** How many labels an unsure verdict names at the most: more is no help to anyone. */
const MAX_CANDIDATES = 3;

/**
 * Turns evidence into a verdict. Unfamiliar comes first: a confidence means nothing on a photo of a
 * kind the model has never seen.
 *
 * @throws RangeError when the evidence holds no label, or evidence or thresholds a number that is
 *   not finite. A verdict on broken evidence would be worse than none.
 */
export function decideVerdict(evidence: Evidence, thresholds: Thresholds): Verdict {
  const top = evidence.ranked[0];
  if (!top) throw new RangeError('evidence has no labels');
  checkFinite(evidence, thresholds);
  const base = {
    ...evidence,
    confidence: top.probability,
    ...choosePredictionSet(evidence, thresholds),
  };
  if (isUnfamiliar(evidence, thresholds.falseAlarmRate)) return { ...base, kind: 'out-of-domain' };
  if (base.setSize >= 2 || top.probability < thresholds.confidence) {
    return { ...base, kind: 'unsure', candidates: chooseCandidates(base) };
  }
  return { ...base, kind: 'match', label: top.label };
}

function checkFinite(
  { ranked, unrankedSetPValues, familiarity }: Evidence,
  lines: Thresholds,
): void {
  const numbers: [what: string, value: number | null | undefined][] = [
    ...Object.entries(lines),
    ...ranked.map(({ probability }): [string, number] => ['confidence', probability]),
    ...ranked.map(({ setPValue }): [string, number] => ['label p-value', setPValue ?? 0]),
    ...unrankedSetPValues.map((value): [string, number] => ['label p-value', value]),
    ['familiarity', familiarity?.pValue ?? 0],
  ];
  for (const [what, value] of numbers) {
    if (!Number.isFinite(value)) throw new RangeError(`${what} is not a number`);
  }
}

/**
 * With a detector, one score decides alone, so that one false-alarm rate governs. Without one, a
 * photo that no label fits (Vovk, Gammerman & Shafer 2005: an empty set) is out of domain: the best
 * label's p-value is at least the true label's, so the false-alarm rate holds here too.
 */
function isUnfamiliar(
  { ranked, unrankedSetPValues, familiarity }: Evidence,
  rate: number,
): boolean {
  if (familiarity) return familiarity.pValue <= rate;
  const pValues = ranked.flatMap(({ setPValue }) => (setPValue === null ? [] : [setPValue]));
  if (pValues.length === 0) return false;
  return Math.max(...pValues, ...unrankedSetPValues) <= rate;
}

/** The labels in the set at the user's coverage. An empty one gets the top label: it may only grow. */
function choosePredictionSet(
  { ranked, unrankedSetPValues }: Evidence,
  { coverage }: Thresholds,
): { predictionSet: string[]; setSize: number } {
  if (ranked.every(({ setPValue }) => setPValue === null)) return { predictionSet: [], setSize: 0 };
  const inSet = ranked.filter(
    ({ setPValue }) => setPValue !== null && isInSet(setPValue, coverage),
  );
  const unranked = unrankedSetPValues.filter((pValue) => isInSet(pValue, coverage)).length;
  const labels = inSet.length + unranked > 0 ? inSet : ranked.slice(0, 1);
  return { predictionSet: labels.map(({ label }) => label), setSize: labels.length + unranked };
}

/** What an unsure verdict names: the set's labels, where there are two or more, else the top two. */
function chooseCandidates({ ranked, predictionSet }: VerdictBase): string[] {
  if (predictionSet.length >= 2) return predictionSet.slice(0, MAX_CANDIDATES);
  return ranked.slice(0, 2).map(({ label }) => label);
}

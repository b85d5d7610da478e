import type { ScoreKind } from './detectors/kinds';
import { isInSet } from './sets/label-p-values';

/** One label with its calibrated probability in [0, 1]. */
export interface RankedLabel {
  label: string;
  probability: number;
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
  /** Labels that together hold the truth with the model's stated coverage (split conformal). */
  predictionSet: string[];
  /** `null`: the model has no reference bank, so nobody can judge how usual the photo is. */
  familiarity: Familiarity | null;
}

/** Where the user draws the two lines. */
export interface Thresholds {
  /** In [0, 1]: a top probability below it is *unsure*. */
  confidence: number;
  /** In [0, 1): the share of in-domain photos that may get a false out-of-domain warning. */
  falseAlarmRate: number;
}

interface VerdictBase extends Evidence {
  /** Calibrated probability of the top label, in [0, 1]. */
  confidence: number;
}

/**
 * What a person may act on. Only a `match` has a `label`: code that forgets to look at `kind` gets
 * `undefined`, not a guess.
 */
export type Verdict =
  | (VerdictBase & { kind: 'match'; label: string })
  | (VerdictBase & { kind: 'unsure'; candidates: string[] })
  | (VerdictBase & { kind: 'out-of-domain'; familiarity: Familiarity });

/** The names of the three verdicts. */
export type VerdictKind = Verdict['kind'];

/** How many labels an unsure verdict names at the most: more is no help to anyone. */
const MAX_CANDIDATES = 3;

/**
 * Turns evidence into a verdict. Unfamiliar comes first: a confidence means nothing on a photo of a
 * kind the model has never seen.
 *
 * @throws RangeError when the evidence holds no label or a number that is not finite. A verdict on
 *   broken evidence would be worse than none.
 */
export function decideVerdict(evidence: Evidence, thresholds: Thresholds): Verdict {
  const top = evidence.ranked[0];
  if (!top) throw new RangeError('evidence has no labels');
  if (!Number.isFinite(top.probability)) throw new RangeError('confidence is not a number');
  const { familiarity } = evidence;
  if (familiarity && !Number.isFinite(familiarity.pValue)) {
    throw new RangeError('familiarity is not a number');
  }
  const base = { ...evidence, confidence: top.probability };
  if (familiarity && familiarity.pValue <= thresholds.falseAlarmRate) {
    return { ...base, kind: 'out-of-domain', familiarity };
  }
  if (top.probability < thresholds.confidence) {
    return { ...base, kind: 'unsure', candidates: candidatesOf(evidence) };
  }
  return { ...base, kind: 'match', label: top.label };
}

/** The labels to name when unsure: the prediction set where it says something, else the top two. */
function candidatesOf({ ranked, predictionSet }: Evidence): string[] {
  if (predictionSet.length >= 2 && predictionSet.length <= MAX_CANDIDATES) return predictionSet;
  return ranked.slice(0, 2).map(({ label }) => label);
}

import { decideVerdict, type Evidence, type Thresholds, type Verdict } from './verdict';

/** How calm a stream of verdicts is. */
interface SmoothingOptions {
  /** Weight of the newest frame in (0, 1]; 1 means no smoothing. */
  weight: number;
  /** How many frames in a row must agree on another verdict before it is shown. */
  holdFrames: number;
}

/** Where a stream stands; pass it on to the next frame. */
export interface SmoothedStream {
  evidence: Evidence;
  /** What to show. */
  verdict: Verdict;
  /** Another verdict that is gathering frames, or `null`. */
  rival: { name: string; frames: number } | null;
}

const defaultSmoothing: SmoothingOptions = {
  weight: 0.35,
  holdFrames: 3,
};

/**
 * Adds a camera frame to a stream: an exponential moving average over probabilities and familiarity,
 * then hysteresis on the verdict, so that labels do not flicker. Pure.
 *
 * While a rival gathers frames, the shown verdict keeps its kind and label but its numbers move.
 */
export function smoothFrame(
  previous: SmoothedStream | null,
  frame: Evidence,
  thresholds: Thresholds,
  options: SmoothingOptions = defaultSmoothing,
): SmoothedStream {
  const evidence = previous ? averageEvidence(previous.evidence, frame, options) : frame;
  const candidate = decideVerdict(evidence, thresholds);
  if (!previous || nameOf(candidate) === nameOf(previous.verdict)) {
    return { evidence, verdict: candidate, rival: null };
  }
  const name = nameOf(candidate);
  const frames = previous.rival?.name === name ? previous.rival.frames + 1 : 1;
  if (frames >= options.holdFrames) return { evidence, verdict: candidate, rival: null };
  return {
    evidence,
    verdict: refreshNumbers(previous.verdict, candidate),
    rival: { name, frames },
  };
}

function averageEvidence(old: Evidence, frame: Evidence, options: SmoothingOptions): Evidence {
  const { weight } = options;
  const fresh = new Map(frame.ranked.map((one) => [one.label, one]));
  const stale = new Map(old.ranked.map((one) => [one.label, one]));
  const ranked = [...new Set([...fresh.keys(), ...stale.keys()])]
    .map((label) => ({
      label,
      probability: mix(
        stale.get(label)?.probability ?? 0,
        fresh.get(label)?.probability ?? 0,
        weight,
      ),
      setPValue: averagePValue(stale.get(label)?.setPValue, fresh.get(label)?.setPValue, weight),
    }))
    .sort((a, b) => b.probability - a.probability)
    // A label that left the frames' top list fades away; it must not pile up for ever.
    .slice(0, Math.max(frame.ranked.length, 1));
  return {
    ranked,
    unrankedSetPValues: frame.unrankedSetPValues,
    familiarity: averageFamiliarity(old, frame, weight),
  };
}

/** A label that one of the two does not rank keeps what the other says of it. */
function averagePValue(
  old: number | null | undefined,
  fresh: number | null | undefined,
  weight: number,
): number | null {
  if (old == null || fresh == null) return fresh ?? old ?? null;
  return mixPValues(old, fresh, weight);
}

function averageFamiliarity(old: Evidence, frame: Evidence, weight: number) {
  if (!frame.familiarity || !old.familiarity) return frame.familiarity;
  return {
    pValue: mixPValues(old.familiarity.pValue, frame.familiarity.pValue, weight),
    distance: mix(old.familiarity.distance, frame.familiarity.distance, weight),
    nearest: frame.familiarity.nearest,
    ...(frame.familiarity.components ? { components: frame.familiarity.components } : {}),
  };
}

/** Keeps the shown kind and label while a rival gathers frames, with today's numbers. */
function refreshNumbers(shown: Verdict, today: Verdict): Verdict {
  const { ranked, unrankedSetPValues, familiarity, confidence, predictionSet, setSize } = today;
  const numbers = { ranked, unrankedSetPValues, familiarity, predictionSet, setSize };
  if (shown.kind !== 'match') return { ...shown, ...numbers, confidence };
  const found = ranked.find(({ label }) => label === shown.label);
  return { ...shown, ...numbers, confidence: found?.probability ?? 0 };
}

function nameOf(verdict: Verdict): string {
  return verdict.kind === 'match' ? `match ${verdict.label}` : verdict.kind;
}

/** p-values live on a ratio scale (0.01 is as far from 0.1 as 0.1 from 1): their logs are averaged. */
function mixPValues(old: number, fresh: number, weight: number): number {
  return Math.exp(mix(Math.log(old), Math.log(fresh), weight));
}

function mix(old: number, fresh: number, weight: number): number {
  return old + (fresh - old) * weight;
}

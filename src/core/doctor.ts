import type { Contract, Fact } from './contract';
import {
  agreeOn,
  isSamePreparation,
  type Preparation,
  type PreparationPart,
  preparationOf,
  preparationParts,
} from './preparation';

/**
 * The preprocessing doctor's judgement: which way of preparing photos suits a model, by how well the
 * model does on a few photos prepared each way.
 */

/**
 * How a way of preparing photos did: a loss for each photo, in nats; lower is better. Firm answers
 * are taken off it (`doctor-spread.ts`), so that it may be less than 0.
 */
export interface Trial {
  preparation: Preparation;
  /**
   * In the order of the photos, which is the same for every trial; a trial that was given up has
   * fewer.
   */
  losses: readonly number[];
  /** Share of labelled photos whose most probable label was right; `null` without labels. */
  accuracy: number | null;
}

/** A mean difference in loss between two ways on the same photos, and how sure it is. */
export interface Margin {
  /** In nats a photo, 0 or more. */
  mean: number;
  /** Standard error of that mean over the photos (paired). */
  standardError: number;
  /**
   * `clear`: beyond chance; `slight`: more likely than not; `none`: these photos cannot tell the
   * two apart.
   */
  words: 'clear' | 'slight' | 'none';
}

/** One way of preparing photos that was tried. */
export interface TriedPreparation {
  preparation: Preparation;
  /** Mean loss, in nats. */
  loss: number;
  accuracy: number | null;
  /** How far it is behind the best. */
  behind: Margin;
}

/** What the photos say of one part of the contract. */
interface PartFinding {
  part: PreparationPart;
  /** How far the found value is ahead of the best way with another value. */
  margin: Margin;
  /**
   * That the found value is really ahead, in [0, 1]; `null` without labels, which are no evidence to
   * put a number on.
   */
  probability: number | null;
  /** That best way with another value. */
  rival: Preparation;
}

/** What trying the plausible ways of preparing photos showed. */
export interface Diagnosis {
  /** Without labels there is only how sure and steady the answers are: weaker evidence. */
  evidence: 'labelled' | 'unlabelled';
  /** How many photos were used. */
  photos: number;
  /** Best first. */
  tried: TriedPreparation[];
  found: Preparation;
  /** One for each part that was tried. */
  parts: PartFinding[];
  /** Between the best two ways that were tried; `null` when there was but one. */
  margin: Margin | null;
  /** The contract with the found values; `measured` where that is clear. */
  contract: Contract;
  /** What deserves to be known, a sentence each. */
  notes: string[];
}

/**
 * A margin of this many standard errors is beyond chance: two-sided 95 % of Student's t for the
 * nine photos of three classes (2.31), a little more than the normal distribution's.
 */
const CLEAR_ERRORS = 2.3;
/** A margin of this many says something: five to one, if the errors are normal. */
const SLIGHT_ERRORS = 1;
/** Fewer photos than this make no standard error worth the name: two of each of three labels. */
const MIN_CLEAR_PHOTOS = 6;
/** Nats a photo: a smaller margin changes no answer worth changing, however sure it is. */
const MIN_MARGIN = 0.05;
/** When to give a way up half-way: bars that no way worth having is likely to miss. */
const GIVE_UP_MARGIN = 0.3;
const GIVE_UP_ERRORS = 3;

/** How far one way is behind another, photo by photo, on the photos that both were tried on. */
export function measureMargin(better: readonly number[], worse: readonly number[]): Margin {
  const differences = better.slice(0, worse.length).map((loss, i) => (worse[i] ?? NaN) - loss);
  const count = differences.length;
  const mean = differences.reduce((a, b) => a + b, 0) / count;
  const squares = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const standardError = count > 1 ? Math.sqrt(squares / (count - 1) / count) : Infinity;
  return { mean, standardError, words: nameMargin(mean, standardError, count) };
}

function nameMargin(mean: number, standardError: number, photos: number): Margin['words'] {
  if (!(mean >= MIN_MARGIN && mean >= SLIGHT_ERRORS * standardError)) return 'none';
  return photos >= MIN_CLEAR_PHOTOS && mean >= CLEAR_ERRORS * standardError ? 'clear' : 'slight';
}

/**
 * Which ways are still worth trying after so many photos. One that is behind the best by much, and
 * by many times what chance could do, is given up: most wrong scales are hopeless after a few.
 *
 * @returns Whether to go on, for each trial.
 */
export function findHopeful(trials: readonly Trial[]): boolean[] {
  const best = trials[findBest(trials)];
  return trials.map(({ losses }) => {
    if (!best || losses.length < MIN_CLEAR_PHOTOS) return true;
    const { mean, standardError } = measureMargin(best.losses, losses);
    return !(mean >= GIVE_UP_MARGIN && mean >= GIVE_UP_ERRORS * standardError);
  });
}

/**
 * Ranks the ways that were tried and fills the contract in. A habit of the model's maker yields only
 * to a clear margin. In the place of a guess goes, with labels, the most probable way, which stays a
 * guess until the margin is clear. Without labels, where nothing tells, the guess stays.
 *
 * @param trials One for each way, the contract's own among them.
 */
export function judgeTrials(
  contract: Contract,
  trials: readonly Trial[],
  evidence: Diagnosis['evidence'],
): Diagnosis {
  const ranked = [...trials].sort(byRank);
  const best = ranked[0];
  if (!best) throw new RangeError('nothing was tried');
  const found = chooseTrial(contract, ranked, best, evidence);
  const parts = preparationParts.flatMap((part) => examinePart(part, ranked, found, evidence));
  const second = ranked[1];
  const diagnosis = {
    evidence,
    photos: best.losses.length,
    tried: ranked.map((trial) => ({
      preparation: trial.preparation,
      loss: meanLoss(trial),
      accuracy: trial.accuracy,
      behind: measureMargin(best.losses, trial.losses),
    })),
    found: found.preparation,
    parts,
    margin: second ? measureMargin(best.losses, second.losses) : null,
    contract: fillContract(contract, found.preparation, parts, evidence),
  };
  return { ...diagnosis, notes: describeFindings(diagnosis) };
}

/**
 * With labels the most probable way, but for a habit of the maker: only a clear margin counts against it.
 * Without, among the ways that the photos cannot tell from the best, the one most like the contract.
 */
function chooseTrial(
  contract: Contract,
  ranked: readonly Trial[],
  best: Trial,
  evidence: Diagnosis['evidence'],
): Trial {
  const own = preparationOf(contract);
  const likeness = ({ preparation }: Trial) =>
    preparationParts.filter((part) => agreeOn(part, preparation, own)).length;
  const keepsHabits = ({ preparation }: Trial) =>
    preparationParts.every(
      (part) => contract[part].from !== 'maker' || agreeOn(part, preparation, own),
    );
  const rivals = ranked.filter((trial) => {
    const { words } = measureMargin(best.losses, trial.losses);
    const yields = evidence === 'labelled' || (keepsHabits(trial) && !keepsHabits(best));
    return words === 'none' || (words === 'slight' && yields);
  });
  const faithful = rivals.filter(keepsHabits);
  const [first = best, ...others] = faithful.length > 0 ? faithful : rivals;
  if (evidence === 'labelled') return first;
  return others.reduce(
    (chosen, next) => (likeness(next) > likeness(chosen) ? next : chosen),
    first,
  );
}

/**
 * How probable it is that a mean difference is more than chance, by its scatter over the photos: the
 * normal distribution in Bowling et al.'s logistic form (2009; off by less than .01). Losses of photos
 * go together too much for the product of their likelihoods.
 *
 * @returns In [0, 1]; one half where nothing is known.
 */
export function rateMargin({
  mean,
  standardError,
}: Pick<Margin, 'mean' | 'standardError'>): number {
  const errors = mean / standardError;
  return Number.isNaN(errors) ? 0.5 : 1 / (1 + Math.exp(-1.702 * errors));
}

function examinePart(
  part: PreparationPart,
  ranked: readonly Trial[],
  found: Trial,
  evidence: Diagnosis['evidence'],
): PartFinding[] {
  const rival = ranked.find(({ preparation }) => !agreeOn(part, preparation, found.preparation));
  if (!rival) return [];
  const margin = measureMargin(found.losses, rival.losses);
  const probability = evidence === 'labelled' ? rateMargin(margin) : null;
  return [{ part, rival: rival.preparation, margin, probability }];
}

function fillContract(
  contract: Contract,
  found: Preparation,
  parts: readonly PartFinding[],
  evidence: Diagnosis['evidence'],
): Contract {
  const own = preparationOf(contract);
  const fill = <T>(part: PreparationPart, old: Fact<T>, value: T): Fact<T> => {
    const finding = parts.find((one) => one.part === part);
    if (!finding) return old;
    const isClear = evidence === 'labelled' && finding.margin.words === 'clear';
    const kept = agreeOn(part, found, own);
    if (!isClear) return kept ? old : { value, from: 'guess' };
    // Of two scales that nothing can tell apart, the contract's own stays.
    return { value: kept ? old.value : value, from: 'measured' };
  };
  return {
    ...contract,
    fit: fill('fit', contract.fit, found.fit),
    scale: fill('scale', contract.scale, found.scale),
    channels: fill('channels', contract.channels, found.channels),
    orientation: fill('orientation', contract.orientation, found.orientation),
  };
}

const partNames: Record<PreparationPart, string> = {
  fit: 'the fit',
  scale: 'the scale',
  channels: 'the channel order',
  orientation: 'the orientation',
};

function describeFindings({ evidence, parts, tried, photos }: Omit<Diagnosis, 'notes'>): string[] {
  const notes: string[] = [];
  if (evidence === 'unlabelled') {
    notes.push(
      'The photos have no labels, so this only says how sure, steady and firm the answers are. A few labelled photos say more.',
    );
  }
  const open = parts
    .filter(({ margin }) => margin.words === 'none')
    .map(({ part }) => partNames[part]);
  if (open.length > 0) {
    notes.push(
      evidence === 'labelled'
        ? `These ${photos} photos cannot tell ${joinWords(open)} for sure: other values do nearly as well. The most probable is taken, as a guess.`
        : `These ${photos} photos cannot tell ${joinWords(open)}: other values do as well. It stays as it was.`,
    );
  }
  const slight = parts
    .filter(({ margin }) => margin.words === 'slight')
    .map(({ part }) => partNames[part]);
  if (slight.length > 0) {
    notes.push(`For ${joinWords(slight)} the margin is slight; more photos would make sure.`);
  }
  const accuracy = tried[0]?.accuracy;
  if (accuracy !== null && accuracy !== undefined && accuracy < 0.5) {
    notes.push(
      'Even the best way gets fewer than half of the photos right. Check that the labels are in the order of the model’s outputs.',
    );
  }
  return notes;
}

function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** The place of the best trial. */
export function findBest(trials: readonly Trial[]): number {
  return trials.reduce((best, trial, at) => {
    const leader = trials[best];
    return leader && byRank(leader, trial) <= 0 ? best : at;
  }, 0);
}

/** The most photos first: what was given up had lost by then. */
function byRank(a: Trial, b: Trial): number {
  return b.losses.length - a.losses.length || meanLoss(a) - meanLoss(b);
}

function meanLoss({ losses }: Trial): number {
  return losses.reduce((a, b) => a + b, 0) / losses.length;
}

/** Whether a way has been tried already. */
export function wasTried(trials: readonly Trial[], preparation: Preparation): boolean {
  return trials.some((trial) => isSamePreparation(trial.preparation, preparation));
}

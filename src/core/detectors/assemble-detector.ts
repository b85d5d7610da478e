import { encodeBank } from '../bank';
import type { BakeOff, DetectorSpec } from '../manifest';
import { createRandom } from '../random';
import { combine } from './bake-off';
import type { Candidate } from './candidates';
import { type FitSettings, fitScores, pickBank, type ScoreSpec } from './cross-fit';
import type { PhotoTable } from './photo-table';

/** A detector for a manifest, but for its bank's file. */
export interface BuiltDetector {
  spec: Omit<Extract<DetectorSpec, { kind: 'scores' }>, 'bank'>;
  /** int8 rows. */
  bytes: Int8Array;
  /** Which photos are in the bank, row by row. */
  bankPhotos: number[];
}

/** More held-out scores make a manifest large and the rate no finer than anyone sets it. */
const MAX_HELD_OUT = 1000;
const SEED = 1;

/** Detectors that were held against each other. */
export interface TriedDetectors {
  table: PhotoTable;
  specs: readonly ScoreSpec[];
  candidates: readonly Candidate[];
  /** By `scoreHeldOut`: [scores][photos]. */
  heldOut: readonly Float64Array[];
  settings: FitSettings;
  /** Place of the best among the candidates. */
  chosen: number;
  /** `null`: there was nothing to hold them against. */
  report: BakeOff | null;
}

/**
 * Puts the chosen scores, their held-out values and the bank together. The bank holds no more of the
 * features than those scores look at.
 */
export function assembleDetector(tried: TriedDetectors): BuiltDetector {
  const { table, specs, heldOut, settings, report } = tried;
  const candidate = tried.candidates[tried.chosen];
  if (!candidate) throw new RangeError('no detector took part');
  const { scores, fusion } = candidate;
  const used = scores.flatMap((i) => specs[i] ?? []);
  const usedParts = used.flatMap(({ part }) => (part ? [part] : []));
  // The bank is shown beside a verdict even where the logits decide.
  const held = usedParts.length > 0 ? usedParts : [settings.coverPart];
  const start = Math.min(...held.map((part) => part.start));
  const end = Math.max(...held.map((part) => part.start + part.length));
  const bankPhotos = pickBank(
    table,
    table.photos.map((_, i) => i),
    {
      ...settings,
      maxRows: settings.maxRows,
    },
  );
  const features = bankPhotos.map((photo) =>
    Array.from({ length: end - start }, (_, i) => table.photos[photo]?.features[start + i] ?? NaN),
  );
  const logitsOf = (photo: number) => table.photos[photo]?.logits ?? [];
  const weights = fitScores(table, bankPhotos, used, logitsOf).map(({ weight }) => weight);
  const kept = drawHeldOut(table.photos.length);
  const keptScores = scores.map((i) => {
    const values = heldOut[i] ?? new Float64Array();
    return Float64Array.from(kept, (photo) => round(values[photo] ?? NaN));
  });
  const fused = combine(
    { name: '', scores: scores.map((_, i) => i), fusion },
    {
      inDomain: keptScores,
      outside: [],
    },
  ).inDomain;
  return {
    bankPhotos,
    bytes: encodeBank(features),
    spec: {
      kind: 'scores',
      components: used.map(({ score, part, k }, i) => {
        const weight = weights[i];
        return {
          score,
          features: part && { start: part.start - start, length: part.length },
          ...(k === undefined ? {} : { k }),
          ...(weight === undefined ? {} : { weight: round(weight) }),
          heldOut: sortAscending(keptScores[i] ?? []),
        };
      }),
      fusion,
      bakeOff: report,
      features: { start, length: end - start },
      bankLabels: bankPhotos.map((photo) => table.photos[photo]?.label ?? -1),
      heldOutDistances: sortAscending(fused).map(round),
    },
  };
}

/** All held-out photos, or a fair draw of the most there may be. */
function drawHeldOut(count: number): number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  return count <= MAX_HELD_OUT ? all : createRandom(SEED).shuffle(all).slice(0, MAX_HELD_OUT);
}

function sortAscending(values: ArrayLike<number>): number[] {
  return Array.from(values).sort((a, b) => a - b);
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}

import { shorten, writeResults } from './results-page';
/**
 * `npm run bench:trust`: how well the domain scores tell known from unknown, near (a label hidden)
 * and far, whether the stated rates hold, and what the safety layer weighs and takes. Writes
 * `benchmarks/trust-results.md` and `.json`.
 *
 * Needs the photos of `../shared`. Features are remembered in `.cache`. `--reps 1 --splits 10` for a quick
 * look. `--rates-only` measures the stated rates alone and leaves the other figures as they were.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fitCalibration } from '../src/core/calibrate/fit-calibration';
import type { FeaturePart } from '../src/core/detectors/parts';
import { type FeatureSet, loadSet, lookAtPictures, openBenchTrunk } from './trust/data';
import { type Cost, measureBankError, measureCost } from './trust/cost';
import { type Figures, meanFigures, splitSet, takeHidden, tryDetectors } from './trust/detection';
import { measureRates, type Rates } from './trust/rates';
import { composeReport } from './trust/report';
import { measureTeachableMachine } from './trust/teachable-machine';

const { values: options } = parseArgs({
  options: {
    reps: { type: 'string', default: '5' },
    splits: { type: 'string', default: '100' },
    'first-seed': { type: 'string', default: '1000' },
    'rates-only': { type: 'boolean', default: false },
  },
});
const reps = Number(options.reps);
const splits = Number(options.splits);
/** Of the splits by which the rates are measured; those of the repetitions start at 0. */
const firstSeed = Number(options['first-seed']);
/** Photos a label that a detector is made from: "20 and more" near, 20 far, as in evidence.md. */
const NEAR_PHOTOS = 40;
const FAR_PHOTOS = 20;
const RATE_PHOTOS = 40;

/** How one detector did; means over repetitions and sets. */
export interface Row {
  name: string;
  /** By domain: each hidden label. */
  near: Record<string, Figures>;
  /** By domain and data set. */
  far: Record<string, Record<string, Figures>>;
}

/** All that the benchmark found. */
export interface TrustResults {
  trunk: { name: string; fingerprint: string; taughtBy: string[] };
  /** Sets whose hidden labels are evidence: their photos taught the trunk nothing. */
  nearSets: string[];
  reps: number;
  rows: Row[];
  /** What the bake-off chose, with how often. */
  chosen: Record<string, Record<string, number>>;
  rates: Record<string, Rates>;
  costs: Cost[];
  bankError: number;
  teachableMachine: Awaited<ReturnType<typeof measureTeachableMachine>>;
}

const CHOSEN = 'chosen by the bake-off';
const trunk = await openBenchTrunk();
const parts: FeaturePart[] = trunk.parts;
const pictures = await lookAtPictures(trunk);
const domains = [await loadSet(trunk, 'bears'), await loadSet(trunk, 'trashnet', 1200)];
/** A hidden label of a set that taught the trunk is nothing that it has never seen. */
const nearSets = domains.map(({ name }) => name).filter((name) => !trunk.taughtBy.includes(name));
const folder = fileURLToPath(new URL('.', import.meta.url));
if (options['rates-only']) {
  const before = JSON.parse(readFileSync(`${folder}trust-results.json`, 'utf8')) as TrustResults;
  await write({ ...before, rates: await measureAllRates(listFollowed(before.chosen)) });
  process.exit();
}
const unrelated = await loadUnrelated();

const near = new Map<string, Map<string, Figures[]>>();
const far = new Map<string, Map<string, Map<string, Figures[]>>>();
const chosen: Record<string, Record<string, number>> = {};
let last: Awaited<ReturnType<typeof tryDetectors>> | null = null;
for (const set of domains) {
  for (let rep = 0; rep < reps; rep++) {
    for (const hidden of set.labelNames.keys()) {
      const strangers = takeHidden(set, hidden, rep).map((i) => set.features[i] ?? []);
      const split = splitSet(set, hidden, rep, NEAR_PHOTOS);
      const result = await tryDetectors(set, split, [strangers], pictures, parts);
      count('near', result.chosen);
      for (const [name, [figures]] of withChosen(result)) {
        if (figures)
          push(
            take(near, name, () => new Map<string, Figures[]>()),
            set.name,
            figures,
          );
      }
    }
    const sets = unrelated;
    const split = splitSet(set, null, rep, FAR_PHOTOS);
    const result = await tryDetectors(
      set,
      split,
      sets.map(({ features }) => features),
      pictures,
      parts,
    );
    count('far', result.chosen);
    for (const [name, all] of withChosen(result)) {
      all.forEach((figures, i) => {
        const byDomain = take(far, name, () => new Map<string, Map<string, Figures[]>>());
        push(
          take(byDomain, set.name, () => new Map<string, Figures[]>()),
          sets[i]?.name ?? '',
          figures,
        );
      });
    }
    last = result;
    console.log(`${set.name}: repetition ${rep + 1} of ${reps}`);
  }
}

const followed = listFollowed(chosen);
if (!last) throw new Error('nothing was tried');
const calibration = fitCalibration({
  logits: last.tried.table.photos.map(({ logits }) => logits),
  truths: last.tried.table.labels,
  labelCount: domains.at(-1)?.labelNames.length ?? 0,
  output: 'logits',
  heldOut: true,
  seed: 1,
}).calibration;
const results: TrustResults = {
  trunk: { name: trunk.name, fingerprint: trunk.fingerprint, taughtBy: trunk.taughtBy },
  nearSets,
  reps,
  rows: [...near.keys()].map((name) => ({
    name,
    near: Object.fromEntries(
      [...(near.get(name) ?? [])].map(([set, all]) => [set, meanFigures(all)]),
    ),
    far: Object.fromEntries(
      [...(far.get(name) ?? [])].map(([set, byData]) => [
        set,
        Object.fromEntries([...byData].map(([data, all]) => [data, meanFigures(all)])),
      ]),
    ),
  })),
  chosen,
  rates: await measureAllRates(followed),
  costs: await measureCost(last.tried, followed, calibration, trunk.extractor),
  bankError: measureBankError(domains[0]?.features ?? []),
  teachableMachine: await measureTeachableMachine(),
};
await write(results);

/** Detectors whose rates are measured: three plain ones, and what the bake-off liked best. */
function listFollowed(counts: TrustResults['chosen']): string[] {
  const favourites = Object.entries({ ...counts['near'], ...counts['far'] })
    .sort(([, a], [, b]) => b - a)
    .slice(0, 4)
    .map(([name]) => name);
  return [...new Set(['knn/2', 'relative-mahalanobis/2', 'energy', ...favourites])];
}

async function measureAllRates(names: readonly string[]): Promise<TrustResults['rates']> {
  const rates: TrustResults['rates'] = {};
  for (const set of domains) {
    rates[set.name] = await measureRates(set, parts, names, splits, RATE_PHOTOS, firstSeed);
    console.log(`${set.name}: ${splits} random splits`);
  }
  return rates;
}

async function write(results: TrustResults): Promise<void> {
  const text = JSON.stringify(results, shorten);
  await writeResults('trust-results', text, composeReport(results, CHOSEN));
}

/** Photos of other things; none of these sets taught this trunk (its card says what did). */
async function loadUnrelated(): Promise<FeatureSet[]> {
  const wanted = [
    ['out-of-domain/pacs_photo', 500],
    ['out-of-domain/dtd', 300],
    ['out-of-domain/digits', 200],
    ['out-of-domain/screens', 300],
    ['clothing/test', 300],
  ] as const;
  const sets: FeatureSet[] = [];
  for (const [folder, most] of wanted) sets.push(await loadSet(trunk, folder, most));
  const isTaught = (name: string) =>
    trunk.taughtBy.some((taught) =>
      taught.split('/')[0] !== 'out-of-domain'
        ? name.startsWith(taught.split('/')[0] ?? '')
        : name === taught,
    );
  return sets.filter(({ name }) => !isTaught(name));
}

/** The figures of every candidate, and of the chosen one under a name of its own. */
function withChosen({
  figures,
  chosen: name,
}: {
  figures: Map<string, Figures[]>;
  chosen: string;
}) {
  return [...figures, [CHOSEN, figures.get(name) ?? []] as const];
}

function count(kind: string, name: string): void {
  const counts = (chosen[kind] ??= {});
  counts[name] = (counts[name] ?? 0) + 1;
}

function take<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

function push(map: Map<string, Figures[]>, key: string, value: Figures): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}

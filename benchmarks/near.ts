/**
 * `npm run bench:near`: ways to tell that a photo is of a label which the model was never taught, each
 * tried alone and in its place in what the product does. Writes `benchmarks/near-results.md` and
 * `.json`.
 *
 * Needs the photos of `../shared`. Features are remembered in `.cache`. `--sets bears` measures that
 * set alone, the others' last figures stay; `--reps 1` is for a quick look and writes nothing.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { takeEvenly } from '../scripts/models/data-sets';
import { splitTaps } from '../src/engine/list-feature-parts';
import { loadFar, loadNearSet, type NearSet } from './near/data';
import { averageFigures, type Figures, judge } from './near/judge';
import { methods } from './near/methods';
import { composeReport, describeRows, type NearResults } from './near/report';
import { Trial } from './near/trial';
import { shorten, writeResults } from './results-page';
import { lookAtPictures, openBenchTrunk } from './trust/data';

const { values: options } = parseArgs({
  options: {
    reps: { type: 'string', default: '3' },
    sets: { type: 'string', default: 'bears,trashnet,clothing' },
  },
});
const reps = Number(options.reps);
/** The seeds by which the product's fusions were put in order are 0 to 4. */
const FIRST_SEED = 100;
/** Hidden labels of a set, evenly taken by name; more would take long. */
const MOST_HIDDEN = 3;
/** Garments, of the ten kinds there are. */
const KINDS = 6;
/** Fewer say nothing of their own error. */
const MIN_REPS = 3;

const trunk = await openBenchTrunk();
const far = await loadFar(trunk);
const pictures = await lookAtPictures(trunk);
const file = fileURLToPath(new URL('near-results.json', import.meta.url));
const measured: NearResults['sets'] = [];
for (const name of options.sets.split(',')) {
  const set = await loadSetByName(name);
  const taps = splitTaps(trunk.taps);
  const byRep: Record<string, Figures>[] = [];
  const hidden = takeEvenly([...set.labelNames.keys()], MOST_HIDDEN);
  for (let rep = 0; rep < reps; rep++) {
    const trials: Map<string, Figures>[] = [];
    for (const label of hidden) {
      const seed = FIRST_SEED + rep;
      const trial = new Trial({ set, hidden: label, seed, taps, far, pictures });
      trials.push(await judge(trial, methods));
      console.log(
        `${name}: repetition ${rep + 1} of ${reps}, ${set.labelNames[label] ?? ''} hidden`,
      );
    }
    byRep.push(Object.fromEntries(averageFigures(trials)));
  }
  measured.push({
    name,
    reps,
    photos: set.labels.length,
    hidden: hidden.map((label) => set.labelNames[label] ?? ''),
    byRep,
  });
}
console.log(describeRows(measured));
if (reps >= MIN_REPS) await write();

/** The figures of sets that were not measured now stay, if they are of this trunk. */
async function write(): Promise<void> {
  const before = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as NearResults)
    : { trunk: null, sets: [] };
  const old = before.trunk?.fingerprint === trunk.fingerprint ? before.sets : [];
  const sets = [
    ...old.filter(({ name }) => !measured.some((one) => one.name === name)),
    ...measured,
  ];
  sets.sort((a, b) => (a.name < b.name ? -1 : 1));
  const results: NearResults = {
    trunk: { name: trunk.name, fingerprint: trunk.fingerprint },
    sets,
  };
  await writeResults('near-results', JSON.stringify(results, shorten), composeReport(results));
}

/** Clothing: the official test and validation parts, which did not teach the trunk. */
async function loadSetByName(name: string): Promise<NearSet> {
  if (name === 'clothing') {
    return loadNearSet(trunk, name, ['clothing/test', 'clothing/validation'], KINDS);
  }
  return loadNearSet(trunk, name, [name], Infinity, name === 'trashnet' ? 1200 : Infinity);
}

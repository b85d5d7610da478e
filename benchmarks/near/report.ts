import { line, percent, three } from '../results-page';
import { formatTable } from '../statistics';
import { type Estimate, estimateMean } from './intervals';
import { type Figures, inPlace, TODAY, withHalfWay } from './judge';
import { methods } from './methods';
import { notes } from './notes';

/** All that the benchmark found. */
export interface NearResults {
  trunk: { name: string; fingerprint: string };
  sets: {
    name: string;
    reps: number;
    photos: number;
    /** Labels that were hidden in turn. */
    hidden: string[];
    /** Of each repetition: figures by name, the mean over the hidden labels. */
    byRep: Record<string, Figures>[];
  }[];
}

/** Far strangers that may pass beyond today's before it counts as worse. */
const FAR_SLACK = 0.01;

type NearSetResults = NearResults['sets'][number];
type Figure = keyof Figures;

/** A figure of a row: the mean over the repetitions. */
function estimate({ byRep }: NearSetResults, name: string, figure: Figure): Estimate {
  return estimateMean(byRep.map((rows) => rows[name]?.[figure] ?? NaN));
}

/** How much better than today's, pair by pair: the same photos for both. */
function compare({ byRep }: NearSetResults, name: string, figure: Figure): Estimate {
  return estimateMean(
    byRep.map((rows) => (rows[name]?.[figure] ?? NaN) - (rows[TODAY]?.[figure] ?? NaN)),
  );
}

/** Everything that can be chosen, with its source. */
function listRows(): { name: string; source: string }[] {
  const own = methods.map(({ name, source }) => ({ name, source }));
  const fusable = own.filter(({ name }) => name !== 'mahalanobis/1');
  return [
    { name: TODAY, source: 'what the product nearly always chooses' },
    ...own,
    ...fusable.map(({ name, source }) => ({ name: inPlace(name), source })),
    ...fusable.map(({ name, source }) => ({ name: withHalfWay(name), source })),
  ];
}

/** A short table for the terminal. */
export function describeRows(sets: NearResults['sets']): string {
  return formatTable([
    ['', ...sets.flatMap(({ name }) => [name, 'FPR95', 'gain', 'far'])],
    ...listRows().map(({ name }) => [
      name,
      ...sets.flatMap((set) => {
        const gain = compare(set, name, 'auroc');
        return [
          three(estimate(set, name, 'auroc').value),
          percent(estimate(set, name, 'fpr95').value),
          `${signed(gain.value)} ± ${three(gain.error)}`,
          percent(estimate(set, name, 'farFpr95').value),
        ];
      }),
    ]),
  ]);
}

/** The benchmark's page, in Markdown. */
export function composeReport({ trunk, sets }: NearResults): string {
  const rows = listRows().slice(1);
  const better = rows.filter(({ name }) => sets.filter((set) => isBetter(set, name)).length >= 2);
  const worse = rows.filter(({ name }) => sets.filter((set) => isWorse(set, name)).length >= 2);
  const farOf = (name: string) =>
    estimateMean(sets.map((set) => estimate(set, name, 'farFpr95').value)).value;
  const isSafe = ({ name }: { name: string }) => farOf(name) <= farOf(TODAY) + FAR_SLACK;
  const safe = better.filter(isSafe);
  const unsafe = better.filter((row) => !isSafe(row));
  return `# Near strangers: what was tried

\`npm run bench:near\` wrote this page. Trunk: ${trunk.name} (\`trunk.json\` ${trunk.fingerprint}).

A label is hidden from everything that is fitted, and its photos stand for something near that the model was never taught. ${sets.map(({ name, photos, hidden, reps }) => `${name}: ${photos} photos, hidden in turn: ${hidden.join(', ')}; ${reps} repetitions`).join('. ')}. Each repetition has its photos drawn anew by seed; up to 40 reference photos a label, the same for every row; near-duplicates never lie on both sides. Clothing is six of its ten kinds, from the official test and validation parts: neither these nor the bears taught the trunk. TrashNet did, without labels, and may flatter every row alike.

Each way stands alone; _in its place_ in today's \`${TODAY}\`, instead of the energy where it is a head, instead of \`knn/2\` where it looks at features; and _with mahalanobis/1_, the half-way tap that far things are known by, and nothing else. Heads look at the two taps that domain scores go by and are trained by the Studio's own trainer (30 rounds, batches of 32) where it can do the loss, else by its steps with another loss. A difference is that to today's detector on the same photos, with the 95 % interval of Student's t over the repetitions: how far the draw of photos may have moved it, the labels being what they are.

## What came of it

Clearly better than today's on two sets or more (AUROC, the interval above 0) and no worse far than by a point of FPR95: ${nameAll(safe)}. Clearly better near, but worse far: ${nameAll(unsafe)}. Clearly worse on two sets or more: ${worse.length} of ${rows.length} rows.

${notes()}

## Figures

AUROC / FPR95, and in brackets the difference in AUROC to today's.

| way | ${sets.map(({ name }) => name).join(' | ')} | far: FPR95 | after |
| --- | ${sets.map(() => '---:').join(' | ')} | ---: | --- |
${listRows()
  .map(({ name, source }) =>
    line([
      name === TODAY ? `**today: ${name}**` : name,
      ...sets.map((set) => describeCell(set, name)),
      percent(farOf(name)),
      source,
    ]),
  )
  .join('\n')}

Far: 100 digits and 100 screens, mean over the sets. FPR95 is the share of strangers that pass where 95 % of in-domain photos do.
`;
}

function describeCell(set: NearSetResults, name: string): string {
  const pair = `${three(estimate(set, name, 'auroc').value)} / ${percent(estimate(set, name, 'fpr95').value)}`;
  if (name === TODAY) return pair;
  const { value, error } = compare(set, name, 'auroc');
  return `${pair} (${signed(value)} ± ${three(error)})`;
}

function nameAll(rows: readonly { name: string }[]): string {
  return rows.length > 0 ? rows.map(({ name }) => name).join('; ') : 'nothing';
}

function isBetter(set: NearSetResults, name: string): boolean {
  const { value, error } = compare(set, name, 'auroc');
  return value > error;
}

function isWorse(set: NearSetResults, name: string): boolean {
  const { value, error } = compare(set, name, 'auroc');
  return value < -error;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${three(Math.abs(value))}`;
}

import { line, percent, three } from '../results-page';
import type { TrustResults } from '../trust';
import { type Figures, meanFigures } from './detection';
import { notes } from './notes';

/** The benchmark's page, in Markdown. */
export function composeReport(results: TrustResults, chosen: string): string {
  const { trunk, reps, nearSets, rows } = results;
  const rowOf = rows.find(({ name }) => name === chosen);
  const best = [...rows].sort(
    (a, b) => nearMean(b.near, nearSets).auroc - nearMean(a.near, nearSets).auroc,
  );
  const chosenNear = nearMean(rowOf?.near ?? {}, nearSets);
  const farSets = [
    ...new Set(rows.flatMap(({ far }) => Object.values(far).flatMap((by) => Object.keys(by)))),
  ];
  return `# How far verdicts can be trusted, measured

\`npm run bench:trust\` wrote this page. Trunk: ${trunk.name} (\`trunk.json\` ${trunk.fingerprint}).${
    trunk.taughtBy.length > 0
      ? ` It was taught by photos of ${trunk.taughtBy.join(', ')}, so these sets are no evidence about strangers and are left out where that matters.`
      : ' It was taught by none of the photos used here.'
  } ${reps} repetitions, each with its own split; near-duplicates never lie on both sides. Heads are linear and trained anew without each hidden label.

## Near: a hidden label of the same set

The floor is a mean AUROC of .788 (FPR95 61 %), the aim .85. **What the bake-off chose reaches ${three(chosenNear.auroc)} / ${percent(chosenNear.fpr95)}${chosenNear.auroc >= 0.85 ? ', the aim' : chosenNear.auroc > 0.788 ? ', above the floor, short of the aim' : ', below the floor'}.** Up to 40 photos a label make the detector; up to 60 others a label, and up to 120 of the hidden one, judge it. Sets that count: ${nearSets.join(', ') || 'none'}.

| detector | mean | ${nearSets.join(' | ')} | warned at 5 % |
| --- | ---: | ${nearSets.map(() => '---:').join(' | ')} | ---: |
${best.map(({ name, near }) => line([mark(name, chosen), pair(nearMean(near, nearSets)), ...nearSets.map((set) => pair(near[set])), percent(nearMean(near, nearSets).warned)])).join('\n')}

AUROC / FPR95 (the share of strangers that pass for in-domain where 95 % of in-domain photos do). \`knn/2\` is the score on the second, deeper tap of the trunk.

## Far: photos of other things

20 reference photos a label. The bar is FPR95 at most 2 %.

| detector | ${farSets.join(' | ')} | mean |
| --- | ${farSets.map(() => '---:').join(' | ')} | ---: |
${best.map(({ name, far }) => line([mark(name, chosen), ...farSets.map((data) => pair(meanFigures(Object.values(far).flatMap((by) => by[data] ?? [])))), pair(meanFigures(Object.values(far).flatMap((by) => Object.values(by))))])).join('\n')}

Of the chosen one, by what the model knows:

| in-domain | ${farSets.join(' | ')} |
| --- | ${farSets.map(() => '---:').join(' | ')} |
${Object.entries(rowOf?.far ?? {})
  .map(([set, by]) => line([set, ...farSets.map((data) => pair(by[data]))]))
  .join('\n')}

## What the bake-off chose

${Object.entries(results.chosen)
  .map(
    ([kind, counts]) =>
      `- ${kind}: ${Object.entries(counts)
        .sort(([, a], [, b]) => b - a)
        .map(([name, times]) => `${name} (${times})`)
        .join('; ')}`,
  )
  .join('\n')}

## Do the stated rates hold?

Mean over ${Object.values(results.rates)[0]?.splits ?? 0} random splits, everything fitted anew in each. Asked: 5 % false alarms; the bar is within 1.5 points.

| detector | ${Object.keys(results.rates).join(' | ')} |
| --- | ${Object.keys(results.rates)
    .map(() => '---:')
    .join(' | ')} |
${[...(Object.values(results.rates)[0]?.falseAlarms.keys() ?? [])].map((name) => line([name, ...Object.values(results.rates).map(({ falseAlarms }) => percent(falseAlarms.get(name) ?? NaN))])).join('\n')}

| set | accuracy | ECE before | ECE after | ${[...(Object.values(results.rates)[0]?.coverage.keys() ?? [])].map((asked) => `coverage at ${percent(asked)}: conformal, shown (labels)`).join(' | ')} |
| --- | ---: | ---: | ---: | ${[...(Object.values(results.rates)[0]?.coverage.keys() ?? [])].map(() => '---:').join(' | ')} |
${Object.entries(results.rates)
  .map(([set, { accuracy, before, after, coverage }]) =>
    line([
      set,
      percent(accuracy),
      percent(before),
      percent(after),
      ...[...coverage.values()].map(
        ({ conformal, covered, size }) =>
          `${percent(conformal)}, ${percent(covered)} (${size.toFixed(2)})`,
      ),
    ]),
  )
  .join('\n')}

The head learns from as many photos as the Studio's would (it puts some aside to choose a round by), and the photos that judge are in the same mix of labels as those that set the rates. The bar for coverage is within 1.5 points of the asked one. _Conformal_ is the set itself, which may be empty; _shown_ is the set as a verdict names it: where it would be empty it names the likeliest label, so that a model that is right more often than asked covers more than asked.

## What it costs

One thread of wasm for the trunk, plain JavaScript for the safety layer (probabilities, label p-values, domain scores); bars: 3 ms a photo, 300 kB for 200 photos. Largest error of a cosine from int8: ${results.bankError.toExponential(1)}.

| detector | photos in the bank | bank | in the manifest | a photo | once, on opening | forward pass |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
${results.costs.map((cost) => line([cost.name, String(cost.bankPhotos), `${(cost.bankBytes / 1000).toFixed(0)} kB`, `${(cost.manifestBytes / 1000).toFixed(1)} kB`, `${cost.judgeMs.toFixed(2)} ms`, `${cost.openMs.toFixed(0)} ms`, `${cost.forwardMs.toFixed(0)} ms`])).join('\n')}

## A public Teachable Machine model

The fixture came without photos of its hand signs, so ${results.teachableMachine.referencePhotos} photos of bears stand in for its domain (means over ${results.teachableMachine.draws} draws of them); its confidence and its features are its own. On ${results.teachableMachine.photos} unrelated photos it is at least 90 % confident on ${percent(results.teachableMachine.confident)}; **confident and not warned about: ${percent(results.teachableMachine.confidentUnwarned)}** (${results.teachableMachine.leastAndMost.map(percent).join(' to ')}; bar: 1 %). Warned about in all: ${percent(results.teachableMachine.warned)}; false alarms on bears that are not among the references: ${percent(results.teachableMachine.falseAlarms)}. Chosen: ${results.teachableMachine.chosen.join(', ')}.

${notes()}
`;
}

function nearMean(near: Record<string, Figures>, sets: readonly string[]): Figures {
  return meanFigures(sets.flatMap((set) => near[set] ?? []));
}

function pair(figures: Figures | undefined): string {
  return figures ? `${three(figures.auroc)} / ${percent(figures.fpr95)}` : '–';
}

function mark(name: string, chosen: string): string {
  return name === chosen ? `**${name}**` : name;
}

import type { EvaluationReport } from '../../core/evaluate/evaluation-report';
import {
  type FigureTable,
  formatShare,
  formatShareInterval,
  tabulateBakeOff,
  tabulateCalibration,
  tabulateLabels,
  tabulateOutside,
  tabulateReliability,
  tabulateSets,
  tabulateVerdicts,
} from '../../core/evaluate/figure-tables';
import { tabulateMistakes } from '../format-evaluation';
import { drawReliability } from './draw-reliability';
import { markup, Markup } from './markup';
import { reportStyles } from './report-styles';

/**
 * An evaluation as one page that fetches nothing and runs no script: to be read in light or dark,
 * by eye or by ear, and to be printed.
 */
export function writeReport(report: EvaluationReport): string {
  const { model, evaluation, thresholds, verdicts, data, outside } = report;
  const { accuracy, falseAlarms, reliability, notes } = evaluation;
  const unreadable = [data, ...outside].flatMap((one) => one.unreadable);
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${model.name}: evaluation</title>
<style>${new Markup(reportStyles)}</style>
</head>
<body>
<main>
<header>
<h1>What ${model.name} is worth</h1>
<p>Held against ${evaluation.data}</p>
<p class="soft">Numbers in brackets are 95 % intervals. Lines: confidence ${formatShare(thresholds.confidence)}, false-alarm rate ${formatShare(thresholds.falseAlarmRate)}, coverage ${formatShare(thresholds.coverage)}.</p>
<dl class="figures">
${figure(formatShare(accuracy.value), `accuracy: the top label is right, however sure (95 % interval ${formatShare(accuracy.low)} to ${formatShare(accuracy.high)})`)}
${verdicts.matchAccuracy ? figure(formatShare(verdicts.matchAccuracy.value), `of the labels it gave were right; it gave one to ${formatShare(verdicts.match.value)} of the photos`) : null}
${falseAlarms ? figure(formatShare(falseAlarms.value), `false alarms; at most ${formatShare(thresholds.falseAlarmRate)} were asked for (${formatShareInterval(falseAlarms)})`) : null}
</dl>
</header>
<section><h2>Worth knowing</h2><ul>${notes.map((note) => markup`<li>${note}</li>`)}</ul></section>
<section><h2>What people would have been told</h2>${table(tabulateVerdicts(report))}</section>
<section><h2>What it takes for what</h2>${table(tabulateLabels(report.labels))}${table(tabulateMistakes(report), 'confusion')}</section>
<section><h2>How sure it says it is</h2>
${table(tabulateCalibration(evaluation))}
${reliability ? markup`<figure>${drawReliability(reliability.after)}<figcaption>On the dashed line its confidence is true. Below it, it claims too much; above it, too little. Whiskers: 95 % intervals.</figcaption></figure>${table(tabulateReliability(reliability.after))}` : null}
${table(tabulateSets(evaluation))}
</section>
${evaluation.outOfDomain.length > 0 ? markup`<section><h2>Photos of other things</h2>${table(tabulateOutside(evaluation))}</section>` : null}
${report.bakeOff ? markup`<section><h2>How its detector was chosen</h2>${table(tabulateBakeOff(report.bakeOff))}</section>` : null}
<section><h2>The photos</h2>
${table({
  caption: `What lay in ${data.folder}`,
  columns: ['Folder', 'Label', 'Photos'],
  rows: data.labels.map(({ folder, label, photos }) => [folder, label, String(photos)]),
})}
${
  unreadable.length > 0
    ? table({
        caption: 'Files that could not be judged',
        columns: ['File', 'Why'],
        rows: unreadable.map(({ file, message }) => [file, message]),
      })
    : null
}
</section>
</main>
</body>
</html>
`;
  return page.text;
}

function figure(value: string, name: string): Markup {
  return markup`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

/** A table that scrolls sideways by itself where it is wider than the page. */
function table(content: FigureTable | null, kind = ''): Markup | null {
  if (!content) return null;
  const { caption, columns, rows } = content;
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table class="${kind}">
<caption>${caption}</caption>
<thead><tr>${columns.map((name) => (name ? markup`<th scope="col">${name}</th>` : markup`<td></td>`))}</tr></thead>
<tbody>${rows.map(
    ([name = '', ...cells]) =>
      markup`<tr><th scope="row">${name}</th>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

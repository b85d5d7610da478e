/** The report's only styles. Colours as in the app; what is printed is black on white. */
export const reportStyles = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#eef1e9, #111815);
  --sheet: light-dark(#fafbf7, #19221e);
  --ink: light-dark(#14261f, #e7eee6);
  --soft: light-dark(#47584e, #a6b5aa);
  --rule: light-dark(#cdd5c8, #2d3a33);
  --moss: light-dark(#23623f, #86cfa0);
  --amber: light-dark(#d98f1f, #e5a53a);
}
* { box-sizing: border-box; }
body {
  margin: 0;
  padding: 1.5rem clamp(1rem, 4vw, 4rem) 4rem;
  background: var(--paper);
  color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif;
}
main { max-width: 72rem; margin: auto; display: grid; gap: 2.5rem; }
main > * { min-width: 0; }
header { padding-block-start: 1rem; }
h1 { margin: 0 0 0.5rem; font-size: clamp(1.8rem, 1.2rem + 2.5vw, 2.8rem); line-height: 1.1; }
h2 { margin: 0 0 0.75rem; font-size: 1.4rem; }
p { max-width: 68ch; margin: 0 0 0.75rem; }
.soft, caption, figcaption { color: var(--soft); }
.figures { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; margin: 1.25rem 0 0; }
.figures div { display: grid; max-width: 18rem; }
.figures dd { order: -1; margin: 0; font-size: 2rem; font-weight: 650; line-height: 1.15; }
.figures dt { color: var(--soft); font-size: 0.9rem; }
ul { margin: 0; padding-inline-start: 1.2rem; max-width: 72ch; }
.scroll { overflow-x: auto; }
.scroll + .scroll, .scroll + figure, figure + .scroll { margin-block-start: 1.5rem; }
table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; min-width: 100%; }
caption { text-align: start; padding-block-end: 0.5rem; }
th, td { padding: 0.4rem 0.75rem 0.4rem 0; border-block-end: 1px solid var(--rule); text-align: end; font-weight: inherit; white-space: nowrap; }
th:first-child { text-align: start; }
thead th { color: var(--soft); font-size: 0.82rem; vertical-align: bottom; white-space: normal; }
.confusion { min-width: 0; }
.confusion td { min-width: 3rem; }
.confusion thead th { white-space: nowrap; padding-inline-start: 0.75rem; }
figure { margin: 0; }
.plot { width: min(100%, 26rem); height: auto; display: block; }
.plot text { fill: var(--soft); font-size: 12px; }
.plot path { fill: none; stroke: var(--moss); }
.plot .grid { stroke: var(--rule); }
.plot .ideal { stroke: var(--soft); stroke-dasharray: 5 4; }
.plot .whisker { stroke-width: 1.5; opacity: 0.7; }
.plot .line { stroke-width: 2; }
.plot .dot { fill: var(--moss); }
:focus-visible { outline: 3px solid #b0640a; outline-offset: 2px; }
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #333; }
  body { padding: 0; font-size: 10pt; }
  .scroll { overflow: visible; }
  th, td { white-space: normal; }
  section, figure, tr { break-inside: avoid; }
}
`;

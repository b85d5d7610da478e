/** `npm run size`: what the built site weighs, and whether the shell keeps to its budget. */
import { fileURLToPath } from 'node:url';
import { buildIfChanged } from './build-if-changed.mjs';
import { measureSite, SHELL_BUDGET_BYTES, weigh, type Part } from './measure-site';

buildIfChanged();
const files = measureSite(fileURLToPath(new URL('../dist', import.meta.url)));
const parts: Part[] = [
  'shell',
  'pages',
  'service worker',
  'engine',
  'wasm',
  'models',
  'samples',
  'other',
];

for (const part of parts) {
  const members = files.filter((file) => file.part === part);
  if (members.length === 0) continue;
  console.log(`\n${part}: ${inKilobytes(weigh(files, part))} gzip`);
  for (const { path, bytes, gzipBytes } of members) {
    console.log(
      `  ${inKilobytes(gzipBytes).padStart(10)}  (${inKilobytes(bytes)} unpacked)  ${path}`,
    );
  }
}

const shell = weigh(files, 'shell');
const verdict = shell <= SHELL_BUDGET_BYTES ? 'within' : 'OVER';
console.log(
  `\nThe shell is ${inKilobytes(shell)}, ${verdict} its budget of ${inKilobytes(SHELL_BUDGET_BYTES)}.`,
);
process.exitCode = shell <= SHELL_BUDGET_BYTES ? 0 : 1;

function inKilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

/**
 * `npm run bench`: how fast Bearings is on this machine, in a real browser, as medians.
 *
 * Compares with nothing but what it runs itself, in the same browser at the same time: absolute
 * figures say as much about the machine as about the code.
 */
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from '@playwright/test';
import { buildIfChanged } from '../scripts/build-if-changed.mjs';
import { measureSite, weigh, type Part } from '../scripts/measure-site';
import { startServer } from '../scripts/serve.mjs';
import { listSharedPhotos, makePhoto } from '../tests/e2e/photos';
import { addLargePhoto, benchFolder, buildBenchSite } from './bench-site';
import { launchBrowser, measureCamera, timeVisits } from './measure-app';
import { findMobilenet } from './mobilenet-folder';
import type { OurRun } from './page/main';
import { formatTable, median } from './statistics';

const VISITS = 5;
const PHOTOS = 15;
const CAMERA_MS = 8_000;

const stages: [string, keyof Omit<OurRun, 'topLabel'>][] = [
  ['file to verdict, on the page', 'endToEndMs'],
  ['  decode', 'decodeMs'],
  ['  fit', 'fitMs'],
  ['  inference', 'inferenceMs'],
  ['  judge', 'judgeMs'],
];

buildIfChanged();
const photo = listSharedPhotos('bears/grizzly')[3] ?? (await makePhoto('bench.jpg', 3));
const mobilenet = await findMobilenet();
await buildBenchSite(mobilenet);
await addLargePhoto(photo);

const browser = await launchBrowser();
const [cpu] = cpus();
console.log(
  `\nChromium ${browser.version()}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}`,
);
await measureVisits(browser);
await measurePhotos(browser);
await measureFrames(browser);
await browser.close();
printWeights();

async function measureVisits(browser: Browser): Promise<void> {
  const visits = [];
  for (let i = 0; i < VISITS; i += 1) {
    visits.push(
      await timeVisits(
        () => browser.newContext(),
        () => startServer({ port: 0 }),
        photo,
      ),
    );
  }
  print(`First verdict, from the address to the verdict on the page (${VISITS} times)`, [
    ['', 'median ms', 'worst ms'],
    row(
      'first visit, nothing stored',
      visits.map(({ coldMs }) => coldMs),
    ),
    row(
      'return visit, server stopped',
      visits.map(({ returnMs }) => returnMs),
    ),
  ]);
}

async function measurePhotos(browser: Browser): Promise<void> {
  const site = await startServer({ port: 0, folder: benchFolder });
  const page = await browser.newPage();
  await page.goto(site.url);
  const { backend, threads } = await openModel(page, 'models/bears/bearings.json');
  const runs = await page.evaluate((n) => window.bench.classify('photo.jpg', n), PHOTOS);
  print(`A 12-megapixel JPEG, warm (${backend}, ${threads} thread(s), ${PHOTOS} times)`, [
    ['', 'median ms', 'worst ms'],
    ...stages.map(([name, key]) =>
      row(
        name,
        runs.map((run) => run[key]),
      ),
    ),
  ]);
  if (mobilenet) await compareWithPackage(page);
  else console.log('\nNo MobileNet on this machine (npm run models:mobilenet): not compared.');
  await page.close();
  await site.stop();
}

async function compareWithPackage(page: Page): Promise<void> {
  const own = await openModel(page, 'mobilenet/bearings.json');
  const { backend, ours, theirs } = await page.evaluate(
    (n) => window.bench.compare('photo.jpg', 'mobilenet/model.json', n),
    PHOTOS,
  );
  const ourMs = ours.map(({ endToEndMs }) => endToEndMs);
  const theirMs = theirs.map(({ endToEndMs }) => endToEndMs);
  print(`The same photo and MobileNet through both, turn by turn (${PHOTOS} times)`, [
    ['', 'median ms', 'worst ms'],
    row(`Bearings (${own.backend}, in its worker)`, ourMs),
    row(`@tensorflow-models/mobilenet classify() (${backend}, main thread)`, theirMs),
  ]);
  const ratio = median(theirMs) / median(ourMs);
  console.log(`Bearings takes 1/${ratio.toFixed(2)} of the time.`);
  console.log(`Top labels: "${ours[0]?.topLabel}" and "${theirs[0]?.topLabel}".`);
}

async function measureFrames(browser: Browser): Promise<void> {
  const site = await startServer({ port: 0 });
  const { framesPerSecond, longestTaskMs } = await measureCamera(browser, site.url, CAMERA_MS);
  await site.stop();
  print(`Camera (fake device, ${CAMERA_MS / 1000} s)`, [
    ['', 'measured'],
    ['frames judged per second', framesPerSecond.toFixed(1)],
    [
      'longest task on the main thread, ms of processor time',
      longestTaskMs === 0 ? 'under 50' : longestTaskMs.toFixed(0),
    ],
  ]);
}

function printWeights(): void {
  const files = measureSite(fileURLToPath(new URL('../dist', import.meta.url)));
  const parts: Part[] = ['shell', 'service worker', 'engine', 'wasm', 'models', 'samples'];
  print('Weight of the built site', [
    ['', 'kB gzip'],
    ...parts.map((part) => [part, (weigh(files, part) / 1000).toFixed(1)]),
  ]);
}

function openModel(page: Page, manifest: string) {
  return page.evaluate((url) => window.bench.open(url), manifest);
}

function row(name: string, values: number[]): string[] {
  return [name, median(values).toFixed(1), Math.max(...values).toFixed(1)];
}

function print(title: string, rows: string[][]): void {
  console.log(`\n${title}\n${formatTable(rows)}`);
}

/**
 * `npm run bench:studio`: photos a second through the Studio's import, feature extraction and head
 * training, the memory and the main thread meanwhile, and how good the model is, on the built site
 * in a real browser; beside it `@teachablemachine/image`'s own trainer in the same browser, and
 * `bearings train`, on the same split. Writes `benchmarks/studio-results.md` and `.json`.
 *
 * Needs the photos of `../shared`. `--sets bears` for one set, `--each 20` for so many photos a
 * folder, `--site FOLDER` for a site that is built already, `--no-write` for a try.
 */
import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfChanged } from '../scripts/build-if-changed.mjs';
import { photosFolder, root } from '../scripts/models/paths';
import { launchBrowser } from './measure-app';
import { buildTeachablePage } from './studio/build-page';
import { runStudio } from './studio/drive-studio';
import { runTeachable } from './studio/drive-teachable';
import { copySet, copySplit } from './studio/photo-folders';
import { resultsFile, type SetResult, writeStudioResults } from './studio/report';
import { type CommandRun, runCommand } from './studio/run-command';

const { values: options } = parseArgs({
  options: {
    sets: { type: 'string', default: 'bears,clothing' },
    each: { type: 'string' },
    site: { type: 'string' },
    write: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const photosEach = options.each === undefined ? null : Number(options.each);
const exportFolder = join(root, '../shared/fixtures/models/teachable-machine');

for (const needed of [photosFolder, exportFolder]) {
  if (existsSync(needed)) continue;
  console.error(`This benchmark needs ${needed}, which is not here.`);
  process.exit(1);
}
if (options.site === undefined) buildIfChanged();
await buildTeachablePage(exportFolder);
for (const name of options.sets.split(',')) {
  for await (const result of measureSet(name)) {
    console.log(JSON.stringify(result, null, 2));
    const others = readResults().filter(
      (one) => one.name !== name || one.photosEach !== photosEach,
    );
    if (options.write) await writeStudioResults([...others, result]);
  }
}

/** A set's figures, as soon as there are any and again when there are more: a large one takes hours. */
async function* measureSet(name: string): AsyncGenerator<SetResult> {
  const [before = 0] = loadavg();
  const folder = copySet(name, photosEach ?? Infinity);
  const problems: string[] = [];
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (error) {
      const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
      problems.push(`${what}: ${reason}`);
      return null;
    }
  };
  const browser = await launchBrowser();
  const { photos, ...studio } = await runStudio(browser, options.site, folder);
  const split = copySplit(name, photos);
  const labels = [...new Set(photos.map(({ label }) => label))].sort();
  const { seed } = studio;
  const teachable = await attempt('@teachablemachine/image', () =>
    runTeachable(browser, split, { labels, seed, backend: 'wasm' }),
  );
  const version = `Chromium ${browser.version()}`;
  await browser.close();
  const countOf = (part: string) => photos.filter((photo) => photo.part === part).length;
  const [cpu] = cpus();
  const counts = { train: countOf('train'), valid: countOf('valid'), test: countOf('test') };
  const describe = (command: CommandRun | null, problems: string[]): SetResult => ({
    ...{ name, photosEach, problems, teachable, command },
    at: new Date().toISOString(),
    machine: `${cpus().length} processors (${cpu?.model.trim() ?? 'unknown'})`,
    browser: version,
    load: [before, loadavg()[0] ?? 0],
    trunk: readTrunkName(),
    studio: { ...studio, counts },
  });
  yield describe(null, [...problems, 'bearings train: its turn has not come']);
  const command = await attempt('bearings train', () => runCommand(split, seed));
  yield describe(command, problems);
}

/** The trunk that the measured site came with. */
function readTrunkName(): string {
  const site = options.site ?? join(root, 'dist');
  const text = readFileSync(join(site, 'models/trunk/trunk.json'), 'utf8');
  return (JSON.parse(text) as { name: string }).name;
}

function readResults(): SetResult[] {
  if (!existsSync(resultsFile)) return [];
  return JSON.parse(readFileSync(resultsFile, 'utf8')) as SetResult[];
}

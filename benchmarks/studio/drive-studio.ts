import type { Browser, Page } from '@playwright/test';
import type { ImportPanel } from '../../src/app/studio/data/import-panel';
import type { TrainPage } from '../../src/app/studio/train/train-page';
import type { Part } from '../../src/core/studio/sample';
import { startServer } from '../../scripts/serve.mjs';
import { startMeter, type Cost } from './process-meter';

/** A photo of the project. */
export interface PlacedPhoto {
  /** As it came in: relative, with `/`. */
  path: string;
  part: Part;
  label: string;
}

/** How a project went, from the folder to the trained model. */
export interface StudioRun {
  photos: PlacedPhoto[];
  /** Files that were left out, and photos that were in already. */
  leftOut: number;
  copies: number;
  importMs: number;
  /** Of the import: looking for near duplicates, and the split. */
  compareMs: number;
  /** Opening the network. */
  openMs: number;
  featuresMs: number;
  /** The learning rate, and the rounds over the photos. */
  headMs: number;
  /** The same head in folds, for honest figures. */
  foldsMs: number;
  /** Calibration, the detectors' bake-off, the bundle. */
  finishMs: number;
  rounds: number;
  /** Changed copies of each photo to learn from. */
  copiesEach: number;
  seed: number;
  accuracy: Record<Part, number | null>;
  importCost: Cost;
  trainingCost: Cost;
}

/** A change of stage, in milliseconds since the page was opened. */
interface Mark {
  stage: string;
  firstAt: number;
  lastAt: number;
}

declare global {
  interface Window {
    studioMarks: Mark[];
  }
}

/** Whatever a busy machine makes of a click. */
const STEP_MS = 180_000;
const LONGEST_MS = 3 * 3600_000;

/** Takes a folder through the Studio of the built site, by its buttons, and times its stages. */
export async function runStudio(
  browser: Browser,
  site: string | undefined,
  folder: string,
): Promise<StudioRun> {
  const server = await startServer({ port: 0, ...(site === undefined ? {} : { folder: site }) });
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(STEP_MS);
    await page.goto(`${server.url}#/studio`);
    await waitUntilStored(page);
    await page.getByRole('textbox', { name: 'Name' }).fill('Benchmark');
    await page.getByRole('button', { name: 'Create' }).click();
    const imported = await importFolder(browser, page, folder);
    const trained = await train(browser, page);
    return { ...imported, ...trained };
  } finally {
    await context.close();
    await server.stop();
  }
}

/** Until then the service worker is at work, which is no part of what is measured. */
async function waitUntilStored(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return registration?.active?.state === 'activated';
  });
}

async function importFolder(browser: Browser, page: Page, folder: string) {
  const panel = page.locator('import-panel');
  await panel.evaluate((element: ImportPanel) => {
    const { imports } = element;
    if (!imports) throw new Error('no project is open');
    window.studioMarks = [];
    imports.addEventListener('change', () => {
      const { state } = imports;
      const stage = state.status === 'running' ? state.stage : state.status;
      const last = window.studioMarks.at(-1);
      const at = performance.now();
      if (last?.stage === stage) last.lastAt = at;
      else window.studioMarks.push({ stage, firstAt: at, lastAt: at });
    });
  });
  const stopMeter = await startMeter(browser);
  await panel.locator('input.folder').first().setInputFiles(folder);
  await waitForStage(page, 'done');
  const importCost = await stopMeter();
  const marks = await page.evaluate(() => window.studioMarks);
  const { photos, report, error } = await panel.evaluate((element: ImportPanel) => {
    const { imports, session } = element;
    if (imports?.state.status !== 'done' || !session) throw new Error('the import has not ended');
    return {
      report: imports.state.report,
      error: imports.state.error?.message ?? null,
      photos: session.samples.map(({ path, part, labelId }) => ({
        ...{ path, part },
        label: session.labelName(labelId),
      })),
    };
  });
  if (error !== null) throw new Error(`The import stopped: ${error}`);
  const startAt = marks[0]?.firstAt ?? 0;
  const endAt = firstOf(marks, 'done');
  return {
    ...{ photos, importCost, leftOut: report.failures.length, copies: report.copies },
    importMs: endAt - startAt,
    compareMs: endAt - (firstOf(marks, 'compare') || endAt),
  };
}

async function train(browser: Browser, page: Page) {
  const tabs = page.getByRole('navigation', { name: 'Project' });
  await tabs.getByRole('link', { name: 'Train', exact: true }).click();
  const trainPage = page.locator('train-page');
  await trainPage.evaluate((element: TrainPage) => {
    const { training } = element;
    if (!training) throw new Error('no project is open');
    window.studioMarks = [];
    training.addEventListener('change', () => {
      const { state } = training;
      const stage = state.step === 'working' ? state.progress.stage : state.step;
      const last = window.studioMarks.at(-1);
      const at = performance.now();
      if (last?.stage === stage) last.lastAt = at;
      else window.studioMarks.push({ stage, firstAt: at, lastAt: at });
    });
  });
  const stopMeter = await startMeter(browser);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await waitForStage(page, 'done', 'stopped');
  const trainingCost = await stopMeter();
  const marks = await page.evaluate(() => window.studioMarks);
  const outcome = await trainPage.evaluate((element: TrainPage) => {
    const { training } = element;
    if (training?.state.step !== 'done') {
      const problem = training?.state.step === 'stopped' ? training.state.problem : null;
      throw new Error(
        `Training stopped: ${problem?.code ?? 'no reason'}: ${problem?.detail ?? ''}`,
      );
    }
    const { rounds, accuracy } = training.state.result;
    const { augmentedCopies, seed } = training.session.project.training;
    return { rounds: rounds.length, accuracy, copiesEach: augmentedCopies, seed };
  });
  const openedAt = firstOf(marks, 'open');
  const lookAt = firstOf(marks, 'features');
  const learnAt = marks.find(({ stage }) => stage === 'features')?.lastAt ?? lookAt;
  const foldsAt = firstOf(marks, 'folds');
  const finishAt = firstOf(marks, 'finish');
  return {
    ...outcome,
    trainingCost,
    openMs: lookAt - openedAt,
    featuresMs: learnAt - lookAt,
    headMs: foldsAt - learnAt,
    foldsMs: finishAt - foldsAt,
    finishMs: firstOf(marks, 'done') - finishAt,
  };
}

function firstOf(marks: readonly Mark[], stage: string): number {
  return marks.find((mark) => mark.stage === stage)?.firstAt ?? 0;
}

async function waitForStage(page: Page, ...stages: string[]): Promise<void> {
  await page.waitForFunction(
    (wanted) => wanted.includes(window.studioMarks.at(-1)?.stage ?? ''),
    stages,
    { timeout: LONGEST_MS, polling: 250 },
  );
}

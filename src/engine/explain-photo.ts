import { ClassifierError } from '../core/errors';
import type { Rect } from '../core/fit';
import type { ModelImage } from '../core/model-image';
import type { Explanation, ExplanationAim } from '../core/occlusion/explanation';
import {
  type ImportanceMap,
  pickStrongest,
  rateImportance,
  toLogOdds,
} from '../core/occlusion/importance';
import {
  findMeanColour,
  hideRects,
  OCCLUSION_GRID,
  planCells,
  planPatches,
} from '../core/occlusion/patches';
import type { Evidence } from '../core/verdict';
import type { ModelBundle } from '../model/read-model';
import { giveBackThread } from './give-back-thread';
import { judge } from './judge';
import type { Network } from './network';

export interface ExplainOptions {
  signal?: AbortSignal;
  /** Called after each run of the network. */
  onProgress?: (done: number, total: number) => void;
}

/** In log-odds; from even odds it is the step from 50 % to 43 %. Less is not worth pointing at. */
const LEAST_LABEL_DROP = 0.3;
/** A share of the photo's distance to the reference photos. */
const LEAST_DISTANCE_DROP = 0.05;

/**
 * Finds what mattered to a network's answer about a photo by hiding one part after the other
 * (occlusion: Zeiler & Fergus 2014, section 4.2), for several answers at once: every run says
 * something about all of them. Then the strongest part found for each is hidden as a whole, so that
 * the reader sees whether it was that part.
 *
 * A class-activation map would be quicker, but it is exact only for a linear head on one pooled tap;
 * ours join several taps, each brought to length 1, and other makers' networks have any shape.
 *
 * @param image At the model's size.
 * @param labels The labels to explain. What makes the photo unlike the reference photos is explained
 *   too, where the model has any.
 * @throws ClassifierError `cancelled`, `model-output-unexpected`, `result-not-finite`, and what the
 *   network throws.
 */
export async function explainPhoto(
  runner: Pick<Network, 'run'>,
  bundle: ModelBundle,
  image: ModelImage,
  labels: readonly string[],
  { signal, onProgress }: ExplainOptions = {},
): Promise<Explanation[]> {
  const colour = findMeanColour(image);
  const patches = planPatches(image, OCCLUSION_GRID);
  const cells = planCells(image, OCCLUSION_GRID);
  let done = 0;
  let total = 1 + patches.length + labels.length + 1;
  const run = async (hidden: readonly Rect[]): Promise<Evidence> => {
    if (signal?.aborted) throw new ClassifierError('cancelled');
    const output = await runner.run(hideRects(image, hidden, colour));
    const evidence = judge(bundle, output, bundle.manifest.labels.length);
    onProgress?.(++done, total);
    await giveBackThread();
    return evidence;
  };

  const whole = await run([]);
  const aims = listAims(whole, labels);
  total = 1 + patches.length + aims.length;
  const answers: Evidence[] = [];
  for (const patch of patches) answers.push(await run([patch]));

  const explanations: Explanation[] = [];
  for (const aim of aims) {
    const map = drawMap(aim, whole, answers);
    const strongest = map && pickStrongest(map).flatMap((cell) => cells[cell] ?? []);
    explanations.push({
      aim,
      map,
      whole: readShown(aim, whole),
      hidden: strongest && readShown(aim, await run(strongest)),
    });
  }
  onProgress?.(total, total);
  return explanations;
}

function listAims({ familiarity }: Evidence, labels: readonly string[]): ExplanationAim[] {
  const aims = labels.map((label): ExplanationAim => ({ kind: 'label', label }));
  return familiarity ? [...aims, { kind: 'unfamiliar' }] : aims;
}

function drawMap(
  aim: ExplanationAim,
  whole: Evidence,
  answers: readonly Evidence[],
): ImportanceMap | null {
  const answer = readAnswer(aim, whole);
  const least = aim.kind === 'label' ? LEAST_LABEL_DROP : LEAST_DISTANCE_DROP * answer;
  return rateImportance(
    answer,
    answers.map((one) => readAnswer(aim, one)),
    OCCLUSION_GRID,
    least,
  );
}

/**
 * The number that parts are judged by. For what is odd it is the mean distance to the nearest
 * reference photos, whatever score decides: p-values no longer move where a photo is odder than all
 * that the model was checked with, and distances do.
 */
function readAnswer(aim: ExplanationAim, { ranked, familiarity }: Evidence): number {
  if (aim.kind === 'label') {
    return toLogOdds(ranked.find(({ label }) => label === aim.label)?.probability ?? NaN);
  }
  const nearest = familiarity?.nearest ?? [];
  return nearest.reduce((sum, { similarity }) => sum + 1 - similarity, 0) / nearest.length;
}

/** The number that a person is told. */
function readShown(aim: ExplanationAim, { ranked, familiarity }: Evidence): number {
  return aim.kind === 'label'
    ? (ranked.find(({ label }) => label === aim.label)?.probability ?? NaN)
    : (familiarity?.pValue ?? NaN);
}

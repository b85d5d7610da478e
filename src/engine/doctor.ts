import { flipImage, shiftImage } from '../core/alter-image';
import type { Contract, Orientation } from '../core/contract';
import {
  type Diagnosis,
  findBest,
  findHopeful,
  judgeTrials,
  type Trial,
  wasTried,
} from '../core/doctor';
import { isIndependent, labelledLosses, unlabelledLosses } from '../core/doctor-losses';
import { creditSpans } from '../core/doctor-span';
import { creditSpreads, measureSpread, pickLogits, shareOfBars } from '../core/doctor-spread';
import { ClassifierError } from '../core/errors';
import { findLikeliest } from '../core/find-likeliest';
import type { Fit, Size } from '../core/fit';
import type { InputSpec } from '../core/manifest';
import type { ModelImage } from '../core/model-image';
import { listChallengers, listPreparations, type Preparation } from '../core/preparation';
import { countLabels, toProbabilities } from '../core/probabilities';
import { giveBackThread } from './give-back-thread';
import type { NetworkOutput } from './network';

/** A photo for the doctor, undrawn. */
export interface DoctorPhoto {
  /** Label index; `null` when nobody said. */
  label: number | null;
  /** Upright, in pixels. */
  size: Size;
  /** Whether its EXIF orientation is not 1: else obeying and ignoring it are the same. */
  isTurned: boolean;
  /** Draws it at the model's size. */
  draw(fit: Fit, orientation: Orientation): Promise<ModelImage>;
}

/** A network that is told with every picture how to turn it into numbers. */
export interface AdaptableNetwork {
  run(image: ModelImage, input: InputSpec): Promise<NetworkOutput>;
  dispose(): void;
}

interface DiagnoseOptions {
  signal?: AbortSignal;
  /** Called after each photo. */
  onProgress?: (done: number, total: number) => void;
}

/** Fewer photos say nothing. */
const MIN_DOCTOR_PHOTOS = 3;
/** More photos than this are not looked at: they would change nothing but the time it takes. */
export const MAX_DOCTOR_PHOTOS = 45;
/** Photos between looks at which ways are hopeless. */
const JUDGE_EVERY = 3;
/** A photo that would get no more bars than this, as a share of its picture, tells no fit. */
const NEARLY_SQUARE = 0.03;
/** How far an altered view is moved, as a share of the picture's width. */
const SHIFT = 0.04;

/**
 * Tries the ways of preparing photos that a contract leaves open and ranks them by how well the
 * network does on a few photos: by how firm its answers are, and with labels by the likelihood of the
 * right ones, without by how sure and steady the answers are.
 *
 * @param build Builds the network on the current backend; it is disposed of at the end.
 * @param photos Three a label are enough. Labelled ones alone count where there are enough of them.
 * @throws ClassifierError `photos-too-few`, `result-not-finite` when no way gives usable numbers,
 *   `model-output-unexpected`, `cancelled`, and what drawing a photo throws.
 */
export async function diagnose(
  build: () => Promise<AdaptableNetwork>,
  contract: Contract,
  photos: readonly DoctorPhoto[],
  options: DiagnoseOptions = {},
): Promise<Diagnosis> {
  const labelled = photos.filter(({ label }) => label !== null);
  const isLabelled = labelled.length >= MIN_DOCTOR_PHOTOS;
  const used = pickPhotos(isLabelled ? labelled : photos);
  if (used.length < MIN_DOCTOR_PHOTOS) {
    throw new ClassifierError('photos-too-few', `${used.length} photos for the doctor`);
  }
  const evidence = isLabelled ? 'labelled' : 'unlabelled';
  const anyTurned = used.some(({ isTurned }) => isTurned);
  const network = await build();
  try {
    const doctor = new Doctor(network, contract, used, isLabelled, options);
    let trials = await doctor.tryAll(listPreparations(contract, anyTurned));
    let diagnosis = judgeTrials(contract, trials, evidence);
    // Without labels nothing is strong enough to doubt a maker's habit.
    while (isLabelled) {
      const challengers = listChallengers(contract, diagnosis.found, anyTurned).filter(
        (preparation) => !wasTried(trials, preparation),
      );
      if (challengers.length === 0) break;
      trials = await doctor.tryAll(challengers);
      diagnosis = judgeTrials(contract, trials, evidence);
    }
    return noteSquarePhotos(diagnosis, used, contract.size.value);
  } finally {
    network.dispose();
  }
}

/** Square photos are the same however they are cut to shape; somebody should be told to add others. */
function noteSquarePhotos(
  diagnosis: Diagnosis,
  photos: readonly DoctorPhoto[],
  size: Size,
): Diagnosis {
  const isBlind = photos.every((photo) => shareOfBars(photo.size, size) < NEARLY_SQUARE);
  if (!isBlind || !diagnosis.parts.some(({ part }) => part === 'fit')) return diagnosis;
  const note =
    'All of these photos have nearly the shape of the model’s picture, so they can’t tell the fit. Add some that are wider or taller.';
  return { ...diagnosis, notes: [...diagnosis.notes, note] };
}

/** Not too many photos, the labels in turn. */
function pickPhotos(photos: readonly DoctorPhoto[]): DoctorPhoto[] {
  const seen = new Map<number | null, number>();
  const turns = photos.map((photo) => {
    const turn = seen.get(photo.label) ?? 0;
    seen.set(photo.label, turn + 1);
    return { photo, turn };
  });
  return turns
    .sort((a, b) => a.turn - b.turn)
    .slice(0, MAX_DOCTOR_PHOTOS)
    .map(({ photo }) => photo);
}

/** A way of preparing photos, and what the network said of each view of each photo so far. */
interface Way {
  preparation: Preparation;
  /** One number a unit, before softmax or sigmoid. */
  answers: Float32Array[][];
  /** Pooled features, where the network has any. */
  features: (Float32Array | null)[][];
}

/** Runs one network over photos, prepared in many ways. */
class Doctor {
  private readonly tried: Way[] = [];

  constructor(
    private readonly network: AdaptableNetwork,
    private readonly contract: Contract,
    private readonly photos: readonly DoctorPhoto[],
    private readonly isLabelled: boolean,
    private readonly options: DiagnoseOptions,
  ) {}

  /**
   * Photo by photo, so that each is drawn once and ways that are hopeless by then are given up.
   *
   * @returns A trial for each way so far, those of earlier calls among them.
   * @throws ClassifierError `result-not-finite` when no way gives a number for any photo.
   */
  async tryAll(preparations: readonly Preparation[]): Promise<Trial[]> {
    const { signal, onProgress } = this.options;
    const all = preparations.map((preparation) => ({
      preparation,
      answers: new Array<Float32Array[]>(),
      features: new Array<(Float32Array | null)[]>(),
    }));
    let running = all;
    for (const [done, photo] of this.photos.entries()) {
      const drawn = new DrawnViews(photo, !this.isLabelled);
      for (const { preparation, answers, features } of running) {
        if (signal?.aborted) throw new ClassifierError('cancelled');
        const views = await drawn.draw(preparation.fit, preparation.orientation);
        const said = await this.answer(views, preparation);
        answers.push(said.map(({ logits }) => logits));
        features.push(said.map((one) => one.features));
      }
      if (done % JUDGE_EVERY === JUDGE_EVERY - 1) running = this.keepHopeful(running);
      onProgress?.(done + 1, this.photos.length);
      await giveBackThread();
    }
    if (!all.some(({ answers }) => answers.flat().some((logits) => logits.some(Number.isFinite)))) {
      throw new ClassifierError('result-not-finite');
    }
    this.tried.push(...all);
    return this.judgeAll(this.tried);
  }

  private keepHopeful(ways: readonly Way[]): Way[] {
    const trials = this.judgeAll(ways);
    const hopeful = findHopeful(trials);
    return ways.filter((_, i) => hopeful[i]);
  }

  /** What the network says of each view. */
  private async answer(
    views: readonly ModelImage[],
    preparation: Preparation,
  ): Promise<NetworkOutput[]> {
    const { size, layout, labels, output } = this.contract;
    const input: InputSpec = { ...size.value, ...preparation, layout: layout.value };
    const answers: NetworkOutput[] = [];
    for (const view of views) {
      const said = await this.network.run(view, input);
      const count = countLabels(said.logits.length, output.value);
      if (count !== labels.value.length) {
        throw new ClassifierError(
          'model-output-unexpected',
          `${count} answers for ${labels.value.length} labels`,
        );
      }
      answers.push(said);
    }
    return answers;
  }

  /** Each way by itself, and then beside the best one. */
  private judgeAll(ways: readonly Way[]): Trial[] {
    const trials = ways.map((way) => this.judge(way));
    const best = findBest(trials);
    const labels = this.listShown(ways[best]?.answers ?? []);
    const spreads = this.creditSpreads(ways, best, labels);
    const spans = this.creditSpans(ways, best, labels);
    return trials.map((trial, way) => ({
      ...trial,
      losses: trial.losses.map(
        (loss, photo) => loss - (spreads[way]?.[photo] ?? 0) - (spans?.[way]?.[photo] ?? 0),
      ),
    }));
  }

  /** By how much of the last layer the photos account for; `null` for a network without features. */
  private creditSpans(ways: readonly Way[], best: number, labels: readonly number[]) {
    if (ways.some(({ features }) => features.flat().includes(null))) return null;
    const answers = ways.map((way) =>
      way.answers.map((views, photo) =>
        views.map((logits, view) => ({
          features: way.features[photo]?.[view] ?? [],
          logits: pickLogits(logits, labels),
        })),
      ),
    );
    return creditSpans(answers, best);
  }

  /** By how firm the answers are. */
  private creditSpreads(ways: readonly Way[], best: number, labels: readonly number[]) {
    const spreads = ways.map(({ preparation, answers }) => ({
      spreads: answers.map((views) => measureViews(views, labels)),
      isPadded: preparation.fit === 'pad',
    }));
    const size = this.contract.size.value;
    const bars = this.photos.map((photo) => shareOfBars(photo.size, size));
    return creditSpreads(spreads, best, bars);
  }

  /** The labels that the photos are of; without them, those that the best way names. */
  private listShown(answers: readonly (readonly Float32Array[])[]): number[] {
    const output = this.contract.output.value;
    const shown = this.isLabelled
      ? this.photos.map(({ label }) => label ?? -1)
      : answers.map(([logits]) => findLikeliest(toProbabilities(logits ?? [], output)));
    return [...new Set(shown)];
  }

  private judge({ preparation, answers }: Way): Trial {
    const output = this.contract.output.value;
    const probabilities = answers.map((views) =>
      views.map((logits) => toProbabilities(logits, output)),
    );
    if (!this.isLabelled) {
      const independent = isIndependent(output, answers[0]?.[0]?.length ?? 0);
      return { preparation, losses: unlabelledLosses(probabilities, independent), accuracy: null };
    }
    const truths = this.photos.map(({ label }) => label ?? -1);
    const right = probabilities.filter(([row = []], i) => findLikeliest(row) === truths[i]);
    return {
      preparation,
      losses: labelledLosses(answers, truths, output),
      accuracy: right.length / answers.length,
    };
  }
}

/** Over the views of one photo. */
function measureViews(views: readonly Float32Array[], labels: readonly number[]): number {
  return views.reduce((sum, logits) => sum + measureSpread(logits, labels), 0) / views.length;
}

/** A photo's pictures, each drawn once. */
class DrawnViews {
  private readonly drawn = new Map<string, Promise<ModelImage[]>>();

  constructor(
    private readonly photo: DoctorPhoto,
    /** Whether a mirrored and moved view is wanted too. */
    private readonly altered: boolean,
  ) {}

  draw(fit: Fit, orientation: Orientation): Promise<ModelImage[]> {
    const key = `${fit} ${this.photo.isTurned ? orientation : ''}`;
    const views = this.drawn.get(key) ?? this.drawNow(fit, orientation);
    this.drawn.set(key, views);
    return views;
  }

  private async drawNow(fit: Fit, orientation: Orientation): Promise<ModelImage[]> {
    const image = await this.photo.draw(fit, orientation);
    if (!this.altered) return [image];
    const step = Math.max(1, Math.round(SHIFT * image.width));
    return [image, shiftImage(flipImage(image), step, step)];
  }
}

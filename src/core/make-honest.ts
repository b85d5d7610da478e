import { buildReferences, type References } from './build-references';
import { fitTemperature, MIN_CALIBRATION_PHOTOS } from './calibration';
import { isIndependent } from './doctor-losses';
import { DEFAULT_FALSE_ALARM_RATE } from './draft-manifest';
import { ClassifierError } from './errors';
import { type Evaluation, type Manifest, parseManifest } from './manifest';
import { countConfusion, wilsonInterval } from './metrics';
import { type GoldenLogits, pinGolden } from './pin-golden';
import { toProbabilities } from './probabilities';
import { chooseSetScore, fitSets } from './sets/fit-sets';
import { DEFAULT_COVERAGE } from './thresholds';

/** What an open network said of one reference photo. */
export interface HonestyPhoto {
  /** One number a unit, before softmax or sigmoid. */
  logits: ArrayLike<number>;
  /** Pooled features; `null` when the model has no place for them. */
  features: ArrayLike<number> | null;
  /** Label index; `null` when nobody said: the photo may enter the bank, but calibrates nothing. */
  label: number | null;
  /** Fingerprint of its file: equal ones are the same photo. */
  hash: string;
}

export interface HonestyParts {
  photos: readonly HonestyPhoto[];
  /** Of the model as it is. */
  manifest: Manifest;
  /** What the network says of the manifest's golden inputs. */
  golden: readonly GoldenLogits[];
  /** SHA-256 of bytes in lower-case hexadecimal. */
  fingerprint: (bytes: Uint8Array) => Promise<string>;
}

/** A model's manifest with all that reference photos can give it. */
export interface Honesty {
  manifest: Manifest;
  /** The bank's file, `bank.bin`; `null` when none could be built. */
  bank: Uint8Array | null;
  /** What was and was not possible with these photos, a sentence each. */
  notes: string[];
}

/** A larger table of mistakes would be no help to anyone, and megabytes in the manifest. */
const MAX_CONFUSION_LABELS = 100;
const BANK_PATH = 'bank.bin';

/**
 * Gives a model that somebody else made what it never had: a reference bank with the distances that
 * a false-alarm rate is set on, a temperature and a set threshold where there are enough labelled
 * photos, and an evaluation that says what it is worth.
 *
 * @throws ClassifierError `photos-too-few` when nothing can be built; `photos-alike` when the
 *   features are the same for all of them.
 */
export async function makeHonest(parts: HonestyParts): Promise<Honesty> {
  const { manifest, fingerprint } = parts;
  const usable = parts.photos.filter(isUsable);
  const notes = describeUnusable(parts.photos.length - usable.length);
  const labelled = usable.flatMap(({ label, logits }) =>
    label === null ? [] : [{ label, logits }],
  );
  const references = gatherReferences(manifest, usable, notes);
  const calibration = calibrate(manifest, labelled, notes);
  if (!references && labelled.length === 0) {
    throw new ClassifierError('photos-too-few', notes.join(' '));
  }
  const bank = references ? new Uint8Array(references.bytes.buffer) : null;
  const detector =
    references && bank ? await describeBank(references, bank, fingerprint, notes) : null;
  return {
    manifest: parseManifest({
      ...manifest,
      summary: summarise(manifest, references !== null, calibration !== null),
      calibration,
      detector,
      thresholds: {
        ...manifest.thresholds,
        falseAlarmRate: lowestRate(detector?.heldOutDistances.length ?? Infinity),
      },
      golden: pinGolden(parts.golden, manifest.output, calibration),
      evaluation: labelled.length > 0 ? evaluate(manifest, labelled, notes) : null,
    } satisfies Manifest),
    bank,
    notes,
  };
}

/**
 * The false-alarm rate to start with: 5 %, or the lowest that so few held-out photos allow. Nothing
 * can be odder than all n of them by more than one in n + 1.
 */
export function lowestRate(heldOutPhotos: number): number {
  return Math.max(DEFAULT_FALSE_ALARM_RATE, 1 / (heldOutPhotos + 1));
}

function isUsable({ logits, features }: HonestyPhoto): boolean {
  const allFinite = (values: ArrayLike<number>) => Array.from(values).every(Number.isFinite);
  return allFinite(logits) && (features === null || allFinite(features));
}

function describeUnusable(count: number): string[] {
  if (count === 0) return [];
  return [`${count} of the photos gave no usable numbers and were left out.`];
}

/** @throws ClassifierError `photos-too-few`, `photos-alike`. */
function gatherReferences(
  { output }: Manifest,
  photos: readonly HonestyPhoto[],
  notes: string[],
): References | null {
  const withFeatures = photos.flatMap(({ features, label, logits, hash }) =>
    // Features that are all zero have no direction to compare.
    features && Array.from(features).some((value) => value !== 0)
      ? [{ features, hash, label: label ?? likeliest(toProbabilities(logits, output)) }]
      : [],
  );
  if (photos.length > 0 && photos.every(({ features }) => features === null)) {
    notes.push(
      'No place for features is known in this model, so it has no reference bank and cannot judge unfamiliar photos.',
    );
    return null;
  }
  const blank = photos.length - withFeatures.length;
  if (blank > 0)
    notes.push(`The features of ${blank} photos are all zero; they are not in the bank.`);
  const unlabelled = photos.filter(({ label }) => label === null).length;
  if (unlabelled > 0) {
    notes.push(
      `${unlabelled} photos had no label; as neighbours they are shown under the model’s own answer.`,
    );
  }
  return buildReferences(withFeatures);
}

async function describeBank(
  { bytes, labels, length, k, heldOutDistances, duplicates }: References,
  file: Uint8Array,
  fingerprint: HonestyParts['fingerprint'],
  notes: string[],
): Promise<NonNullable<Manifest['detector']>> {
  const rate = lowestRate(heldOutDistances.length);
  if (duplicates > 0) {
    notes.push(
      duplicates === 1
        ? 'One photo is nearly the same as another one and adds little.'
        : `${duplicates} photos are nearly the same as another one and add little.`,
    );
  }
  if (rate > DEFAULT_FALSE_ALARM_RATE) {
    notes.push(
      `With ${heldOutDistances.length} photos the false-alarm rate cannot be set below ${(100 * rate).toFixed(1)} %; 19 photos allow 5 %.`,
    );
  }
  notes.push(
    'The rate holds for photos taken as these were. If these come from one session, expect more false alarms elsewhere.',
  );
  return {
    kind: 'knn',
    k,
    features: { start: 0, length },
    bank: { path: BANK_PATH, bytes: bytes.length, sha256: await fingerprint(file) },
    bankLabels: labels,
    heldOutDistances,
  };
}

interface LabelledAnswer {
  logits: ArrayLike<number>;
  label: number;
}

/**
 * Temperature and set threshold. One number is fitted, and with 20 photos its error is about a
 * quarter of it; with fewer, guessing would do no worse. It only ever softens: the model may have
 * learnt these very photos by heart, and sharpening by them would be boasting.
 */
function calibrate(
  { output, labels }: Manifest,
  photos: readonly LabelledAnswer[],
  notes: string[],
): Manifest['calibration'] {
  if (isIndependent(output, photos[0]?.logits.length ?? 0)) {
    notes.push('Its labels are judged each by itself, so no temperature was fitted.');
    return null;
  }
  const truths = photos.map(({ label }) => label);
  if (photos.length < MIN_CALIBRATION_PHOTOS || new Set(truths).size < 2) {
    notes.push(
      `Its confidence is as the model claims it: fitting it takes at least ${MIN_CALIBRATION_PHOTOS} photos of two or more labels.`,
    );
    return null;
  }
  // One unit is the logit of the second label against the first.
  const logits = photos.map((photo) =>
    photo.logits.length === 1 && labels.length === 2 ? [0, photo.logits[0] ?? NaN] : photo.logits,
  );
  const fitted = fitTemperature(logits, truths);
  const temperature = Number(Math.max(1, fitted).toFixed(4));
  if (fitted < 1) {
    notes.push(
      'It was surer of the right labels than it claims. As it may have been trained on these photos, its confidence was left as it is.',
    );
  }
  const probabilities = photos.map((photo) =>
    toProbabilities(photo.logits, output, { temperature }),
  );
  const sets = fitSets(probabilities, truths, chooseSetScore(labels.length));
  return {
    temperature,
    coverage: DEFAULT_COVERAGE,
    ...(sets ? { sets } : {}),
    photos: photos.length,
  };
}

function evaluate(
  { labels, output }: Manifest,
  photos: readonly LabelledAnswer[],
  notes: readonly string[],
): Evaluation {
  const truths = photos.map(({ label }) => label);
  const answers = photos.map(({ logits }) => likeliest(toProbabilities(logits, output)));
  const right = answers.filter((answer, i) => answer === truths[i]).length;
  return {
    data: `${photos.length} photos that the user of this model gave. It may have been trained on some of them, and it was calibrated on them: new photos may do worse.`,
    photos: photos.length,
    accuracy: wilsonInterval(right, photos.length),
    confusion:
      labels.length > MAX_CONFUSION_LABELS ? [] : countConfusion(truths, answers, labels.length),
    // What was fitted on these photos cannot be judged by them.
    calibrationError: null,
    coverage: null,
    meanSetSize: null,
    falseAlarms: null,
    outOfDomain: [],
    notes: [...notes],
  };
}

function summarise({ summary }: Manifest, hasBank: boolean, isCalibrated: boolean): string {
  const [first] = summary.split(/(?<=\.)\s/);
  const gained = [
    hasBank ? 'It knows what photos of its kind look like' : 'It has no reference photos',
    isCalibrated ? 'its confidence was checked on labelled photos' : 'it is not calibrated',
  ];
  return `${first ?? ''} ${gained.join(', and ')}.`;
}

function likeliest(probabilities: readonly number[]): number {
  return probabilities.indexOf(Math.max(...probabilities));
}

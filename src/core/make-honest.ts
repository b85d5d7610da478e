import { fitCalibration } from './calibrate/fit-calibration';
import type { BuiltDetector } from './detectors/assemble-detector';
import type { Pause } from './detectors/bake-off';
import { buildDetector, type FarPhoto } from './detectors/build-detector';
import { type FeaturePart, hasDirection } from './detectors/parts';
import type { DetectorPhoto } from './detectors/photo-table';
import { refitDualHead } from './detectors/refit-head';
import { DEFAULT_FALSE_ALARM_RATE } from './draft-manifest';
import { ClassifierError } from './errors';
import { evaluateReferences, type LabelledAnswer } from './evaluate/evaluate-references';
import { findLikeliest } from './find-likeliest';
import { type Manifest, parseManifest } from './manifest';
import { groupLookalikes } from './near-duplicates';
import { type GoldenLogits, pinGolden } from './pin-golden';
import { toProbabilities } from './probabilities';

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

interface HonestyParts {
  photos: readonly HonestyPhoto[];
  /** Whether it is certain that none of them trained the model; if not, they can only make it humbler. */
  heldOut?: boolean;
  /** Of the model as it is. */
  manifest: Manifest;
  /** What the network says of the manifest's golden inputs. */
  golden: readonly GoldenLogits[];
  /** Parts of the features to compare each by itself, the shallowest first; all as one if absent. */
  parts?: readonly FeaturePart[];
  /** Corrupted and synthetic pictures, as the network sees them: what it should warn about. */
  far?: readonly Pick<HonestyPhoto, 'logits' | 'features'>[];
  /** Whether to evaluate the model on these photos; false for whoever has better ones for that. */
  evaluates?: boolean;
  /** Gives the thread back between steps, and throws when nobody waits any longer. */
  pause?: Pause;
  /** SHA-256 of bytes in lower-case hexadecimal. */
  fingerprint: (bytes: Uint8Array) => Promise<string>;
}

/** A model's manifest with all that reference photos can give it. */
export interface Honesty {
  manifest: Manifest;
  /** The bank's file, `bank.bin`; `null` when none could be built. */
  bank: Uint8Array | null;
  /** Fingerprints of the photos in the bank, by its rows. */
  bankHashes: string[];
  /** What was and was not possible with these photos, a sentence each. */
  notes: string[];
}

/** Of the folds that judge ways to calibrate. */
const SEED = 5;
const BANK_PATH = 'bank.bin';
const noPause: Pause = () => Promise.resolve();

/**
 * Gives a model that somebody else made what it never had: a reference bank with the distances that
 * a false-alarm rate is set on, a calibration and prediction sets where there are enough labelled
 * photos, and an evaluation that says what it is worth.
 *
 * @throws ClassifierError `photos-too-few` when nothing can be built; `photos-alike` when the
 *   features are the same for all of them.
 */
export async function makeHonest(parts: HonestyParts): Promise<Honesty> {
  const { manifest, evaluates = true, pause = noPause, fingerprint } = parts;
  const usable = parts.photos.filter(isUsable);
  const notes = describeUnusable(parts.photos.length - usable.length);
  const references = await gatherReferences(parts, usable, notes);
  const labelled = gatherLabelled(usable, references);
  const built = references && (await chooseDetector(references, parts, notes));
  await pause();
  const { calibration, notes: calibrationNotes } = fitCalibration({
    logits: labelled.map(({ logits }) => logits),
    truths: labelled.map(({ label }) => label),
    labelCount: manifest.labels.length,
    output: manifest.output,
    heldOut: parts.heldOut ?? false,
    seed: SEED,
  });
  notes.push(...calibrationNotes);
  if (!built && labelled.length === 0) {
    throw new ClassifierError('photos-too-few', notes.join(' '));
  }
  const bank = built ? new Uint8Array(built.bytes.buffer) : null;
  const detector = built && bank ? await describeBank(built, bank, fingerprint, notes) : null;
  return {
    manifest: parseManifest({
      ...manifest,
      summary: summarise(manifest, built !== null, calibration !== null),
      calibration,
      detector,
      thresholds: {
        ...manifest.thresholds,
        falseAlarmRate: lowestRate(detector?.heldOutDistances.length ?? Infinity),
      },
      golden: pinGolden(parts.golden, manifest.output, calibration),
      evaluation:
        evaluates && labelled.length > 0
          ? evaluateReferences(manifest, labelled, built, {
              heldOut: parts.heldOut ?? false,
              notes,
            })
          : null,
    } satisfies Manifest),
    bank,
    bankHashes: built?.bankPhotos.map((photo) => references?.[photo]?.hash ?? '') ?? [],
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

function isUsable({ logits, features }: Pick<HonestyPhoto, 'logits' | 'features'>): boolean {
  const allFinite = (values: ArrayLike<number>) => Array.from(values).every(Number.isFinite);
  return allFinite(logits) && (features === null || allFinite(features));
}

function describeUnusable(count: number): string[] {
  if (count === 0) return [];
  return [`${count} of the photos gave no usable numbers and were left out.`];
}

/** The photos that can be compared; `null` when the model has no place for features. */
async function gatherReferences(
  { manifest: { output }, parts, pause = noPause }: HonestyParts,
  photos: readonly HonestyPhoto[],
  notes: string[],
): Promise<(DetectorPhoto & { hash: string })[] | null> {
  const withFeatures = photos.flatMap(({ features, label, logits, hash }) =>
    // Features that are all zero have no direction to compare.
    features && hasDirections(features, parts ?? [{ start: 0, length: features.length }])
      ? [{ features, logits, hash, label: label ?? findLikeliest(toProbabilities(logits, output)) }]
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
  const features = withFeatures.map((photo) => photo.features);
  const hashes = withFeatures.map(({ hash }) => hash);
  const groups = await groupLookalikes({ hashes, features }, pause);
  return withFeatures.map((photo, i) => ({ ...photo, group: groups[i] ?? -1 }));
}

/** @throws ClassifierError `photos-too-few`, `photos-alike`. */
async function chooseDetector(
  photos: readonly DetectorPhoto[],
  { manifest, parts, far = [], heldOut = false, pause = noPause }: HonestyParts,
  notes: string[],
): Promise<BuiltDetector> {
  const compared = parts ?? [{ start: 0, length: photos[0]?.features.length ?? 0 }];
  const duplicates = photos.length - new Set(photos.map(({ group }) => group)).size;
  if (duplicates > 0) {
    notes.push(
      duplicates === 1
        ? 'One photo is nearly the same as another one and adds little.'
        : `${duplicates} photos are nearly the same as another one and add little.`,
    );
  }
  const built = await buildDetector(photos, {
    parts: compared,
    falseAlarmRate: DEFAULT_FALSE_ALARM_RATE,
    far: far.flatMap(({ features, logits }): FarPhoto[] =>
      features && isUsable({ features, logits }) && hasDirections(features, compared)
        ? [{ features, logits }]
        : [],
    ),
    usesLogits: heldOut,
    refit: manifest.network.kind === 'head-on-trunk' ? refitDualHead(compared) : null,
    pause,
  });
  const { bakeOff } = built.spec;
  if (!bakeOff || bakeOff.hiddenLabels === 0) {
    notes.push(
      'There were too few photos to hide a label and see whether it is noticed; so what tells near things apart was not measured.',
    );
  }
  if (bakeOff && !heldOut) {
    notes.push(
      'The model may have been trained on these photos, so its warnings go by their features alone, not by its confidence.',
    );
  }
  return built;
}

function hasDirections(features: ArrayLike<number>, parts: readonly FeaturePart[]): boolean {
  return parts.every((part) => hasDirection(features, part));
}

async function describeBank(
  { bytes, spec }: BuiltDetector,
  file: Uint8Array,
  fingerprint: HonestyParts['fingerprint'],
  notes: string[],
): Promise<NonNullable<Manifest['detector']>> {
  const { heldOutDistances } = spec;
  const rate = lowestRate(heldOutDistances.length);
  if (rate > DEFAULT_FALSE_ALARM_RATE) {
    notes.push(
      `With ${heldOutDistances.length} photos the false-alarm rate cannot be set below ${(100 * rate).toFixed(1)} %; 19 photos allow 5 %.`,
    );
  }
  notes.push(
    'The rate holds for photos taken as these were. If these come from one session, expect more false alarms elsewhere.',
  );
  return {
    ...spec,
    bank: { path: BANK_PATH, bytes: bytes.length, sha256: await fingerprint(file) },
  };
}

/** Photos somebody named, near-duplicates in one group as far as features tell. */
function gatherLabelled(
  photos: readonly HonestyPhoto[],
  references: readonly (DetectorPhoto & { hash: string })[] | null,
): LabelledAnswer[] {
  const groups = new Map(references?.map(({ hash, group }) => [hash, group]));
  return photos.flatMap(({ label, logits, hash }, i) =>
    // A photo without features is alone in a group that no other has.
    label === null ? [] : [{ label, logits, group: groups.get(hash) ?? photos.length + i }],
  );
}

function summarise({ summary }: Manifest, hasBank: boolean, isCalibrated: boolean): string {
  const [first] = summary.split(/(?<=\.)\s/);
  const gained = [
    hasBank ? 'It knows what photos of its kind look like' : 'It has no reference photos',
    isCalibrated ? 'its confidence was checked on labelled photos' : 'it is not calibrated',
  ];
  return `${first ?? ''} ${gained.join(', and ')}.`;
}

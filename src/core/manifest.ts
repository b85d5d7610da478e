import { z } from 'zod';
import { MAX_INPUT_SIDE } from './contract';
import { fusionKinds, scoreKinds } from './detectors/kinds';
import { ClassifierError } from './errors';
import { actions, findActionsProblem } from './schema/actions';
import {
  calibration,
  findCalibrationProblem,
  type setScore,
  type sets,
} from './schema/calibration';
import { evaluation, type reliabilityBin, type setResult } from './schema/evaluation';
import { filePart, type interval, probability, relativePath } from './schema/parts';

/**
 * The manifest, `bearings.json`: everything needed to run a model on a photo and to judge its answer.
 * The published JSON Schema (`public/schema/bearings-1.json`) is made from this file.
 */

const perColour = z
  .union([z.number(), z.tuple([z.number(), z.number(), z.number()])])
  .describe('One number, or one each for red, green and blue, in whichever order they lie.');

const input = z.strictObject({
  width: z.int().positive().max(MAX_INPUT_SIDE),
  height: z.int().positive().max(MAX_INPUT_SIDE),
  fit: z.enum(['crop', 'pad', 'squish']),
  channels: z.enum(['rgb', 'bgr', 'grey', 'rgba']),
  layout: z.enum(['nhwc', 'nchw']),
  scale: z
    .strictObject({ multiply: perColour, add: perColour })
    .describe(
      'value = byte × multiply + add, byte in 0…255; grey is mixed after this, opacity is 255 and scaled by one number or not at all',
    ),
  orientation: z
    .enum(['upright', 'as-stored'])
    .optional()
    .describe('Whether EXIF orientation is obeyed; upright when absent.'),
});

/** A linear head on the shared trunk's pooled features. */
const headOnTrunk = z.strictObject({
  kind: z.literal('head-on-trunk'),
  trunk: filePart.describe('The trunk’s description (trunk.json).'),
  head: filePart.describe(
    'Little-endian float32: weights [features × labels], row by row, then biases [labels].',
  ),
});

/** A MobileNet for `@tensorflow-models/mobilenet`. */
const tfjsMobilenet = z.strictObject({
  kind: z.literal('tfjs-mobilenet'),
  model: relativePath.describe('The graph model’s model.json.'),
  version: z.union([z.literal(1), z.literal(2)]),
  alpha: z.union([z.literal(0.25), z.literal(0.5), z.literal(0.75), z.literal(1)]),
});

/** What a model of another maker has in common, whichever loader opens it. */
const foreign = {
  model: filePart.describe('The tfjs model.json.'),
  weights: z.array(filePart).min(1).describe('In the order of the weights manifest.'),
  units: z.int().positive().describe('Numbers in the answer; one unit may decide two labels.'),
  output: z.string().nullable().describe('The answer’s node or layer; null: the only one.'),
  logits: z
    .string()
    .nullable()
    .describe('The node or layer before the last softmax or sigmoid; null: taken back from these.'),
  features: z
    .strictObject({ node: z.string(), length: z.int().positive() })
    .nullable()
    .describe('The node or layer of the pooled features; null: none was found.'),
};

/** A tfjs layers model, as Keras and Teachable Machine export. */
const tfjsLayers = z.strictObject({ kind: z.literal('tfjs-layers'), ...foreign });
/** A tfjs graph model, as the TensorFlow.js converter makes. */
const tfjsGraph = z.strictObject({ kind: z.literal('tfjs-graph'), ...foreign });

const detection = z.strictObject({
  auroc: probability.describe('Chance that an out-of-domain photo looks odder than another.'),
  fpr95: probability.describe('Share passing for in-domain where 95 % of in-domain photos do.'),
  warned: probability.describe('Share warned about at the false-alarm rate.'),
});

const certainty = z.enum(['read', 'maker', 'guess', 'measured', 'chosen']);
const contract = z
  .strictObject({
    labels: certainty,
    size: certainty,
    fit: certainty,
    channels: certainty,
    layout: certainty,
    scale: certainty,
    orientation: certainty,
    output: certainty,
  })
  .describe('How sure each part of the contract is.');

const featurePart = z
  .strictObject({ start: z.int().nonnegative(), length: z.int().positive() })
  .describe('A part of the feature vector, compared by its direction alone.');

/** What every detector has. */
const detectorBase = {
  features: featurePart.describe(
    'Which part of the feature vector the bank holds, re-normalised to length 1.',
  ),
  bank: filePart.describe(
    'int8 rows [photos × length], each with unit length when divided by its norm.',
  ),
  bankLabels: z.array(z.int().nonnegative()).describe('Label index of each bank row.'),
  heldOutDistances: z
    .array(z.number())
    .min(5)
    .describe(
      'The domain score of held-out in-domain photos, ascending, larger is odder: the p-value’s reference. With n of them no photo can be warned about below a false-alarm rate of 1 / (n + 1).',
    ),
};

/** Manifests written before several scores could be weighed: one score, the k-th nearest photo. */
const knnDetector = z.strictObject({
  kind: z.literal('knn'),
  k: z.int().positive(),
  ...detectorBase,
});

const component = z.strictObject({
  score: z.enum(scoreKinds),
  features: featurePart
    .nullable()
    .describe('What it looks at, within the bank’s rows; null: the logits alone.'),
  k: z.int().positive().optional().describe('The neighbour that counts (knn, class-knn).'),
  weight: z.number().optional().describe('Of the residual against the energy (vim).'),
  heldOut: z
    .array(z.number())
    .min(5)
    .describe('This score of the held-out photos, ascending; larger is odder.'),
});

const bakeOff = z
  .strictObject({
    falseAlarmRate: probability.describe('At which the detectors were compared.'),
    head: z
      .enum(['refitted', 'masked'])
      .describe(
        'refitted: the head was trained anew without each hidden label. masked: the network could not be, so the hidden label’s output was left out, which is an approximation.',
      ),
    hiddenLabels: z.int().nonnegative().describe('How many labels were hidden in turn (near).'),
    photos: z.int().positive().describe('In-domain photos that judged it.'),
    farPhotos: z.int().nonnegative().describe('Corrupted and synthetic photos (far).'),
    rows: z.array(
      z.strictObject({
        name: z.string(),
        near: detection.nullable().describe('A hidden label against the others.'),
        far: detection.nullable().describe('Corrupted and synthetic photos.'),
        falseAlarms: probability.nullable().describe('Realised on in-domain photos.'),
      }),
    ),
    chosen: z.string().describe('The name of the row that became this model’s detector.'),
  })
  .describe('How the detectors did on this model’s own photos.');

const scoresDetector = z.strictObject({
  kind: z.literal('scores'),
  components: z.array(component).min(1),
  fusion: z
    .enum(fusionKinds)
    .describe('How the p-values of the components become one score; single: there is one.'),
  bakeOff: bakeOff.nullable(),
  ...detectorBase,
});

const detector = z.discriminatedUnion('kind', [knnDetector, scoresDetector]);

const golden = z.strictObject({
  seed: z.int().describe('Of the synthetic picture that goldenImage() draws.'),
  probabilities: z.array(probability).describe('Calibrated, for the most probable labels.'),
  labels: z.array(z.int().nonnegative()).describe('Their label indices.'),
});

const manifestSchema = z.strictObject({
  $schema: z.string().optional(),
  format: z.literal('bearings-model'),
  version: z.literal(1),
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  summary: z.string(),
  labels: z.array(z.string().min(1)).min(2),
  input,
  network: z.discriminatedUnion('kind', [headOnTrunk, tfjsMobilenet, tfjsLayers, tfjsGraph]),
  output: z.enum(['logits', 'probabilities', 'sigmoid', 'sigmoid-logits']),
  contract: contract.optional(),
  calibration: calibration.nullable(),
  detector: detector.nullable(),
  thresholds: z.strictObject({ confidence: probability, falseAlarmRate: probability }),
  golden: z.array(golden).min(1),
  evaluation: evaluation.nullable(),
  actions: actions.optional(),
  provenance: z.strictObject({
    trainedOn: z.string(),
    madeWith: z.string(),
    credits: z.array(z.string()),
  }),
  licence: z.string(),
});

/** A model's manifest, checked. */
export type Manifest = z.infer<typeof manifestSchema>;
/** How a model tells that a photo is nothing it knows. */
export type DetectorSpec = NonNullable<Manifest['detector']>;
/** How the detectors did on a model's own photos. */
export type BakeOff = z.infer<typeof bakeOff>;
/** How a model's answer becomes probabilities and prediction sets. */
export type Calibration = NonNullable<Manifest['calibration']>;
/** How prediction sets are made. */
export type SetSpec = z.infer<typeof sets>;
/** How badly a label fits a photo, by which measure. */
export type SetScore = z.infer<typeof setScore>;
/** What the model was measured to do, and on what. */
export type Evaluation = z.infer<typeof evaluation>;
/** A bin of a reliability diagram. */
export type ReliabilityBin = z.infer<typeof reliabilityBin>;
/** How prediction sets did at one coverage. */
export type SetResult = z.infer<typeof setResult>;
/** A value with its 95 % interval. */
export type Interval = z.infer<typeof interval>;
/** A file of a model, with its size and fingerprint. */
export type FilePart = z.infer<typeof filePart>;
/** The model's input contract. */
export type InputSpec = z.infer<typeof input>;

/** The description of the shared trunk, `trunk.json`. */
const trunkSchema = z.strictObject({
  format: z.literal('bearings-trunk'),
  version: z.literal(1),
  name: z.string(),
  model: filePart.describe('The graph model’s model.json; its weights are packed int8.'),
  weights: z.array(filePart),
  input: z.strictObject({
    node: z.string(),
    width: z.int().positive(),
    height: z.int().positive(),
  }),
  taps: z
    .array(
      z.strictObject({
        node: z.string(),
        length: z.int().positive(),
        domain: z.boolean().optional().describe('`false`: for heads alone, not for domain scores.'),
      }),
    )
    .describe('Pooled features in order; each is scaled to unit length, then all are joined.'),
  credits: z.array(z.string()),
  licence: z.string(),
});

/** The shared trunk's description, checked. */
export type TrunkSpec = z.infer<typeof trunkSchema>;

/**
 * Checks a parsed `bearings.json`.
 *
 * @throws ClassifierError `model-manifest-invalid`, its detail naming the field.
 */
export function parseManifest(json: unknown): Manifest {
  const manifest = parseWith(manifestSchema, json);
  const { labels, detector, golden } = manifest;
  const indices = [...(detector?.bankLabels ?? []), ...golden.flatMap((one) => one.labels)];
  if (indices.some((index) => index >= labels.length)) {
    throw new ClassifierError('model-manifest-invalid', 'a label index is out of range');
  }
  const { calibration, actions } = manifest;
  const problem =
    (calibration && findCalibrationProblem(calibration, labels.length)) ??
    (actions && findActionsProblem(actions, labels.length));
  if (problem) throw new ClassifierError('model-manifest-invalid', problem);
  return manifest;
}

/**
 * Checks a parsed `trunk.json`.
 *
 * @throws ClassifierError `model-manifest-invalid`, its detail naming the field.
 */
export function parseTrunk(json: unknown): TrunkSpec {
  return parseWith(trunkSchema, json);
}

/** The manifest's published JSON Schema (draft 2020-12). */
export function manifestJsonSchema(): Record<string, unknown> {
  return { title: 'Bearings model manifest', ...z.toJSONSchema(manifestSchema) };
}

function parseWith<T>(schema: z.ZodType<T>, json: unknown): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  throw new ClassifierError('model-manifest-invalid', z.prettifyError(result.error));
}

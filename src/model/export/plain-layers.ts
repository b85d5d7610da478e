import { channelCounts } from '../../core/contract';
import { ClassifierError } from '../../core/errors';
import type { InputSpec } from '../../core/manifest';
import { foldGraph } from '../fold-graph';
import type { LayersParts } from '../foreign-model';
import { parseNodes } from '../graph-nodes';
import type { TrunkParts } from '../read-trunk';
import type { CalibratedHead } from './calibrated-head';
import { GraphToLayers } from './graph-to-layers';
import { planInputAdapter } from './input-adapter';
import { KerasWriter } from './keras-writer';

/** Of a variance: small beside any real one, and still a float32. */
const EPSILON = 1e-12;

/** A whole model as standard Keras layers, and where its answers are. */
interface PlainLayers {
  layers: LayersParts;
  logits: string;
  probabilities: string;
}

/**
 * Writes trunk and head as one layers model of standard Keras layers, fed as Teachable Machine's
 * library feeds its models. Where the trunk wants other numbers, the first layer (a 1 × 1
 * convolution) makes them.
 *
 * Unit length by standard layers, exactly: of x the pair [x, -x] is made; its mean is 0 and its
 * variance ‖x‖² / n, so layer normalisation gives [x, -x] · √n / ‖x‖. The head takes √n back.
 *
 * @throws ClassifierError `export-layers-unsupported`.
 */
export function writePlainLayers(
  { spec, graph }: TrunkParts,
  head: CalibratedHead,
  input: InputSpec,
): PlainLayers {
  if (input.layout !== 'nhwc') throw new ClassifierError('export-layers-unsupported', 'NCHW');
  const { width, height } = spec.input;
  const taps = spec.taps.map(({ node }) => node);
  const folded = foldGraph(graph, taps);
  const writer = new KerasWriter();
  const picture = writer.add('InputLayer', 'image', [], {
    batch_input_shape: [null, height, width, 3],
    sparse: false,
  });
  const fed = writeAdapter(writer, picture, input);
  const shape = [1, height, width, channelCounts[input.channels]];
  const body = new GraphToLayers(parseNodes(folded.topology), folded, shape, writer, fed);
  const units = spec.taps.map(({ node, length }) => {
    const layer = body.write(node);
    const isMap = body.shapeOf(node).length === 4;
    const pooled = isMap ? writer.add('GlobalAveragePooling2D', `${node}/pooled`, [layer]) : layer;
    return writeUnitLength(writer, pooled, node, length);
  });
  const [only = ''] = units;
  const joined =
    units.length > 1 ? writer.add('Concatenate', 'features', units, { axis: -1 }) : only;
  const logits = writer.add(
    'Dense',
    'logits',
    [joined],
    { units: head.labels, activation: 'linear', use_bias: true },
    {
      kernel: { shape: [2 * head.features, head.labels], values: spreadHead(head, spec.taps) },
      bias: { shape: [head.labels], values: head.biases },
    },
  );
  const probabilities = writer.add('Activation', 'probabilities', [logits], {
    activation: 'softmax',
  });
  return { layers: writer.finish('bearings', picture, probabilities), logits, probabilities };
}

/** Makes of what comes in what the trunk wants. */
function writeAdapter(writer: KerasWriter, picture: string, input: InputSpec): string {
  const adapter = planInputAdapter(input);
  if (!adapter) return picture;
  const { filters, kernel, bias } = adapter;
  return writer.add(
    'Conv2D',
    'prepare',
    [picture],
    {
      ...{ filters, kernel_size: [1, 1], strides: [1, 1], padding: 'valid' },
      ...{ dilation_rate: [1, 1], activation: 'linear', use_bias: true },
    },
    {
      kernel: { shape: [1, 1, 3, filters], values: kernel },
      bias: { shape: [filters], values: bias },
    },
  );
}

/** [x₁, -x₁, x₂, -x₂, …] · √n / ‖x‖. */
function writeUnitLength(writer: KerasWriter, from: string, tap: string, length: number): string {
  const map = writer.add('Reshape', `${tap}/as_map`, [from], { target_shape: [1, 1, length] });
  const pair = writer.add(
    'DepthwiseConv2D',
    `${tap}/with_negative`,
    [map],
    {
      ...{ kernel_size: [1, 1], strides: [1, 1], padding: 'valid', depth_multiplier: 2 },
      ...{ dilation_rate: [1, 1], activation: 'linear', use_bias: false },
    },
    {
      depthwise_kernel: {
        shape: [1, 1, length, 2],
        values: Float32Array.from({ length: 2 * length }, (_, i) => (i % 2 === 0 ? 1 : -1)),
      },
    },
  );
  const flat = writer.add('Reshape', `${tap}/flat`, [pair], { target_shape: [2 * length] });
  return writer.add('LayerNormalization', `${tap}/unit`, [flat], {
    ...{ axis: -1, epsilon: EPSILON, center: false, scale: false },
  });
}

/** The head's rows for [x, -x] · √n / ‖x‖: half of each weight for x, minus half of it for -x. */
function spreadHead(
  { weights, features, labels }: CalibratedHead,
  taps: readonly { length: number }[],
): Float32Array {
  const roots = taps.flatMap(({ length }) => Array.from({ length }, () => Math.sqrt(length)));
  const spread = new Float32Array(2 * features * labels);
  weights.forEach((weight, i) => {
    const feature = Math.floor(i / labels);
    const half = weight / (2 * (roots[feature] ?? NaN));
    const at = 2 * feature * labels + (i % labels);
    spread[at] = half;
    spread[at + labels] = -half;
  });
  return spread;
}

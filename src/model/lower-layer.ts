import { z } from 'zod';
import { type Attributes, type GraphWriter, UnusualLayer, type Value } from './graph-writer';

const pair = z.union([z.int().positive(), z.array(z.int().positive()).min(1).max(2)]);
const padAmount = z.union([
  z.int().nonnegative(),
  z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
  z.tuple([
    z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
    z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
  ]),
]);

/** What we read of a layer's config; a setting of another shape makes the layer unusual. */
const configSchema = z.looseObject({
  activation: z.string().nullish(),
  units: z.int().positive().optional(),
  filters: z.int().positive().optional(),
  kernel_size: pair.optional(),
  strides: pair.nullish(),
  padding: z.union([z.string(), padAmount]).optional(),
  data_format: z.string().nullish(),
  dilation_rate: pair.nullish(),
  depth_multiplier: z.int().positive().nullish(),
  groups: z.int().nullish(),
  use_bias: z.boolean().nullish(),
  pool_size: pair.optional(),
  keepdims: z.boolean().nullish(),
  axis: z.union([z.int(), z.array(z.int()).length(1)]).nullish(),
  epsilon: z.number().nullish(),
  center: z.boolean().nullish(),
  scale: z.union([z.boolean(), z.number()]).nullish(),
  offset: z.number().nullish(),
  max_value: z.number().nullish(),
  negative_slope: z.number().nullish(),
  threshold: z.number().nullish(),
  alpha: z.number().nullish(),
  target_shape: z.array(z.int()).optional(),
});
type Config = z.infer<typeof configSchema>;

/** A layer as the topology describes it. */
export interface Layer {
  /** As weights are named by. */
  name: string;
  /** With the names of the models around it: its last node is called this. */
  path: string;
  config: Config;
}

type Lower = (writer: GraphWriter, layer: Layer, inputs: Value[]) => Value;

/**
 * Writes one layer as graph operations, the last of them with the layer's own name.
 *
 * @throws UnusualLayer where it, or the way it is set, has no plain counterpart.
 */
export function lowerLayer(
  writer: GraphWriter,
  kind: string,
  { name, path, config }: { name: string; path: string; config: unknown },
  inputs: Value[],
): Value {
  const lower = lowerings.get(kind);
  const parsed = configSchema.safeParse(config);
  if (
    !lower ||
    !parsed.success ||
    (parsed.data.data_format ?? 'channels_last') === 'channels_first'
  )
    throw new UnusualLayer(`${path} (${kind})`);
  return lower(writer, { name, path, config: parsed.data }, inputs);
}

const lowerings = new Map<string, Lower>([
  ['Conv2D', lowerConv],
  ['DepthwiseConv2D', lowerDepthwise],
  ['SeparableConv2D', lowerSeparable],
  ['Dense', lowerDense],
  ['BatchNormalization', lowerBatchNorm],
  ['Activation', (writer, layer, inputs) => activate(writer, layer, one(inputs), layer.path)],
  ['ReLU', lowerRelu],
  ['LeakyReLU', lowerLeakyRelu],
  ['Softmax', lowerSoftmax],
  ['ZeroPadding2D', lowerPadding],
  ['MaxPooling2D', (writer, layer, inputs) => lowerPool(writer, layer, one(inputs), 'MaxPool')],
  ['AveragePooling2D', (writer, layer, inputs) => lowerPool(writer, layer, one(inputs), 'AvgPool')],
  ['GlobalAveragePooling2D', (w, layer, inputs) => lowerGlobalPool(w, layer, one(inputs), 'Mean')],
  ['GlobalMaxPooling2D', (w, layer, inputs) => lowerGlobalPool(w, layer, one(inputs), 'Max')],
  ['Flatten', lowerReshape],
  ['Reshape', lowerReshape],
  ['Add', (writer, layer, inputs) => lowerSum(writer, layer, inputs, 'AddV2')],
  ['Multiply', (writer, layer, inputs) => lowerSum(writer, layer, inputs, 'Mul')],
  ['Concatenate', lowerConcatenate],
  ['Rescaling', lowerRescaling],
  // These do something in training only.
  ...['Dropout', 'SpatialDropout2D', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout'].map(
    (kind): [string, Lower] => [
      kind,
      (writer, { path }, inputs) => {
        const { node, shape } = one(inputs);
        return writer.push(path, 'Identity', [node], {}, shape);
      },
    ],
  ),
]);

const activationOps: Record<string, string> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  selu: 'Selu',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  softmax: 'Softmax',
  softplus: 'Softplus',
};

/** Bias and activation after an operation with weights; the last of the three is the layer. */
function finish(
  writer: GraphWriter,
  layer: Layer,
  op: string,
  inputs: string[],
  attr: Attributes,
  shape: number[],
): Value {
  const { name, path, config } = layer;
  const withBias = config.use_bias ?? true;
  const withActivation = (config.activation ?? 'linear') !== 'linear';
  let value = writer.push(
    withBias || withActivation ? `${path}/${op}` : path,
    op,
    inputs,
    attr,
    shape,
  );
  if (withBias) {
    const bias = writer.weight(name, 'bias', shape.slice(-1));
    const biased = withActivation ? `${path}/BiasAdd` : path;
    value = writer.push(biased, 'BiasAdd', [value.node, bias], {}, shape);
  }
  return withActivation ? activate(writer, layer, value, path) : value;
}

function activate(
  writer: GraphWriter,
  { path, config }: Layer,
  { node, shape }: Value,
  name: string,
): Value {
  const activation = config.activation ?? 'linear';
  if (activation === 'linear') return writer.push(name, 'Identity', [node], {}, shape);
  const op = activationOps[activation];
  if (!op) throw new UnusualLayer(`${path} (${activation})`);
  return writer.push(name, op, [node], {}, shape);
}

function lowerConv(writer: GraphWriter, layer: Layer, inputs: Value[]): Value {
  const { name, path, config } = layer;
  const { node, shape } = picture(inputs);
  if ((config.groups ?? 1) !== 1) throw new UnusualLayer(`${path} (groups)`);
  const [rows, columns] = toPair(config.kernel_size ?? 0);
  const filters = config.filters ?? 0;
  const kernel = writer.weight(name, 'kernel', [rows, columns, shape[3] ?? 0, filters]);
  const { attr, sides } = plan(layer, shape, [rows, columns], toPair(config.dilation_rate ?? 1));
  return finish(writer, layer, 'Conv2D', [node, kernel], attr, [1, ...sides, filters]);
}

function lowerDepthwise(writer: GraphWriter, layer: Layer, inputs: Value[]): Value {
  const { name, path, config } = layer;
  const { node, shape } = picture(inputs);
  // tfjs-layers takes no notice of dilation here; a rewrite that did would answer otherwise.
  if (toPair(config.dilation_rate ?? 1).some((step) => step !== 1)) {
    throw new UnusualLayer(`${path} (dilation)`);
  }
  const [rows, columns] = toPair(config.kernel_size ?? 0);
  const [channels, multiplier] = [shape[3] ?? 0, config.depth_multiplier ?? 1];
  const kernel = writer.weight(name, 'depthwise_kernel', [rows, columns, channels, multiplier]);
  const { attr, sides } = plan(layer, shape, [rows, columns], [1, 1]);
  const out = [1, ...sides, channels * multiplier];
  return finish(writer, layer, 'DepthwiseConv2dNative', [node, kernel], attr, out);
}

function lowerSeparable(writer: GraphWriter, layer: Layer, inputs: Value[]): Value {
  const { name, path, config } = layer;
  const { node, shape } = picture(inputs);
  const [rows, columns] = toPair(config.kernel_size ?? 0);
  const wide = (shape[3] ?? 0) * (config.depth_multiplier ?? 1);
  const filters = config.filters ?? 0;
  const depthwise = writer.weight(name, 'depthwise_kernel', [
    rows,
    columns,
    shape[3] ?? 0,
    config.depth_multiplier ?? 1,
  ]);
  const pointwise = writer.weight(name, 'pointwise_kernel', [1, 1, wide, filters]);
  const { attr, sides } = plan(layer, shape, [rows, columns], toPair(config.dilation_rate ?? 1));
  const apart = writer.push(
    `${path}/DepthwiseConv2dNative`,
    'DepthwiseConv2dNative',
    [node, depthwise],
    attr,
    [1, ...sides, wide],
  );
  const across = { strides: list([1, 1, 1, 1]), dilations: list([1, 1, 1, 1]), ...pad('VALID') };
  return finish(writer, layer, 'Conv2D', [apart.node, pointwise], across, [1, ...sides, filters]);
}

function lowerDense(writer: GraphWriter, layer: Layer, inputs: Value[]): Value {
  const { node, shape } = one(inputs);
  const units = layer.config.units ?? 0;
  if (shape.length !== 2) throw new UnusualLayer(`${layer.path} on rank ${shape.length}`);
  const kernel = writer.weight(layer.name, 'kernel', [shape[1] ?? 0, units]);
  return finish(writer, layer, 'MatMul', [node, kernel], {}, [1, units]);
}

function lowerBatchNorm(writer: GraphWriter, layer: Layer, inputs: Value[]): Value {
  const { name, path, config } = layer;
  const { node, shape } = picture(inputs);
  const axis = Array.isArray(config.axis) ? config.axis[0] : (config.axis ?? -1);
  if (axis !== -1 && axis !== 3) throw new UnusualLayer(`${path} (axis ${axis})`);
  const channels = shape.slice(-1);
  const same = (value: number) => new Float32Array(channels[0] ?? 0).fill(value);
  const gamma =
    (config.scale ?? true)
      ? writer.weight(name, 'gamma', channels)
      : writer.floats(`${path}/ones`, same(1));
  const beta =
    (config.center ?? true)
      ? writer.weight(name, 'beta', channels)
      : writer.floats(`${path}/zeros`, same(0));
  const mean = writer.weight(name, 'moving_mean', channels);
  const variance = writer.weight(name, 'moving_variance', channels);
  const attr = { epsilon: { f: config.epsilon ?? 1e-3 }, ...nhwc, is_training: { b: false } };
  return writer.push(path, 'FusedBatchNormV3', [node, gamma, beta, mean, variance], attr, shape);
}

function lowerRelu(writer: GraphWriter, { path, config }: Layer, inputs: Value[]): Value {
  const { node, shape } = one(inputs);
  const op = new Map([
    [null, 'Relu'],
    [6, 'Relu6'],
  ]).get(config.max_value ?? null);
  if (!op || config.negative_slope || config.threshold) throw new UnusualLayer(`${path} (ReLU)`);
  return writer.push(path, op, [node], {}, shape);
}

function lowerLeakyRelu(writer: GraphWriter, { path, config }: Layer, inputs: Value[]): Value {
  const { node, shape } = one(inputs);
  return writer.push(path, 'LeakyRelu', [node], { alpha: { f: config.alpha ?? 0.3 } }, shape);
}

function lowerSoftmax(writer: GraphWriter, { path, config }: Layer, inputs: Value[]): Value {
  const { node, shape } = one(inputs);
  const axis = config.axis ?? -1;
  if (axis !== -1 && axis !== shape.length - 1) throw new UnusualLayer(`${path} (axis)`);
  return writer.push(path, 'Softmax', [node], {}, shape);
}

function lowerPadding(writer: GraphWriter, { path, config }: Layer, inputs: Value[]): Value {
  const { node, shape } = picture(inputs);
  const { padding = 1 } = config;
  if (typeof padding === 'string') throw new UnusualLayer(`${path} (padding)`);
  const [down, across] = typeof padding === 'number' ? [padding, padding] : padding;
  const amounts = [down, across].map((side) => (typeof side === 'number' ? [side, side] : side));
  const sides = [[0, 0], ...amounts, [0, 0]];
  const paddings = writer.integers(`${path}/paddings`, sides.flat(), [4, 2]);
  const out = shape.map((size, i) => size + (sides[i]?.[0] ?? 0) + (sides[i]?.[1] ?? 0));
  return writer.push(path, 'Pad', [node, paddings], {}, out);
}

function lowerPool(writer: GraphWriter, layer: Layer, input: Value, op: string): Value {
  const { path, config } = layer;
  const { node, shape } = picture([input]);
  const size = toPair(config.pool_size ?? 2);
  const strides = config.strides ?? size;
  const { attr, sides } = plan({ ...layer, config: { ...config, strides } }, shape, size, [1, 1]);
  const ksize = list([1, ...size, 1]);
  return writer.push(path, op, [node], { ...attr, ksize }, [1, ...sides, shape[3] ?? 0]);
}

function lowerGlobalPool(
  writer: GraphWriter,
  { path, config }: Layer,
  input: Value,
  op: string,
): Value {
  const { node, shape } = picture([input]);
  if (config.keepdims) throw new UnusualLayer(`${path} (keepdims)`);
  const axes = writer.integers(`${path}/axes`, [1, 2]);
  return writer.push(path, op, [node, axes], { keep_dims: { b: false } }, [1, shape[3] ?? 0]);
}

function lowerReshape(writer: GraphWriter, { path, config }: Layer, inputs: Value[]): Value {
  const { node, shape } = one(inputs);
  const size = shape.reduce((product, side) => product * side, 1);
  const target = config.target_shape ?? [size];
  const known = target.filter((side) => side > 0).reduce((product, side) => product * side, 1);
  const out = [1, ...target.map((side) => (side > 0 ? side : size / known))];
  const wanted = writer.integers(`${path}/shape`, [-1, ...out.slice(1)]);
  if (out.reduce((product, side) => product * side, 1) !== size) {
    throw new UnusualLayer(`${path}: [${shape.join(', ')}] to [${out.join(', ')}]`);
  }
  return writer.push(path, 'Reshape', [node, wanted], {}, out);
}

function lowerSum(writer: GraphWriter, { path }: Layer, inputs: Value[], op: string): Value {
  const [first, ...others] = inputs;
  if (!first || others.length === 0) throw new UnusualLayer(`${path} of one`);
  return others.reduce((sum, value, i) => {
    if (value.shape.length !== sum.shape.length) throw new UnusualLayer(`${path} of two ranks`);
    const shape = sum.shape.map((side, axis) => {
      const other = value.shape[axis] ?? 0;
      if (side !== other && side !== 1 && other !== 1)
        throw new UnusualLayer(`${path} of two sizes`);
      return Math.max(side, other);
    });
    const name = i === others.length - 1 ? path : `${path}/${i}`;
    return writer.push(name, op, [sum.node, value.node], {}, shape);
  }, first);
}

function lowerConcatenate(writer: GraphWriter, { path, config }: Layer, inputs: Value[]): Value {
  const rank = inputs[0]?.shape.length ?? 0;
  const axis = config.axis ?? -1;
  if (inputs.some(({ shape }) => shape.length !== rank) || (axis !== -1 && axis !== rank - 1)) {
    throw new UnusualLayer(`${path} (axis)`);
  }
  const last = writer.integers(`${path}/axis`, [rank - 1], []);
  const width = inputs.reduce((sum, { shape }) => sum + (shape.at(-1) ?? 0), 0);
  const shape = [...(inputs[0]?.shape.slice(0, -1) ?? []), width];
  const attr = { N: { i: String(inputs.length) } };
  return writer.push(path, 'ConcatV2', [...inputs.map(({ node }) => node), last], attr, shape);
}

function lowerRescaling(writer: GraphWriter, { path, config }: Layer, inputs: Value[]): Value {
  const { node, shape } = one(inputs);
  if (typeof config.scale !== 'number') throw new UnusualLayer(`${path} (scale)`);
  const scale = writer.floats(`${path}/scale`, Float32Array.of(config.scale));
  const offset = writer.floats(`${path}/offset`, Float32Array.of(config.offset ?? 0));
  const scaled = writer.push(`${path}/Mul`, 'Mul', [node, scale], {}, shape);
  return writer.push(path, 'AddV2', [scaled.node, offset], {}, shape);
}

const nhwc = { data_format: { s: btoa('NHWC') } };
const list = (values: readonly number[]) => ({ list: { i: values.map(String) } });
const pad = (padding: string) => ({ padding: { s: btoa(padding) }, ...nhwc });

/** Attributes and output sides of what slides a window over a picture. */
function plan(
  { path, config }: Layer,
  shape: readonly number[],
  kernel: readonly [number, number],
  dilation: readonly [number, number],
): { attr: Attributes; sides: [number, number] } {
  const padding = config.padding ?? 'valid';
  if (padding !== 'same' && padding !== 'valid') throw new UnusualLayer(`${path} (padding)`);
  const strides = toPair(config.strides ?? 1);
  const sides = ([0, 1] as const).map((i) => {
    const size = shape[i + 1] ?? 0;
    if (padding === 'same') return Math.ceil(size / strides[i]);
    const reach = (kernel[i] - 1) * dilation[i] + 1;
    return Math.floor((size - reach) / strides[i]) + 1;
  });
  const [rows = 0, columns = 0] = sides;
  if (rows < 1 || columns < 1) throw new UnusualLayer(`${path} on [${shape.join(', ')}]`);
  const attr = {
    strides: list([1, ...strides, 1]),
    dilations: list([1, ...dilation, 1]),
    ...pad(padding.toUpperCase()),
  };
  return { attr, sides: [rows, columns] };
}

function toPair(value: number | number[]): [number, number] {
  if (typeof value === 'number') return [value, value];
  const [first = 0, second = first] = value;
  return [first, second];
}

function one(inputs: Value[]): Value {
  const [value, ...others] = inputs;
  if (!value || others.length > 0) throw new UnusualLayer(`${inputs.length} inputs`);
  return value;
}

function picture(inputs: Value[]): Value {
  const value = one(inputs);
  if (value.shape.length !== 4) throw new UnusualLayer(`rank ${value.shape.length}`);
  return value;
}

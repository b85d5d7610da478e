import '@tensorflow/tfjs-backend-cpu';
import { io, serialization, setBackend, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { repairKeras } from '../../../../src/model/keras/repair-keras';
import { supportedLayers, trainingOnlyLayers } from '../../../../src/model/keras/supported-layers';
import type { WeightSpec } from '../../../../src/model/weights-manifest';

type Json = Record<string, unknown>;

/** A transposed convolution of three by three that doubles the sides. */
const transposed = { filters: 1, kernel_size: [3, 3], strides: [2, 2] };

beforeAll(() => setBackend('cpu'));

describe('what tfjs has', () => {
  it('is what its own register says', () => {
    const known = Object.keys(serialization.SerializationMap.getMap().classNameMap);
    expect([...supportedLayers].filter((name) => !known.includes(name))).toEqual([]);
  });

  it('lacks nearly all that is taken out', () => {
    const both = [...trainingOnlyLayers].filter((name) => supportedLayers.has(name));
    expect(both).toEqual(['RandomWidth']);
  });
});

describe('a model that needs no repair', () => {
  it('stays the very object that it was', () => {
    const topology = functional(
      [input(), layer('GlobalAveragePooling2D', 'pool', {}, 'in')],
      'pool',
    );
    const repaired = repairKeras({ topology, specs: [], data: new ArrayBuffer(0) });
    expect(repaired.parts.topology).toBe(topology);
    expect(repaired.notes).toEqual([]);
  });
});

describe('sums that preprocess_input leaves behind', () => {
  const pool = (from: string) => layer('GlobalAveragePooling2D', 'pool', {}, from);

  it('of Keras 3 become Rescaling', async () => {
    const op = (name: string, value: number, from: string) => ({
      module: 'keras.src.ops.numpy',
      class_name: name,
      config: { name: name.toLowerCase() },
      registered_name: name,
      name: name.toLowerCase(),
      inbound_nodes: [{ args: [kerasTensor(from), value], kwargs: {} }],
    });
    const topology = functional(
      [input(), op('TrueDivide', 127.5, 'in'), op('Subtract', 1, 'truedivide'), pool('subtract')],
      'pool',
    );
    const { answer, notes } = await run(topology, {}, [255, 127.5, 0]);
    expect(answer).toEqual([1, 0, -1]);
    expect(notes.join(' ')).toContain('truedivide');
  });

  it('of Keras 2 too', async () => {
    const op = (name: string, called: string, value: number, from: string) => ({
      class_name: 'TFOpLambda',
      config: { name, trainable: true, dtype: 'float32', function: called },
      name,
      inbound_nodes: [[from, 0, 0, { y: value, name: null }]],
    });
    const topology = functional(
      [
        input(),
        op('div', 'math.truediv', 255, 'in'),
        op('mul', 'math.multiply', 2, 'div'),
        pool('mul'),
      ],
      'pool',
    );
    expect((await run(topology, {}, [255, 0, 51])).answer.map((x) => Number(x.toFixed(6)))).toEqual(
      [2, 0, 0.4],
    );
  });

  /** `first op second`, where one of both is what comes in, as Keras 3 writes it. */
  const newer = (name: string, args: unknown[], kwargs: Json = {}) => ({
    ...{ module: 'keras.src.ops.numpy', class_name: name, registered_name: name, name: 'op' },
    config: { name: 'op' },
    inbound_nodes: [{ args, kwargs }],
  });
  /** The same of Keras 2: a number that comes first stands where the tensor otherwise would. */
  const older = (called: string, first: number) => ({
    class_name: 'TFOpLambda',
    config: { name: 'op', trainable: true, dtype: 'float32', function: called },
    name: 'op',
    inbound_nodes: [['_CONSTANT_VALUE', -1, first, { y: ['in', 0, 0], name: null }]],
  });

  it.each([
    ['1 - x', newer('Subtract', [1, kerasTensor('in')]), [1, 0.25, 0], [0, 0.75, 1]],
    ['255 - x', newer('Subtract', [255, kerasTensor('in')]), [255, 55, 0], [0, 200, 255]],
    [
      '1 - x by name',
      newer('Subtract', [], { x2: kerasTensor('in'), x1: 1 }),
      [1, 0.25, 0],
      [0, 0.75, 1],
    ],
    ['x - 1', newer('Subtract', [kerasTensor('in'), 1]), [1, 0.25, 0], [0, -0.75, -1]],
    ['2 x', newer('Multiply', [2, kerasTensor('in')]), [1, 0.25, 0], [2, 0.5, 0]],
    ['1 - x of Keras 2', older('math.subtract', 1), [1, 0.25, 0], [0, 0.75, 1]],
    ['3 + x of Keras 2', older('__operators__.add', 3), [1, 0.25, 0], [4, 3.25, 3]],
  ])('keep the order of both: %s', async (_, op, pixel, expected) => {
    const { answer } = await run(functional([input(), op, pool('op')], 'pool'), {}, pixel);
    expect(answer).toEqual(expected);
  });

  it.each([
    ['of Keras 3', newer('TrueDivide', [2, kerasTensor('in')])],
    ['of Keras 2', older('math.truediv', 2)],
  ])('2 / x %s is no such sum', (_, op) => {
    expect(codeOf(functional([input(), op, pool('op')], 'pool'))).toBe('model-layer-unsupported');
  });

  it('of anything else are code', () => {
    const lambda = {
      class_name: 'TFOpLambda',
      config: { name: 'roll', function: 'roll' },
      name: 'roll',
      inbound_nodes: [['in', 0, 0, { shift: 1, axis: 2 }]],
    };
    expect(codeOf(functional([input(), lambda, pool('roll')], 'pool'))).toBe('model-asks-for-code');
  });
});

describe('layers under other names', () => {
  it('Normalization is batch normalisation, from its weights', async () => {
    const topology = functional(
      [
        input(),
        layer('Normalization', 'norm', { axis: [-1] }, 'in'),
        layer('GlobalMaxPooling2D', 'pool', {}, 'norm'),
      ],
      'pool',
    );
    const weights = { 'norm/mean': [1, 2, 3], 'norm/variance': [4, 1, 0.25], 'norm/count': [9] };
    const { answer } = await run(topology, weights, [5, 5, 5]);
    expect(answer.map((x) => Number(x.toFixed(4)))).toEqual([2, 3, 4]);
  });

  it.each([
    // (5 - 2) / sqrt(9) = 1, and so on.
    ['its settings', { axis: null, mean: 2, variance: 9 }, {}, [1, 0, -1]],
    ['its settings, by channel', { axis: [-1], mean: [[[[2]]]], variance: 9 }, {}, [1, 0, -1]],
    ['its weights', { axis: [] }, { 'norm/mean': [2], 'norm/variance': [9] }, [1, 0, -1]],
    // One mean, and a variance for each channel.
    ['both', { axis: -1, mean: 2, variance: [9, 4, 0.25] }, {}, [1, 0, -6]],
  ])('with one number for all channels, from %s', async (_, settings, held, expected) => {
    const topology = functional(
      [
        input(),
        layer('Normalization', 'norm', settings, 'in'),
        layer('GlobalMaxPooling2D', 'pool', {}, 'norm'),
      ],
      'pool',
    );
    const weights: Record<string, number[]> = { ...held };
    const { answer } = await run(topology, weights, [5, 2, -1]);
    expect(answer.map((x) => Number(x.toFixed(4)))).toEqual(expected);
  });

  it('and from its settings', async () => {
    const settings = { axis: -1, mean: [[[[1, 2, 3]]]], variance: [[[[4, 1, 0.25]]]] };
    const topology = functional(
      [
        input(),
        layer('Normalization', 'norm', settings, 'in'),
        layer('GlobalMaxPooling2D', 'pool', {}, 'norm'),
      ],
      'pool',
    );
    const { answer } = await run(topology, {}, [5, 5, 5]);
    expect(answer.map((x) => Number(x.toFixed(4)))).toEqual([2, 3, 4]);
  });

  it('LeakyReLU keeps its slope', async () => {
    const topology = functional(
      [
        input(),
        layer('LeakyReLU', 'leaky', { negative_slope: 0.5 }, 'in'),
        layer('GlobalAveragePooling2D', 'pool', {}, 'leaky'),
      ],
      'pool',
    );
    expect((await run(topology, {}, [-2, 2, -4])).answer).toEqual([-1, 2, -2]);
  });

  it('pooling that keeps its dimensions keeps them', async () => {
    const topology = functional(
      [
        input(),
        layer('GlobalAveragePooling2D', 'pool', { keepdims: true }, 'in'),
        layer('Conv2D', 'conv', { filters: 1, kernel_size: [1, 1], use_bias: false }, 'pool'),
        layer('Flatten', 'flat', {}, 'conv'),
      ],
      'flat',
    );
    const { answer } = await run(
      topology,
      { 'conv/kernel': [1, 10, 100] },
      [1, 2, 3],
      [1, 1, 3, 1],
    );
    expect(answer).toEqual([321]);
  });

  it.each([
    ['ReLU', { negative_slope: 0.1 }],
    ['ReLU', { threshold: 1 }],
    ['Conv2D', { filters: 4, kernel_size: [1, 1], groups: 3 }],
    ['Conv2D', { filters: 4, kernel_size: [1, 1], groups: [3] }],
    ['LayerNormalization', { rms_scaling: true }],
    ['DepthwiseConv2D', { kernel_size: [3, 3], dilation_rate: [2, 2] }],
    ['DepthwiseConv2D', { kernel_size: [3, 3], dilation_rate: [1, 2] }],
    ['UpSampling2D', { size: [2, 2], interpolation: 'bilinear' }],
    ['UpSampling2D', { size: [2, 2], interpolation: 'bicubic' }],
    ['Conv2DTranspose', { filters: 1, kernel_size: [3, 3], dilation_rate: [2, 2] }],
    // (n - 1) 2 + 3 - 2 · 1 + 0 = 2 n - 1 rows in Keras, 2 n in tfjs.
    ['Conv2DTranspose', { ...transposed, padding: 'same', output_padding: [0, 0] }],
    // (n - 1) 2 + 3 + 1 = 2 n + 2 rows in Keras, 2 n + 1 in tfjs.
    ['Conv2DTranspose', { ...transposed, padding: 'valid', output_padding: [0, 1] }],
    ['CenterCrop', { height: 1, width: 1 }],
    ['Activation', { activation: 'exponential' }],
    ['Activation', { activation: { class_name: 'MyActivation', config: {} } }],
    ['GroupNormalization', {}],
  ])('%s %j is refused: tfjs would build something else', (className, config) => {
    const layers = [input(), layer(className, 'odd', config, 'in')];
    expect(codeOf(functional(layers, 'odd'))).toBe('model-layer-unsupported');
  });

  it('what tfjs itself saved means what tfjs does', () => {
    const settings = { size: [2, 2], data_format: 'channels_last', interpolation: 'bilinear' };
    const topology = functional([input(), layer('UpSampling2D', 'up', settings, 'in')], 'up');
    expect(codeOf(topology)).toBe('model-layer-unsupported');
    expect(codeOf({ ...topology, keras_version: 'tfjs-layers 4.22.0' })).toBe('none');
  });

  it('output_padding that says what is so anyway stays', async () => {
    // (1 - 1) 2 + 3 - 2 · 1 + 1 = 2 rows of 1, as without it. TensorFlow pads by max(3 - 2, 0) = 1 in
    // all, none of it before the first row: a pixel times the kernel's first two rows and columns.
    const settings = { ...transposed, padding: 'same', output_padding: [1, 1], use_bias: false };
    const topology = functional(
      [
        input(),
        layer('Conv2DTranspose', 'up', settings, 'in'),
        layer('GlobalAveragePooling2D', 'pool', {}, 'up'),
      ],
      'pool',
    );
    // Red alone counts: 1 to 9, by rows.
    const kernel = Array.from({ length: 27 }, (_, i) => (i % 3 === 0 ? i / 3 + 1 : 0));
    const { answer } = await run(topology, { 'up/kernel': kernel }, [2, 7, 7], [3, 3, 1, 3]);
    expect(answer).toEqual([(2 * (1 + 2 + 4 + 5)) / 4]);
  });

  it('hard_sigmoid is another function in Keras 3', () => {
    const layers = [input(), layer('Activation', 'gate', { activation: 'hard_sigmoid' }, 'in')];
    expect(codeOf(functional(layers, 'gate'))).toBe('none');
    expect(codeOf({ ...functional(layers, 'gate'), keras_version: '3.4.1' })).toBe(
      'model-layer-unsupported',
    );
  });
});

describe('the way in', () => {
  it('a Resizing layer first becomes the size of the photo', () => {
    const any = input([null, null, null, 3]);
    const layers = [
      any,
      layer('Resizing', 'resize', { height: 20, width: 30 }, 'in'),
      layer('GlobalAveragePooling2D', 'pool', {}, 'resize'),
    ];
    const { model, fit } = repairKeras({
      topology: functional(layers, 'pool'),
      specs: [],
      data: new ArrayBuffer(0),
    });
    expect(fit).toBe('squish');
    expect(model.layers[0]?.config['batch_input_shape']).toEqual([null, 20, 30, 3]);
    expect(model.layers.map(({ className }) => className)).not.toContain('Resizing');
  });

  it('anywhere else it is refused', () => {
    const layers = [
      input(),
      layer('ReLU', 'relu', {}, 'in'),
      layer('Resizing', 'resize', { height: 2, width: 2 }, 'relu'),
    ];
    expect(codeOf(functional(layers, 'resize'))).toBe('model-layer-unsupported');
  });

  it('a sequence that begins with augmentation keeps the shape it was built for', async () => {
    const topology = {
      keras_version: '3.0.5',
      model_config: {
        class_name: 'Sequential',
        config: {
          name: 'sequential',
          build_input_shape: [null, 1, 1, 3],
          layers: [
            layer('RandomFlip', 'flip', {}),
            layer('RandomZoom', 'zoom', {}),
            layer('GlobalAveragePooling2D', 'pool', {}),
          ],
        },
      },
    };
    const { answer, notes } = await run(topology, {}, [1, 2, 3]);
    expect(answer).toEqual([1, 2, 3]);
    expect(notes.join(' ')).toContain('flip, zoom');
  });

  it.each([
    ['kernel_regularizer', { class_name: 'L2', config: { l2: 0.01 } }],
    ['kernel_regularizer', { class_name: 'OrthogonalRegularizer', config: {} }],
    ['activity_regularizer', { class_name: 'Mine>Sparse', config: {} }],
    ['kernel_constraint', { class_name: 'RadialConstraint', config: {} }],
    ['kernel_initializer', { class_name: 'HeNormalV2', config: {} }],
    [
      'kernel_initializer',
      { class_name: 'VarianceScaling', config: { distribution: 'untruncated_normal' } },
    ],
    ['bias_initializer', 'mine'],
  ])('%s %j says nothing that an answer needs', async (setting, value) => {
    const settings = { units: 1, use_bias: false, [setting]: value };
    const topology = functional(
      [input(), layer('Flatten', 'flat', {}, 'in'), layer('Dense', 'dense', settings, 'flat')],
      'dense',
    );
    const { answer } = await run(topology, { 'dense/kernel': [1, 1, 1] }, [1, 2, 3], [3, 1]);
    expect(answer).toEqual([6]);
  });

  it('numbers that numpy held are numbers', async () => {
    const zero = { type: 'ndarray', value: 0 };
    const settings = { max_value: { type: 'ndarray', value: 1 }, negative_slope: zero };
    const topology = functional(
      [
        input(),
        layer('ReLU', 'relu', { ...settings, threshold: zero }, 'in'),
        layer('GlobalAveragePooling2D', 'pool', {}, 'relu'),
      ],
      'pool',
    );
    expect((await run(topology, {}, [-1, 0.5, 2])).answer).toEqual([0, 0.5, 1]);
  });

  it('dtype policies, tuples and foreign initialisers are brought to plain words', async () => {
    const settings = {
      units: 1,
      use_bias: false,
      activation: {
        module: 'builtins',
        class_name: 'function',
        config: 'relu',
        registered_name: 'relu',
      },
      dtype: { module: 'keras', class_name: 'DTypePolicy', config: { name: 'mixed_float16' } },
      kernel_initializer: {
        module: 'mine',
        class_name: 'MyInit',
        config: {},
        registered_name: 'Mine>MyInit',
      },
      kernel_regularizer: { module: 'keras.regularizers', class_name: 'L2', config: { l2: 0.01 } },
    };
    const topology = functional(
      [input(), layer('Flatten', 'flat', {}, 'in'), layer('Dense', 'dense', settings, 'flat')],
      'dense',
    );
    const { answer } = await run(topology, { 'model/dense/kernel': [1, 1, 1] }, [1, 2, 3], [3, 1]);
    expect(answer).toEqual([6]);
  });
});

describe('connections', () => {
  it('of a model inside may count its own first use or not', async () => {
    const inner = {
      class_name: 'Functional',
      name: 'inner',
      config: {
        name: 'inner',
        layers: [
          input([null, 1, 1, 3], 'inner_in'),
          layer('LeakyReLU', 'leaky', { alpha: 0.5 }, 'inner_in'),
        ],
        input_layers: [['inner_in', 0, 0]],
        output_layers: [['leaky', 0, 0]],
      },
      inbound_nodes: [[['in', 0, 0, {}]]],
    };
    const answers = [];
    for (const use of [0, 1]) {
      const pool = {
        ...layer('GlobalAveragePooling2D', 'pool', {}),
        inbound_nodes: [[['inner', use, 0, {}]]],
      };
      answers.push((await run(functional([input(), inner, pool], 'pool'), {}, [-2, 4, -6])).answer);
    }
    expect(answers).toEqual([
      [-1, 4, -3],
      [-1, 4, -3],
    ]);
  });

  it('may be written without brackets around them (tensorflow/tfjs#1688)', async () => {
    const flat = {
      ...layer('GlobalAveragePooling2D', 'pool', {}),
      inbound_nodes: ['in', 0, 0, {}],
    };
    const topology = functional([input(), flat], 'pool');
    const config = (topology['model_config'] as Json)['config'] as Json;
    config['input_layers'] = ['in', 0, 0];
    config['output_layers'] = ['pool', 0, 0];
    expect((await run(topology, {}, [1, 2, 3])).answer).toEqual([1, 2, 3]);
  });

  it('of a layer that is used twice stay two', async () => {
    const twice = {
      ...layer('LeakyReLU', 'leaky', { alpha: 0.5 }),
      inbound_nodes: [[['in', 0, 0, {}]], [['flip', 0, 0, {}]]],
    };
    const flip = layer('RandomFlip', 'flip', {}, 'leaky');
    const add = {
      ...layer('Add', 'sum', {}),
      inbound_nodes: [
        [
          ['leaky', 0, 0, {}],
          ['leaky', 1, 0, {}],
        ],
      ],
    };
    const pool = layer('GlobalAveragePooling2D', 'pool', {}, 'sum');
    const { answer } = await run(
      functional([input(), twice, flip, add, pool], 'pool'),
      {},
      [-4, 2, 0],
    );
    expect(answer).toEqual([-3, 4, 0]);
  });

  it.each([
    [
      'two layers of one name',
      [input(), layer('ReLU', 'a', {}, 'in'), layer('ReLU', 'a', {}, 'in')],
      'a',
    ],
    ['an answer that nothing gives', [input(), layer('ReLU', 'a', {}, 'in')], 'b'],
    ['a circle', [input(), layer('ReLU', 'a', {}, 'b'), layer('ReLU', 'b', {}, 'a')], 'b'],
    [
      'a circle of what is taken out',
      [
        input(),
        layer('RandomFlip', 'a', {}, 'b'),
        layer('RandomFlip', 'b', {}, 'a'),
        layer('ReLU', 'c', {}, 'b'),
      ],
      'c',
    ],
  ])('%s: refused', (_, layers, output) => {
    expect(codeOf(functional(layers, output))).toBe('model-topology-damaged');
  });

  it('of models inside models without an end are refused', () => {
    let model: Json = layer('ReLU', 'relu', {});
    for (let depth = 0; depth < 40; depth++) {
      model = { class_name: 'Sequential', config: { name: `s${depth}`, layers: [model] } };
    }
    expect(codeOf({ model_config: model })).toBe('model-topology-damaged');
  });

  it('of 20,000 layers are refused', () => {
    const layers = Array.from({ length: 20_000 }, (_, i) => layer('ReLU', `r${i}`, {}));
    const topology = { model_config: { class_name: 'Sequential', config: { name: 's', layers } } };
    expect(codeOf(topology)).toBe('model-topology-damaged');
  });
});

function input(shape: (number | null)[] = [null, 1, 1, 3], name = 'in'): Json {
  return {
    class_name: 'InputLayer',
    name,
    config: { name, batch_input_shape: shape, dtype: 'float32' },
    inbound_nodes: [],
  };
}

function layer(className: string, name: string, config: Json, from?: string): Json {
  const inbound = from === undefined ? {} : { inbound_nodes: [[[from, 0, 0, {}]]] };
  return { class_name: className, name, config: { name, ...config }, ...inbound };
}

function kerasTensor(from: string): Json {
  return { class_name: '__keras_tensor__', config: { keras_history: [from, 0, 0] } };
}

function functional(layers: Json[], output: string): Json {
  const ends = { input_layers: [['in', 0, 0]], output_layers: [[output, 0, 0]] };
  return { model_config: { class_name: 'Functional', config: { name: 'model', layers, ...ends } } };
}

/** The code that a repair ends with, or "none". */
function codeOf(topology: Json): unknown {
  try {
    repairKeras({ topology, specs: [], data: new ArrayBuffer(0) });
    return 'none';
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}

/** Repairs a model, builds it with tfjs, and feeds it one pixel. */
async function run(
  topology: Json,
  weights: Record<string, number[]>,
  pixel: number[],
  shape?: number[],
) {
  const specs: WeightSpec[] = Object.entries(weights).map(([name, values]) => ({
    name,
    shape: name.endsWith('kernel') && shape ? shape : [values.length],
    dtype: 'float32',
  }));
  const data = new Float32Array(Object.values(weights).flat()).buffer;
  const { parts, notes } = repairKeras({ topology, specs, data });
  const model = await loadLayersModel(
    io.fromMemory({
      modelTopology: parts.topology,
      weightSpecs: parts.specs as unknown as io.WeightsManifestEntry[],
      weightData: parts.data,
    }),
  );
  const output = model.predict(tensor(pixel, [1, 1, 1, 3])) as Tensor;
  const answer = Array.from(output.dataSync());
  output.dispose();
  model.dispose();
  return { answer, notes };
}

import { ClassifierError } from '../../core/errors';
import { asArray } from '../json-values';
import type { Call, KerasLayer } from './keras-model';
import { supportedActivations } from './supported-layers';

/** What a repair is told of the model around a layer. */
export interface Around {
  isKeras3: boolean;
  /** Called with a sentence about what was changed. */
  onRepair: (note: string) => void;
  /** Called when it was only written in another form. */
  onForm: () => void;
}

/**
 * Rewrites one layer that tfjs has under another name or with other settings, where both say the same.
 *
 * @throws ClassifierError `model-layer-unsupported` where tfjs would build something else without a
 *   word: grouped convolutions, a leaky `ReLU`, Keras 3's other `hard_sigmoid`.
 */
export function convertLayer(layer: KerasLayer, around: Around): KerasLayer {
  checkActivation(layer, around.isKeras3);
  const asSum = convertSum(layer, around);
  if (asSum) return asSum;
  const { className, config } = layer;
  if (className === 'LeakyReLU' && config['negative_slope'] !== undefined) {
    const { negative_slope: alpha, ...others } = config;
    return { ...layer, config: { ...others, alpha } };
  }
  if (className === 'ReLU') {
    for (const setting of ['negative_slope', 'threshold']) {
      if (isOtherThan(config[setting], 0)) throw unsupported(layer, `with ${setting}`);
    }
  }
  if (/Conv/.test(className) && isOtherThan(config['groups'], 1)) {
    throw unsupported(layer, 'in groups');
  }
  if (className === 'LayerNormalization' && config['rms_scaling'] === true) {
    throw unsupported(layer, 'with rms_scaling');
  }
  const axis = asArray(config['axis']);
  if (['BatchNormalization', 'Softmax'].includes(className) && axis.length === 1) {
    return { ...layer, config: { ...config, axis: axis[0] } };
  }
  return layer;
}

function checkActivation(layer: KerasLayer, isKeras3: boolean): void {
  const { activation, recurrent_activation: recurrent } = layer.config;
  for (const one of [activation, recurrent]) {
    if (one === undefined || one === null) continue;
    if (typeof one !== 'string' || !supportedActivations.has(one)) {
      throw unsupported(layer, `with the function ${describe(one)}`);
    }
    // Keras 3 takes relu6(x + 3) / 6 where Keras 2 and tfjs take 0.2 x + 0.5 between 0 and 1.
    if (isKeras3 && one === 'hard_sigmoid')
      throw unsupported(layer, 'with hard_sigmoid of Keras 3');
  }
}

/** Sums with one number, by the names that Keras 2 (`TFOpLambda`) and Keras 3 give them. */
const sums: Record<string, (value: number) => { scale: number; offset: number }> = {
  divide: (value) => ({ scale: 1 / value, offset: 0 }),
  subtract: (value) => ({ scale: 1, offset: -value }),
  multiply: (value) => ({ scale: value, offset: 0 }),
  add: (value) => ({ scale: 1, offset: value }),
};

const sumNames: Record<string, keyof typeof sums> = {
  'math.truediv': 'divide',
  'math.divide': 'divide',
  '__operators__.truediv': 'divide',
  TrueDivide: 'divide',
  Divide: 'divide',
  'math.subtract': 'subtract',
  Subtract: 'subtract',
  'math.multiply': 'multiply',
  Multiply: 'multiply',
  'math.add': 'add',
  '__operators__.add': 'add',
  Add: 'add',
};

/** `preprocess_input` of Keras leaves such sums in a model: `x / 127.5 - 1`. */
function convertSum(layer: KerasLayer, { onRepair }: Around): KerasLayer | null {
  const { className, module, name, config, calls } = layer;
  const isLambda = className === 'TFOpLambda';
  const isOperation = /^keras(?:\.src)?\.ops/.test(module);
  if (!isLambda && !isOperation) return null;
  const called = isLambda ? String(config['function']) : className;
  const sum = Object.hasOwn(sumNames, called) ? sums[sumNames[called] ?? ''] : undefined;
  const constants = calls.map(onlyConstant);
  const [constant] = constants;
  if (!sum || constants.some((one) => one !== constant)) return null;
  if (constant === undefined || constant === null) {
    const isPair = calls.every(({ inputs, hasOtherArguments: has }) => inputs.length === 2 && !has);
    const hasLayer = ['Add', 'Multiply'].includes(className);
    return isOperation && isPair && hasLayer ? { ...layer, module: '', config: { name } } : null;
  }
  onRepair(`The sum “${name}” inside the model became a Rescaling layer.`);
  const settings = { ...sum(constant), name, dtype: 'float32' };
  return { ...layer, className: 'Rescaling', module: '', config: settings };
}

function onlyConstant({ inputs, constants, hasOtherArguments }: Call): number | null {
  const isSum = inputs.length === 1 && constants.length === 1 && !hasOtherArguments;
  return isSum ? (constants[0] ?? null) : null;
}

function isOtherThan(value: unknown, usual: number): boolean {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return first !== undefined && first !== null && first !== usual;
}

function describe(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value).slice(0, 100);
}

function unsupported({ className, name }: KerasLayer, why: string): ClassifierError {
  return new ClassifierError('model-layer-unsupported', `${className} “${name}” ${why}`);
}

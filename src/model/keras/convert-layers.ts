import { asArray } from '../json-values';
import { checkSettings, unsupported, type Writer } from './check-settings';
import type { Call, KerasLayer } from './keras-model';

/** What a repair is told of the model around a layer. */
export interface Around {
  writer: Writer;
  /** The numbers of a layer's weight, by the name that Keras gives it; `null`: not in the file. */
  readWeight: (layer: string, variable: string) => number[] | null;
  /** Called with a sentence about what was changed. */
  onRepair: (note: string) => void;
  /** Called when it was only written in another form. */
  onForm: () => void;
}

/**
 * Rewrites one layer that tfjs has under another name or with other settings, where both say the same.
 *
 * @throws ClassifierError `model-layer-unsupported` where tfjs would build something else without a
 *   word.
 */
export function convertLayer(layer: KerasLayer, around: Around): KerasLayer {
  checkSettings(layer, around.writer);
  const asSum = convertSum(layer, around);
  if (asSum) return asSum;
  const { className, config } = layer;
  if (className === 'LeakyReLU' && config['negative_slope'] !== undefined) {
    const { negative_slope: alpha, ...others } = config;
    return { ...layer, config: { ...others, alpha } };
  }
  const axis = asArray(config['axis']);
  if (['BatchNormalization', 'Softmax'].includes(className) && axis.length === 1) {
    return { ...layer, config: { ...config, axis: axis[0] } };
  }
  return layer;
}

/** Of a `Rescaling` layer: `x × scale + offset`. */
interface Sum {
  scale: number;
  offset: number;
}

/**
 * Sums with one number, by the names that Keras 2 (`TFOpLambda`) and Keras 3 give them. The number
 * comes second, or `isFirst`; `null` where that is no such sum any more, as `2 / x`.
 */
const sums: Record<string, (value: number, isFirst: boolean) => Sum | null> = {
  divide: (value, isFirst) => (isFirst ? null : { scale: 1 / value, offset: 0 }),
  subtract: (value, isFirst) =>
    isFirst ? { scale: -1, offset: value } : { scale: 1, offset: -value },
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
  const isFirst = calls[0]?.isConstantFirst ?? false;
  const isOneSum = calls.every(
    (call, i) => constants[i] === constant && call.isConstantFirst === isFirst,
  );
  if (!sum || !isOneSum) return null;
  if (constant === undefined || constant === null) {
    const isPair = calls.every(({ inputs, hasOtherArguments: has }) => inputs.length === 2 && !has);
    const hasLayer = ['Add', 'Multiply'].includes(className);
    return isOperation && isPair && hasLayer ? { ...layer, module: '', config: { name } } : null;
  }
  const scale = sum(constant, isFirst);
  if (!scale) throw unsupported(layer, `of ${constant} by what comes in`);
  onRepair(`The sum “${name}” inside the model became a Rescaling layer.`);
  const settings = { ...scale, name, dtype: 'float32' };
  return { ...layer, className: 'Rescaling', module: '', config: settings };
}

function onlyConstant({ inputs, constants, hasOtherArguments }: Call): number | null {
  const isSum = inputs.length === 1 && constants.length === 1 && !hasOtherArguments;
  return isSum ? (constants[0] ?? null) : null;
}

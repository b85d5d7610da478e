import { asArray, asRecord } from '../json-values';
import type { Config } from './keras-model';

/** How weights begin, are punished and held back, as far as tfjs builds it whatever its settings. */
const trainingClasses = new Set(
  [
    ['Zeros', 'Ones', 'RandomUniform', 'RandomNormal', 'TruncatedNormal', 'GlorotUniform'],
    ['GlorotNormal', 'HeNormal', 'HeUniform', 'LeCunNormal', 'LeCunUniform', 'L1L2'],
    ['MaxNorm', 'UnitNorm', 'NonNeg', 'MinMaxNorm'],
  ].flat(),
);
const distributions: readonly unknown[] = ['normal', 'uniform', 'truncated_normal'];

/**
 * Brings one layer's settings to the form that Keras 2 wrote and tfjs reads: plain dtypes, lists and
 * functions, no notes about classes. What only matters for training (how weights begin, are punished
 * and held back) is dropped where tfjs could not build it: every weight is read from the file anyway.
 *
 * @returns The settings, and whether anything had to change.
 */
export function cleanConfig(config: Config): { config: Config; isChanged: boolean } {
  const clean: Config = {};
  let isChanged = false;
  for (const [key, value] of Object.entries(config)) {
    const name = key === 'batch_shape' ? 'batch_input_shape' : key;
    clean[name] = cleanValue(name, value);
    isChanged ||= name !== key || clean[name] !== value;
  }
  return { config: clean, isChanged };
}

function cleanValue(key: string, value: unknown): unknown {
  if (key === 'dtype') return cleanDtype(value);
  if (/_(?:regularizer|constraint|initializer)$/.test(key)) return isBuilt(value) ? value : null;
  if (key.endsWith('activation')) return cleanFunction(value);
  return cleanList(value);
}

/** Mixed precision is about how training computes; the weights in the file are what they are. */
function cleanDtype(value: unknown): unknown {
  const policy = asRecord(asRecord(value)?.['config']);
  const name = policy ? policy['name'] : value;
  if (typeof name !== 'string') return value === undefined ? undefined : 'float32';
  return ['int32', 'bool', 'float32'].includes(name) ? name : 'float32';
}

/** Whether tfjs builds what only matters for training: a class that it has, in Keras 2's form. */
function isBuilt(value: unknown): boolean {
  const item = asRecord(value);
  if (!item || 'module' in item || 'registered_name' in item) return value === null;
  const { class_name: className, config } = item;
  if (className === 'VarianceScaling') {
    return distributions.includes(asRecord(config)?.['distribution']);
  }
  return typeof className === 'string' && trainingClasses.has(className);
}

/** Keras 3 may write a function as `{class_name: 'function', config: 'relu'}`. */
function cleanFunction(value: unknown): unknown {
  const item = asRecord(value);
  const name = item?.['class_name'] === 'function' ? item['config'] : value;
  return name === 'silu' ? 'swish' : name;
}

/** `{class_name: '__tuple__', items: […]}` is a list, `{type: 'ndarray', value: …}` one or a number. */
function cleanList(value: unknown): unknown {
  const item = asRecord(value);
  if (item?.['type'] === 'ndarray') return item['value'];
  if (item?.['class_name'] === '__tuple__') return asArray(item['items']);
  if (item && ['__numpy__', '__tensor__'].includes(String(item['class_name']))) {
    return asRecord(item['config'])?.['value'];
  }
  return value;
}

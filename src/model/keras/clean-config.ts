import { asArray, asRecord } from '../json-values';
import type { Config } from './keras-model';

const initialisers = new Set(
  [
    ['Zeros', 'Ones', 'Constant', 'RandomUniform', 'RandomNormal', 'TruncatedNormal', 'Identity'],
    ['VarianceScaling', 'GlorotUniform', 'GlorotNormal', 'HeNormal', 'HeUniform', 'LeCunNormal'],
    ['LeCunUniform', 'Orthogonal'],
  ].flat(),
);

/**
 * Brings one layer's settings to the form that Keras 2 wrote and tfjs reads: plain dtypes, lists and
 * functions, no notes about classes. What only matters for training (how weights begin, how they are
 * punished) is dropped where tfjs could not build it: every weight is read from the file anyway.
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
  if (/_(?:regularizer|constraint)$/.test(key)) return isPlain(value) ? value : null;
  if (key.endsWith('_initializer')) return cleanInitialiser(value);
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

function cleanInitialiser(value: unknown): unknown {
  const item = asRecord(value);
  if (!item) return value;
  const className = item['class_name'];
  const isKnown = typeof className === 'string' && initialisers.has(className);
  if (!isKnown) return { class_name: 'Zeros', config: {} };
  if (isPlain(value)) return value;
  return { class_name: className, config: asRecord(item['config']) ?? {} };
}

/** Keras 3 may write a function as `{class_name: 'function', config: 'relu'}`. */
function cleanFunction(value: unknown): unknown {
  const item = asRecord(value);
  const name = item?.['class_name'] === 'function' ? item['config'] : value;
  return name === 'silu' ? 'swish' : name;
}

/** `{class_name: '__tuple__', items: […]}` and `{type: 'ndarray', value: […]}` are lists. */
function cleanList(value: unknown): unknown {
  const item = asRecord(value);
  if (item?.['class_name'] === '__tuple__') return asArray(item['items']);
  if (item && ['__numpy__', '__tensor__'].includes(String(item['class_name']))) {
    return asRecord(item['config'])?.['value'];
  }
  return value;
}

/** Whether this is nothing, or a class without the notes that Keras 3 adds. */
function isPlain(value: unknown): boolean {
  const item = asRecord(value);
  return !item || !('module' in item || 'registered_name' in item);
}

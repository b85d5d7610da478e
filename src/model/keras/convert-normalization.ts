import { asArray } from '../json-values';
import type { KerasLayer } from './keras-model';
import { type KerasWeight, makeWeight } from './keras-weights';

/** So small that it changes nothing but a deviation of 0, as Keras’s own lower bound of 1e-7 does. */
const EPSILON = 1e-7;

/** What became of a `Normalization` layer. */
interface Converted {
  layer: KerasLayer;
  /** Weights that its settings hold. */
  weights: KerasWeight[];
}

/**
 * Turns a `Normalization` layer, which tfjs has not got, into one that does the same sum,
 * `(x - mean) / sqrt(variance)`: `Rescaling` where both are one number for all channels, else batch
 * normalisation without a scale and a shift of its own.
 *
 * @param readWeight The numbers of one of its weights; `null` where the file has none of that name.
 * @returns `null` when it does something else.
 */
export function convertNormalization(
  layer: KerasLayer,
  readWeight: (variable: string) => number[] | null,
): Converted | null {
  const { className, config, name } = layer;
  if (className !== 'Normalization' || config['invert'] === true) return null;
  const axes: unknown[] = Array.isArray(config['axis']) ? config['axis'] : [config['axis'] ?? null];
  const axis = axes.find((one) => one !== null) ?? null;
  const [mean, variance] = (['mean', 'variance'] as const).map(
    (statistic) => flatten(config[statistic]) ?? (axis === null ? readWeight(statistic) : null),
  );
  if (mean?.length === 1 && variance?.length === 1) {
    return { layer: toRescaling(layer, mean[0] ?? NaN, variance[0] ?? NaN), weights: [] };
  }
  if (axes.length > 1 || typeof axis !== 'number') return null;
  const channels = Math.max(mean?.length ?? 0, variance?.length ?? 0);
  const weights = Object.entries({ mean, variance }).flatMap(([statistic, values]) =>
    values ? [makeWeight(`${name}/moving_${statistic}`, spread(values, channels))] : [],
  );
  const settings = { name, axis, epsilon: EPSILON ** 2, center: false, scale: false };
  const changed = { ...layer, className: 'BatchNormalization', module: '', config: settings };
  return { layer: changed, weights };
}

function toRescaling(layer: KerasLayer, mean: number, variance: number): KerasLayer {
  const scale = 1 / Math.max(Math.sqrt(variance), EPSILON);
  const config = { name: layer.name, scale, offset: -mean * scale, dtype: 'float32' };
  return { ...layer, className: 'Rescaling', module: '', config };
}

/** One number for all channels, once for each. */
function spread(values: number[], channels: number): number[] {
  const [only = NaN] = values;
  return values.length === 1 ? new Array<number>(channels).fill(only) : values;
}

/** The numbers of nested lists; `null` when there are none. */
function flatten(value: unknown): number[] | null {
  const list: unknown[] = Array.isArray(value) ? asArray(value).flat(8) : [value];
  const numbers = list.filter((one): one is number => typeof one === 'number');
  return numbers.length > 0 && numbers.length === list.length ? numbers : null;
}

import { ClassifierError } from '../../core/errors';
import { specBytes, type WeightSpec } from '../weights-manifest';
import { joinBytes } from '../fetched-files';

/** One weight with its bytes: `data` is a view, not a copy. */
export interface KerasWeight {
  spec: WeightSpec;
  data: Uint8Array;
}

/** Cuts joined weights into pieces; what is too short gets what is left of it. */
export function splitWeights(specs: readonly WeightSpec[], data: ArrayBuffer): KerasWeight[] {
  let at = 0;
  return specs.map((spec) => {
    const bytes = Math.min(specBytes(spec), data.byteLength - at);
    const view = new Uint8Array(data, at, bytes);
    at += bytes;
    return { spec, data: view };
  });
}

/** Joins them again, in their order. */
export function joinWeights(weights: readonly KerasWeight[]): {
  specs: WeightSpec[];
  data: ArrayBuffer;
} {
  return {
    specs: weights.map(({ spec }) => spec),
    data: joinBytes(weights.map(({ data }) => data)).buffer,
  };
}

/** A new weight of float32 numbers. */
export function makeWeight(name: string, values: readonly number[]): KerasWeight {
  const spec: WeightSpec = { name, shape: [values.length], dtype: 'float32' };
  return { spec, data: new Uint8Array(new Float32Array(values).buffer) };
}

/** What tfjs has under another name than Keras, by class and variable; `null`: not at all. */
const renamed = new Map<string, string | null>([
  ['DepthwiseConv2D/kernel', 'depthwise_kernel'],
  ['Normalization/mean', 'moving_mean'],
  ['Normalization/variance', 'moving_variance'],
  ['Normalization/count', null],
]);

/**
 * Gives weights the names that tfjs looks for: `layer/variable`. Keras 3 puts the names of the models
 * around in front, and saves the state of random numbers, which nobody needs for an answer.
 *
 * @param classes The class of every layer that is no model, as its maker called it, by name.
 * @param removed Names of layers that were taken out, or that need no weights any more: these go too.
 * @returns The weights, and whether anything had to change.
 */
export function nameWeights(
  weights: readonly KerasWeight[],
  classes: ReadonlyMap<string, string>,
  removed: ReadonlySet<string>,
): { weights: KerasWeight[]; isChanged: boolean } {
  const kept = weights.flatMap((weight) => {
    const name = nameWeight(weight.spec.name, classes, removed);
    if (name === null) return [];
    return [name === weight.spec.name ? weight : { ...weight, spec: { ...weight.spec, name } }];
  });
  checkUnique(kept);
  const isChanged =
    kept.length < weights.length || kept.some((weight, index) => weight !== weights[index]);
  return { weights: kept, isChanged };
}

/** A weight's name as tfjs looks for it; `null` when nobody will. */
function nameWeight(
  name: string,
  classes: ReadonlyMap<string, string>,
  removed: ReadonlySet<string>,
): string | null {
  if (name.includes('seed_generator_state')) return null;
  const found = findLayer(name, classes);
  if (found && removed.has(found.layer)) return null;
  if (!found) return name.split('/').some((part) => removed.has(part)) ? null : name;
  const variable = renamed.get(`${classes.get(found.layer)}/${found.variable}`);
  if (variable === null) return null;
  return `${found.layer}/${variable ?? found.variable}`;
}

/** The weight of a layer that Keras calls by this variable, as the file has it. */
export function findWeight(
  specs: readonly WeightSpec[],
  classes: ReadonlyMap<string, string>,
  layer: string,
  variable: string,
): WeightSpec | null {
  const isIt = ({ name }: WeightSpec) => {
    const found = findLayer(name, classes);
    return found?.layer === layer && found.variable === variable;
  };
  return specs.find(isIt) ?? null;
}

/** The innermost layer that a weight's name tells of, and the rest of the name. */
function findLayer(
  name: string,
  classes: ReadonlyMap<string, string>,
): { layer: string; variable: string } | null {
  const parts = name.replace(/:0$/, '').split('/');
  for (let start = 0; start < parts.length - 1; start++) {
    for (let end = parts.length - 1; end > start; end--) {
      const layer = parts.slice(start, end).join('/');
      if (classes.has(layer)) return { layer, variable: parts.slice(end).join('/') };
    }
  }
  return null;
}

function checkUnique(weights: readonly KerasWeight[]): void {
  const names = new Set<string>();
  for (const { spec } of weights) {
    if (names.has(spec.name)) {
      throw new ClassifierError('model-topology-damaged', `two weights are called ${spec.name}`);
    }
    names.add(spec.name);
  }
}

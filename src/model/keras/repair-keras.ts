import type { io } from '@tensorflow/tfjs-core';
import type { Fit } from '../../core/fit';
import type { WeightSpec } from '../weights-manifest';
import { asText } from '../json-values';
import { WeightValues } from '../weight-values';
import { checkKeras } from './check-keras';
import { cleanConfig } from './clean-config';
import { type Around, convertLayer } from './convert-layers';
import { convertNormalization } from './convert-normalization';
import { keepPooledDimensions } from './insert-layers';
import { type Config, type KerasModel, walkLayers } from './keras-model';
import {
  findWeight,
  joinWeights,
  type KerasWeight,
  nameWeights,
  splitWeights,
} from './keras-weights';
import { parseKeras } from './parse-keras';
import { removeTrainingLayers } from './remove-layers';
import { addInputLayers, replaceResizing } from './repair-input';
import { writeKeras } from './write-keras';

/** A layers model as its file has it, or as it left the repair. */
interface KerasParts {
  topology: Config;
  specs: readonly WeightSpec[];
  data: ArrayBuffer;
}

interface RepairedKeras {
  parts: KerasParts;
  /** The layers, for whoever wants to know what they say. */
  model: KerasModel;
  /** How the model itself would have fitted the photo; `null` when it would not. */
  fit: Fit | null;
  /** What was changed, a sentence each; none when the model is as it was. */
  notes: string[];
}

/**
 * Brings a layers model to what tfjs-layers 4.22 builds, where that is well defined: what Keras 3
 * writes in a new form (tensorflow/tfjs#8494, #8358, #8489), layers that only matter in training,
 * layers that tfjs has under another name. What would be built wrong without a word is refused.
 *
 * @throws ClassifierError `model-asks-for-code`, `model-layer-unsupported`, `model-topology-damaged`.
 */
export function repairKeras({ topology, specs, data }: KerasParts): RepairedKeras {
  const notes = new Set<string>();
  const onRepair = (note: string) => notes.add(note);
  const { model: written, isOtherForm } = parseKeras(topology);
  const classes = new Map<string, string>();
  for (const layer of walkLayers(written)) {
    if (!layer.model) classes.set(layer.name, layer.className);
  }
  const version = asText(topology['keras_version']);
  const isKeras3 = version.startsWith('3.');
  const writer = { isKeras3, isTfjs: version.startsWith('tfjs-layers') };
  const readable = 'layers were put in the form that TensorFlow.js reads.';
  const form = isKeras3 ? `Written by Keras 3: its ${readable}` : `Its ${readable}`;
  if (isOtherForm) onRepair(form);
  const readWeight = (layer: string, variable: string) => {
    const spec = findWeight(specs, classes, layer, variable);
    // A dtype that tfjs has not got is refused there.
    const entries = specs as readonly io.WeightsManifestEntry[];
    return spec && [...new WeightValues(entries, data).read(spec.name)];
  };
  const around = { writer, readWeight, onRepair, onForm: () => onRepair(form) };
  const added: KerasWeight[] = [];
  const cleaned = cleanLayers(written, around, added);
  const { model: lean, removed } = removeTrainingLayers(cleaned);
  if (removed.length > 0) {
    onRepair(`Layers that only work in training were taken out: ${removed.join(', ')}.`);
  }
  const { model: fitted, fit } = replaceResizing(addInputLayers(lean, onRepair));
  if (fit) onRepair('The model resized its own input: the photo is drawn at that size instead.');
  checkKeras(fitted);
  const model = keepPooledDimensions(fitted, onRepair);
  const weightless = new Set([...removed, ...listRescalings(model)]);
  const named = nameWeights(splitWeights(specs, data), classes, weightless);
  if (named.isChanged) onRepair('Weights got the names that TensorFlow.js looks for.');
  const weights = [...named.weights, ...added];
  const isAsItWas = notes.size === 0;
  return {
    parts: {
      topology: isAsItWas ? topology : { ...describe(topology), model_config: writeKeras(model) },
      ...(named.isChanged || added.length > 0 ? joinWeights(weights) : { specs, data }),
    },
    model,
    fit,
    notes: [...notes],
  };
}

/** Layers without weights, though they may have had some in Keras. */
function listRescalings(model: KerasModel): string[] {
  return [...walkLayers(model)].flatMap(({ className, name }) =>
    className === 'Rescaling' ? [name] : [],
  );
}

/** Who wrote it. The rest (how to train on) says nothing that an answer needs. */
function describe(topology: Config): Config {
  const { keras_version: version, backend } = topology;
  return {
    ...(typeof version === 'string' ? { keras_version: version } : {}),
    ...(typeof backend === 'string' ? { backend } : {}),
  };
}

function cleanLayers(model: KerasModel, around: Around, added: KerasWeight[]): KerasModel {
  const layers = model.layers.map((layer) => {
    if (layer.model) return { ...layer, model: cleanLayers(layer.model, around, added) };
    const { config, isChanged } = cleanConfig(layer.config);
    if (isChanged || layer.module !== '') {
      around.onForm();
    }
    const clean = { ...layer, config };
    const read = (variable: string) => around.readWeight(layer.name, variable);
    const normalised = convertNormalization(clean, read);
    if (!normalised) {
      const converted = convertLayer(clean, around);
      if (converted !== clean) around.onForm();
      return converted;
    }
    const { className } = normalised.layer;
    around.onRepair(`“${layer.name}” (Normalization) became ${className}: the same sum.`);
    added.push(...normalised.weights);
    return normalised.layer;
  });
  return { ...model, layers };
}

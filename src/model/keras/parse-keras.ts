import { ClassifierError } from '../../core/errors';
import { asArray, asRecord } from '../json-values';
import type { Call, Config, KerasLayer, KerasModel, Reference } from './keras-model';

/** NASNet has 1,000 layers, the deepest of Keras’s own. */
const MAX_LAYERS = 10_000;
const MAX_NESTING = 12;

/**
 * Reads the layers of a Keras model out of a `modelTopology`, in the form of Keras 2, of Keras 3 or
 * of tfjs.
 *
 * @returns The model, and whether it has to be written anew for tfjs to read its connections.
 * @throws ClassifierError `model-topology-damaged`, its detail naming the place.
 */
export function parseKeras(topology: Config): { model: KerasModel; isOtherForm: boolean } {
  const context: Context = { layersLeft: MAX_LAYERS, isOtherForm: false };
  const root = asRecord(topology['model_config']) ?? topology;
  const model = parseModel(root, context, 0);
  return { model, isOtherForm: context.isOtherForm };
}

interface Context {
  layersLeft: number;
  /** Whether something is written as tfjs 4.22 does not read it. */
  isOtherForm: boolean;
}

/** Whether a class is a model, that is, has layers inside. */
function isModelClass(className: string): boolean {
  return ['Sequential', 'Functional', 'Model'].includes(className);
}

function parseModel(item: Config, context: Context, nesting: number): KerasModel {
  const className = readString(item['class_name'], 'class_name');
  if (!isModelClass(className)) {
    throw new ClassifierError('model-asks-for-code', `a model of the class ${className}`);
  }
  if (nesting > MAX_NESTING) throw damaged('models inside models without an end');
  // The first tfjs wrote a sequence’s layers without a name around them.
  const isBare = Array.isArray(item['config']);
  const config = isBare ? {} : readRecord(item['config'], className);
  const items = isBare ? asArray(item['config']) : config['layers'];
  if (!Array.isArray(items)) throw damaged(`${className} without layers`);
  context.layersLeft -= items.length;
  if (context.layersLeft < 0) throw damaged(`over ${MAX_LAYERS} layers`);
  const name = typeof config['name'] === 'string' ? config['name'] : className.toLowerCase();
  const kind = className === 'Sequential' ? 'sequential' : 'functional';
  const layers = items.map((one) => parseLayer(readRecord(one, name), kind, context, nesting));
  const built = config['build_input_shape'];
  const model: KerasModel = {
    kind,
    className,
    name,
    layers,
    inputs: kind === 'sequential' ? [] : parseEnds(config['input_layers'], name, context),
    outputs: kind === 'sequential' ? [] : parseEnds(config['output_layers'], name, context),
    builtFor: Array.isArray(built) ? built : null,
  };
  if (kind === 'functional') countCallsFromZero(model, context);
  return model;
}

function parseLayer(
  item: Config,
  kind: KerasModel['kind'],
  context: Context,
  nesting: number,
): KerasLayer {
  const className = readString(item['class_name'], 'class_name');
  const config =
    className === 'Sequential' && Array.isArray(item['config'])
      ? {}
      : readRecord(item['config'], className);
  const model = isModelClass(className) ? parseModel(item, context, nesting + 1) : null;
  const name = [item['name'], config['name'], model?.name].find(
    (one) => typeof one === 'string' && one !== '',
  );
  if (typeof name !== 'string') throw damaged(`${className} without a name`);
  const nodes = asArray(item['inbound_nodes']);
  return {
    className,
    module: typeof item['module'] === 'string' ? item['module'] : '',
    name,
    config,
    model,
    calls: kind === 'sequential' ? [] : parseCalls(nodes, name, context),
  };
}

function parseCalls(nodes: unknown[], name: string, context: Context): Call[] {
  // One call of one input may be written without either bracket around it.
  const list = typeof nodes[0] === 'string' ? [nodes] : nodes;
  context.isOtherForm ||= list.some((node) => !Array.isArray(node) || !Array.isArray(node[0]));
  return list.map((node) => {
    const call: Call = {
      inputs: [],
      constants: [],
      isConstantFirst: false,
      hasOtherArguments: false,
    };
    const newer = asRecord(node);
    if (newer) readNewerCall(newer, call);
    else {
      const entries = Array.isArray(node) && typeof node[0] === 'string' ? [node] : asArray(node);
      for (const one of entries) readEntry(asArray(one), name, call);
    }
    if (call.inputs.length === 0) throw damaged(`${name} is used on nothing`);
    return call;
  });
}

/** Keras 3. Its sums call what they take `x1` and `x2`, where they are not told by their places. */
function readNewerCall(node: Config, call: Call): void {
  const { x1, x2, ...keywords } = asRecord(node['kwargs']) ?? {};
  const named = [x1, x2].filter((one) => one !== undefined);
  for (const argument of [...asArray(node['args']), ...named]) readArgument(argument, call);
  readKeywords(keywords, call);
}

/**
 * Keras 2: where the first argument comes from, and the others by name. A number that comes first is
 * written in its place, and the tensor is then one of the others: `1 - x`.
 */
function readEntry(entry: readonly unknown[], name: string, call: Call): void {
  const keywords = asRecord(entry[3]) ?? {};
  if (entry[0] !== '_CONSTANT_VALUE') {
    call.inputs.push(parseReference(entry, name));
    readKeywords(keywords, call);
    return;
  }
  readArgument(entry[2], call);
  const { y, ...others } = keywords;
  if (Array.isArray(y)) call.inputs.push(parseReference(y, name));
  readKeywords(Array.isArray(y) ? others : keywords, call);
}

/** Keras 3: a tensor, a list of tensors, or a plain value. */
function readArgument(argument: unknown, call: Call): void {
  if (Array.isArray(argument)) {
    for (const one of argument) readArgument(one, call);
    return;
  }
  const config = asRecord(asRecord(argument)?.['config']);
  if (config && Array.isArray(config['keras_history'])) {
    call.inputs.push(parseReference(config['keras_history'], 'an argument'));
  } else if (typeof argument === 'number') pushConstant(argument, call);
  else if (argument !== null) call.hasOtherArguments = true;
}

function readKeywords(keywords: Config, call: Call): void {
  for (const [name, value] of Object.entries(keywords)) {
    if (['training', 'mask', 'name', 'dtype'].includes(name)) continue;
    if (typeof value === 'number') pushConstant(value, call);
    else if (value !== null) call.hasOtherArguments = true;
  }
}

function pushConstant(value: number, call: Call): void {
  call.isConstantFirst ||= call.inputs.length === 0;
  call.constants.push(value);
}

/** `[name, node, tensor]`, alone or in a list, or by name in an object. */
function parseEnds(value: unknown, model: string, context: Context): Reference[] {
  context.isOtherForm ||= !Array.isArray(value) || !Array.isArray(value[0]);
  const where = `the ends of ${model}`;
  const list = Array.isArray(value) ? value : Object.values(asRecord(value) ?? {});
  const ends = typeof list[0] === 'string' ? [list] : list;
  if (ends.length === 0) throw damaged(`${where} are not given`);
  return ends.map((one) => parseReference(asArray(one), where));
}

function parseReference(entry: readonly unknown[], where: string): Reference {
  const [layer, call, tensor] = entry;
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value);
  if (typeof layer !== 'string' || !isCount(call) || !isCount(tensor) || call < 0 || tensor < 0) {
    throw damaged(`${where}: a connection that is none`);
  }
  return { layer, call, tensor };
}

/**
 * A model that is used as a layer was already used once, on its own inputs, when it was made. Some
 * writers count that use (the first real one is number 1), some do not. Here it is not counted.
 */
function countCallsFromZero(model: KerasModel, context: Context): void {
  const inner = model.layers.flatMap(({ calls }) => calls.flatMap(({ inputs }) => inputs));
  const references = [...model.outputs, ...inner];
  for (const { name, model: part } of model.layers) {
    if (!part) continue;
    const uses = references.filter(({ layer }) => layer === name);
    if (uses.every(({ call }) => call > 0)) for (const use of uses) use.call -= 1;
    else context.isOtherForm = true;
  }
}

function readString(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  throw damaged(`a ${what} that is no text`);
}

function readRecord(value: unknown, where: string): Config {
  const record = asRecord(value);
  if (!record) throw damaged(`${where}: an empty description`);
  return record;
}

function damaged(what: string): ClassifierError {
  return new ClassifierError('model-topology-damaged', what);
}

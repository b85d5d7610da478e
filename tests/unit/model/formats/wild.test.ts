import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClassifierError } from '../../../../src/core/errors';
import { recogniseModel } from '../../../../src/model/formats';
import { parseBoundedJson } from '../../../../src/model/formats/parse-bounded-json';
import { sniffModelFile } from '../../../../src/model/formats/sniff-model-file';
import { readFolder, treeOf } from './trees';

const foreign = fileURLToPath(new URL('../../../fixtures/models/foreign', import.meta.url));
const bodies = [
  'teachable-machine',
  'keras3-functional',
  'keras3-sequential',
  'lobe',
  'custom-vision',
  'ml5',
  'graph-scaled',
  'automl',
].map((name) => readFolder(`${foreign}/${name}`));

/** Opens it or refuses it; anything but a `ClassifierError` is a bug. */
async function tryOpening(files: Record<string, unknown>): Promise<void> {
  try {
    await recogniseModel(treeOf(files));
  } catch (error) {
    if (!(error instanceof ClassifierError)) throw error;
  }
}

/** Any JSON, with the keys that programs trip over. */
const wildJson = fc
  .jsonValue()
  .chain((value) =>
    fc.constantFrom(
      value,
      { __proto__: value },
      { modelTopology: value, weightsManifest: value },
      { modelTopology: { node: value }, weightsManifest: [] },
      { modelTopology: { class_name: 'Sequential', config: value }, weightsManifest: [] },
      { modelTopology: { class_name: 'Functional', config: { layers: value } } },
      { class_name: value, config: value },
    ),
  );

/** Replaces one value, anywhere in a JSON document, by another. */
function mutate(json: unknown, path: readonly number[], value: unknown): unknown {
  const [at, ...rest] = path;
  if (at === undefined || typeof json !== 'object' || json === null) return value;
  const keys = Object.keys(json);
  const key = keys[at % Math.max(1, keys.length)];
  if (key === undefined) return value;
  const inner = (json as Record<string, unknown>)[key];
  const changed = mutate(inner, rest, value);
  if (Array.isArray(json))
    return json.map((one: unknown, i) => (String(i) === key ? changed : one));
  return { ...json, [key]: changed };
}

const strange = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(-1, 1e300, 1e9, 0.5, '', '__proto__', 'constructor', [], {}, null, [[]]),
  fc.constantFrom<unknown>('Lambda', 'InputLayer', 'Sequential', 'input_1', 'conv', [
    ['conv', 0, 0, {}],
  ]),
);

describe('whatever is handed in', () => {
  it('any JSON as model.json: refused with a code', async () => {
    await fc.assert(
      fc.asyncProperty(wildJson, (json) =>
        tryOpening({ 'model.json': JSON.stringify(json), 'weights.bin': new Uint8Array(8) }),
      ),
      { numRuns: 300 },
    );
  });

  it('any bytes under any name: refused with a code', async () => {
    const name = fc.constantFrom('model.json', 'model.h5', 'a.onnx', 'x', 'metadata.json', 'w.bin');
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, fc.uint8Array({ maxLength: 64 })), tryOpening),
      { numRuns: 300 },
    );
  });

  it('a real topology with anything anywhere in it: opened, or refused with a code', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bodies.length - 1),
        fc.array(fc.nat(40), { minLength: 1, maxLength: 12 }),
        strange,
        async (which, path, value) => {
          const files = bodies[which] ?? {};
          const json: unknown = JSON.parse(new TextDecoder().decode(files['model.json']));
          await tryOpening({ ...files, 'model.json': JSON.stringify(mutate(json, path, value)) });
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('a real model with anything in its sidecars: opened, or refused with a code', async () => {
    const sidecars = ['metadata.json', 'signature.json', 'cvexport.manifest', 'manifest.json'];
    const others = [
      'labels.json',
      'class_indices.json',
      'model_meta.json',
      'labels.txt',
      'dict.txt',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bodies.length - 1),
        fc.constantFrom(...sidecars, ...others),
        fc.array(fc.nat(10), { maxLength: 5 }),
        strange,
        async (which, name, path, value) => {
          const files = bodies[which] ?? {};
          const bytes = files[name];
          const isJson = bytes !== undefined && !name.endsWith('.txt');
          const json: unknown = isJson ? JSON.parse(new TextDecoder().decode(bytes)) : {};
          await tryOpening({ ...files, [name]: JSON.stringify(mutate(json, path, value)) });
        },
      ),
      { numRuns: 600 },
    );
  });

  it('first bytes of any kind: a code or nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(sniffModelFile(bytes)).toSatisfy(
          (code: unknown) => code === null || /^model-is-/.test(code as string),
        );
      }),
    );
  });
});

describe('a JSON file', () => {
  const parse = (text: string) => parseBoundedJson(new TextEncoder().encode(text), 'model.json');

  it('replaces no prototype, however the key is written', () => {
    for (const key of ['__proto__', '\\u005f_proto__']) {
      const json = parse(`{"a": {"${key}": {"polluted": true}, "b": 1}}`) as { a: object };
      expect(Object.keys(json.a)).toEqual(['b']);
      expect(Object.assign({}, json.a)).not.toHaveProperty('polluted');
    }
  });

  it('of 65 MB is refused before it is parsed', () => {
    const bytes = new Uint8Array(65 * 2 ** 20);
    expect(() => parseBoundedJson(bytes, 'model.json')).toThrow(
      expect.objectContaining({ code: 'model-json-too-large' }),
    );
  });

  it('of 500 MB is refused before it is read', async () => {
    const read = () => Promise.reject(new Error('read'));
    const tree = { name: 'x', files: [{ path: 'model.json', bytes: 500e6, read }] };
    await expect(recogniseModel(tree)).rejects.toMatchObject({ code: 'model-json-too-large' });
  });

  it('may hold brackets and quotes in its texts', () => {
    const text = JSON.stringify({ a: '[[[{{{"\\'.repeat(200) });
    expect(parse(text)).toEqual(JSON.parse(text));
  });
});

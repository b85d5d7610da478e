import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ClassifierError } from '../../../src/core/errors';
import { checkGraph } from '../../../src/model/check-graph';
import { parseModelJson } from '../../../src/model/model-json';
import { parseTfjsModel } from '../../../src/model/parse-tfjs-model';
import { parseJson } from '../../../src/model/read-part';
import { tfjsOps } from '../../../src/model/tfjs-ops';

interface Node {
  name: string;
  op: string;
  input?: string[];
}

const weight = { name: 'w', shape: [2], dtype: 'float32' as const };
const sound: Node[] = [
  { name: 'image', op: 'Placeholder' },
  { name: 'w', op: 'Const' },
  { name: 'sum', op: 'AddV2', input: ['image', 'w'] },
  { name: 'answer', op: 'Softmax', input: ['sum:0', '^w'] },
];

function graphOf(node: readonly Node[], more: Record<string, unknown> = {}) {
  return {
    topology: { node, ...more },
    signature: null,
    weightSpecs: [weight],
    weightData: new ArrayBuffer(8),
  };
}

function jsonOf(weights: unknown[], topology: unknown = { node: sound }) {
  return { modelTopology: topology, weightsManifest: [{ paths: ['w.bin'], weights }] };
}

/** The code of what this throws; `null` when nothing. */
function codeOf(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(ClassifierError);
    return error instanceof ClassifierError ? error.code : '';
  }
}

describe('a graph is refused before it is built', () => {
  test('and a sound one is not', () => {
    expect(codeOf(() => checkGraph(graphOf(sound)))).toBeNull();
  });

  test.each<[string, Node[], string, string]>([
    [
      'that goes in a circle',
      [
        { name: 'w', op: 'Const' },
        { name: 'a', op: 'AddV2', input: ['b', 'w'] },
        { name: 'b', op: 'Relu', input: ['a'] },
      ],
      'model-topology-damaged',
      'a, b',
    ],
    [
      'that waits for itself',
      [{ name: 'a', op: 'NoOp', input: ['^a'] }],
      'model-topology-damaged',
      'circle',
    ],
    [
      'whose input is missing',
      [{ name: 'a', op: 'Relu', input: ['gone:0'] }],
      'model-topology-damaged',
      'gone',
    ],
    [
      'with an inherited name for an input',
      [{ name: 'a', op: 'Relu', input: ['constructor'] }],
      'model-topology-damaged',
      'constructor',
    ],
    [
      'with two nodes of one name',
      [
        { name: 'a', op: 'NoOp' },
        { name: 'a', op: 'NoOp' },
      ],
      'model-topology-damaged',
      'a',
    ],
    [
      'with a node called __proto__',
      [{ name: '__proto__', op: 'NoOp' }],
      'model-topology-damaged',
      '__proto__',
    ],
    [
      'with operations that tfjs lacks',
      [
        { name: 'a', op: 'DecodeJpeg' },
        { name: 'b', op: 'PyFunc' },
        { name: 'c', op: 'PyFunc' },
      ],
      'model-op-unsupported',
      'DecodeJpeg, PyFunc',
    ],
    [
      'with a constant that has no weights',
      [{ name: 'v', op: 'Const' }],
      'model-part-missing',
      'v',
    ],
  ])('%s', (_, nodes, code, named) => {
    expect(() => checkGraph(graphOf(nodes))).toThrow(
      expect.objectContaining({ code, detail: expect.stringContaining(named) as string }),
    );
  });

  test('with an unknown operation inside a function', () => {
    const library = { function: [{ nodeDef: [{ name: 'f', op: 'ReadFile' }] }] };
    const code = codeOf(() => checkGraph(graphOf(sound, { library })));
    expect(code).toBe('model-op-unsupported');
  });

  test.each([
    ...['While', 'StatelessWhile', 'If', 'StatelessIf'],
    ...['Enter', 'Exit', 'NextIteration', 'LoopCond'],
  ])('with %s, which may never end', (op) => {
    const node = { name: 'turn', op, input: ['sum'] };
    expect(codeOf(() => checkGraph(graphOf([...sound, node])))).toBe('model-has-loops');
    const library = { function: [{ nodeDef: [node] }] };
    expect(codeOf(() => checkGraph(graphOf(sound, { library })))).toBe('model-has-loops');
  });

  test('even if it is a chain as long as a graph may be', () => {
    const chain = Array.from({ length: 50_000 }, (_, i): Node => {
      return { name: `${i}`, op: 'Relu', input: [i === 0 ? 'w' : `${i - 1}`] };
    });
    expect(codeOf(() => checkGraph(graphOf([{ name: 'w', op: 'Const' }, ...chain])))).toBeNull();
  });
});

test('the list of operations is the one that the installed converter has', () => {
  const converter = createRequire(import.meta.url).resolve(
    '@tensorflow/tfjs-converter/package.json',
  );
  const folder = join(dirname(converter), 'dist/operations/op_list');
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.js') && !file.endsWith('_test.js'))
    .flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(/'tfOpName': '([^']+)'/g),
    ])
    .map(([, name]) => name);
  expect(names.length).toBeGreaterThan(200);
  expect([...tfjsOps].sort()).toEqual([...new Set(names)].sort());
});

describe('weights are refused before memory is taken', () => {
  test.each<[string, number[], string]>([
    ['100 GB', [100_000, 250_000], 'model-too-large'],
    ['more than a double holds', new Array<number>(30).fill(2 ** 50), 'model-too-large'],
    ['infinity times nothing', [...new Array<number>(30).fill(2 ** 50), 0], 'model-too-large'],
    ['longer than the data', [3], 'model-part-damaged'],
    ['shorter than the data', [1], 'model-part-damaged'],
    ['a negative side', [-2, -1], 'model-unsupported'],
    ['half a side', [0.5], 'model-unsupported'],
    ['more axes than anything', new Array<number>(40).fill(1), 'model-unsupported'],
  ])('%s', (_, shape, code) => {
    const json = jsonOf([{ ...weight, shape }]);
    expect(codeOf(() => parseTfjsModel(json, new ArrayBuffer(8), 'model.json'))).toBe(code);
  });

  test.each<[string, unknown[], string]>([
    ['many that are too large together', new Array(3).fill(0), 'model-too-large'],
    ['two of one name', [weight, weight], 'model-topology-damaged'],
    ['one called __proto__', [{ ...weight, name: '__proto__' }], 'model-unsupported'],
    ['text', [{ ...weight, dtype: 'string' }], 'model-unsupported'],
    [
      'a scale that is not a number',
      [{ ...weight, quantization: { dtype: 'uint8', scale: null } }],
      'model-unsupported',
    ],
  ])('%s', (_, weights, code) => {
    const specs = weights.map((spec, i) =>
      spec === 0 ? { ...weight, name: `w${i}`, shape: [2 ** 27] } : spec,
    );
    const data = new ArrayBuffer(8);
    expect(codeOf(() => parseTfjsModel(jsonOf(specs), data, 'model.json'))).toBe(code);
  });

  test('a weight that is not a number', () => {
    const data = Float32Array.of(1, NaN).buffer;
    const code = codeOf(() => parseTfjsModel(jsonOf([weight]), data, 'model.json'));
    expect(code).toBe('model-weights-invalid');
  });
});

describe('JSON of a model', () => {
  const parse = (text: string) => parseJson(new TextEncoder().encode(text), 'model.json');

  test('cannot replace what an object inherits from', () => {
    for (const key of ['__proto__', '\\u005f_proto__', '__pr\\u006fto__']) {
      const parsed = parse(`{"a": {"${key}": {"polluted": true}, "b": 1}}`);
      const copy = Object.assign({}, (parsed as { a: object }).a);
      expect(copy).not.toHaveProperty('polluted');
      expect(copy).toHaveProperty('b', 1);
    }
  });

  test('cannot be so deep that programs run out of stack', () => {
    const code = codeOf(() => parse('['.repeat(100_000) + ']'.repeat(100_000)));
    expect(code).toBe('model-json-too-large');
  });

  test('whatever it holds, only a ClassifierError comes out', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        codeOf(() => parseTfjsModel(parse(text), new ArrayBuffer(8), 'model.json'));
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        codeOf(() => parseJson(bytes, 'model.json'));
      }),
    );
  });

  test('nearly right, with one part replaced by anything, it is refused or sound', () => {
    const whole = jsonOf([weight]);
    const places = [
      ['modelTopology'],
      ['modelTopology', 'node'],
      ['modelTopology', 'node', '2'],
      ['modelTopology', 'node', '2', 'input'],
      ['weightsManifest'],
      ['weightsManifest', '0', 'paths'],
      ['weightsManifest', '0', 'weights', '0'],
      ['weightsManifest', '0', 'weights', '0', 'shape'],
      ['weightsManifest', '0', 'weights', '0', 'quantization'],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), (place, value) => {
        const json = structuredClone(whole);
        let at: unknown = json;
        for (const key of place.slice(0, -1)) at = Reflect.get(at as object, key);
        Reflect.set(at as object, place.at(-1) ?? '', value);
        const code = codeOf(() => parseTfjsModel(json, new ArrayBuffer(8), 'model.json'));
        if (code === null) expect(parseModelJson(json, 'model.json').weightSpecs).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClassifierError } from '../../../src/core/errors';
import {
  asFolder,
  fileNameOf,
  folderOf,
  nameAddress,
  parseModelAddress,
  planAddress,
  resolvePart,
} from '../../../src/services/model-address';

const share = 'https://teachablemachine.withgoogle.com/models/bXy2kDNi-/';
const storage = 'https://storage.googleapis.com/tm-model/bXy2kDNi-/';

function codeOf(run: () => unknown): string {
  try {
    run();
    return 'none';
  } catch (error) {
    return error instanceof ClassifierError ? error.code : 'another error';
  }
}

describe('parseModelAddress', () => {
  it.each([
    ['https://example.org/model.json', 'https://example.org/model.json'],
    ['  <https://example.org/a b/>\n', 'https://example.org/a%20b/'],
    ['example.org/models/bears', 'https://example.org/models/bears'],
    ['example.org:8443/model.json', 'https://example.org:8443/model.json'],
    ['https://example.org/m/?token=1#top', 'https://example.org/m/?token=1'],
    ['http://localhost:8080/model.zip', 'http://localhost:8080/model.zip'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080/'],
    [
      'https://github.com/someone/bears/blob/main/export/model.json',
      'https://raw.githubusercontent.com/someone/bears/main/export/model.json',
    ],
    [
      'https://github.com/someone/bears/tree/main/export',
      'https://raw.githubusercontent.com/someone/bears/main/export/',
    ],
    [
      'https://huggingface.co/someone/bears/blob/main/model.json',
      'https://huggingface.co/someone/bears/resolve/main/model.json',
    ],
  ])('reads %s', (text, address) => {
    expect(parseModelAddress(text).href).toBe(address);
  });

  it.each([
    ['', 'address-invalid'],
    ['bears', 'address-invalid'],
    ['my bears.zip', 'address-invalid'],
    ['ftp://example.org/model.json', 'address-invalid'],
    ['file:///etc/passwd', 'address-invalid'],
    ['javascript:alert(1)', 'address-invalid'],
    ['data:application/json,{}', 'address-invalid'],
    ['https://me:secret@example.org/model.json', 'address-invalid'],
    ['http://example.org/model.json', 'address-insecure'],
    ['http://localhost.example.org/model.json', 'address-insecure'],
  ])('refuses %s', (text, code) => {
    expect(codeOf(() => parseModelAddress(text))).toBe(code);
  });

  it('gives an address that the download document may ask, or a code', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.constantFrom('http://', 'https:', '@', '#'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 3 }), (pieces) => {
        try {
          const { protocol, hostname, hash, username } = parseModelAddress(pieces.join(''));
          const isLoopback = ['localhost', '127.0.0.1'].includes(hostname);
          expect(protocol === 'https:' || (protocol === 'http:' && isLoopback)).toBe(true);
          expect(hash + username).toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(ClassifierError);
        }
      }),
    );
  });
});

describe('planAddress', () => {
  it.each([
    share,
    share.slice(0, -1),
    `${share}model.json`,
    `${share}metadata.json`,
    `${share}?usp=sharing`,
    `${storage}model.json?generation=7`,
    storage,
  ])('knows %s as one of Teachable Machine’s, and both places where it lies', (address) => {
    const plan = planAddress(new URL(address));
    if (plan.kind !== 'folder') throw new Error(plan.kind);
    expect(plan.urls.map(({ href }) => href)).toEqual([share, storage]);
  });

  it.each([
    ['https://example.org/models/bears/', 'folder'],
    ['https://example.org', 'folder'],
    ['https://example.org/bears/model.json?token=1', 'description'],
    ['https://example.org/bears/bearings.json', 'description'],
    ['https://example.org/nsfw.json', 'description'],
    ['https://example.org/bears.zip', 'file'],
    ['https://example.org/project.tm', 'file'],
    ['https://example.org/bears.h5', 'file'],
    ['https://example.org/bears', 'unknown'],
    ['https://example.org/v1.0', 'unknown'],
    ['https://storage.googleapis.com/somebody/bears', 'unknown'],
  ])('takes %s for a %s', (address, kind) => {
    expect(planAddress(new URL(address)).kind).toBe(kind);
  });

  it('looks beside a small file for the model', () => {
    const plan = planAddress(new URL('https://example.org/bears/labels.txt?key=1'));
    expect(plan).toEqual({ kind: 'folder', urls: [new URL('https://example.org/bears/?key=1')] });
  });
});

describe('the parts of a model', () => {
  const folder = new URL('https://example.org/bears/?key=1');

  it('lie in its folder, and are asked for with its query', () => {
    const path = 'a b/group1-shard1of1.bin';
    expect(resolvePart(folder, path).href).toBe(
      'https://example.org/bears/a%20b/group1-shard1of1.bin?key=1',
    );
    expect(resolvePart(folder, './weights.bin').href).toBe(
      'https://example.org/bears/weights.bin?key=1',
    );
    expect(resolvePart(folder, 'what?.bin#1').pathname).toBe('/bears/what%3F.bin%231');
  });

  it.each(['../other', 'a/../../b', '/etc/passwd', 'https://elsewhere.org/x', 'a//b', '..\\x', ''])(
    'do not lie at “%s”',
    (path) => {
      expect(codeOf(() => resolvePart(folder, path))).toBe('archive-unsafe');
    },
  );

  it('never lie outside, whatever a description says', () => {
    const odd = fc.constantFrom('..', '.', '/', '\\', '%2e%2e', '?', '#', ':', '@', '\0', '//');
    fc.assert(
      fc.property(fc.array(fc.oneof(odd, fc.string()), { maxLength: 6 }), (pieces) => {
        try {
          const url = resolvePart(folder, pieces.join(''));
          expect(url.href.startsWith('https://example.org/bears/')).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: 'archive-unsafe' });
        }
      }),
    );
  });
});

describe('names and folders', () => {
  it.each([
    ['https://example.org/my%20bears/model.json', 'my bears'],
    ['https://example.org/my-bears.zip?x', 'my-bears'],
    ['https://example.org/bears/', 'bears'],
    ['https://example.org/', 'example.org'],
    ['https://example.org/model.json', 'example.org'],
    ['https://example.org/100%/', '100%'],
  ])('calls what lies at %s “%s”', (address, name) => {
    expect(nameAddress(new URL(address))).toBe(name);
  });

  it('tells a file from its folder', () => {
    const url = new URL('https://example.org/a/model.json?k=1');
    expect(folderOf(url).href).toBe('https://example.org/a/?k=1');
    expect(fileNameOf(url)).toBe('model.json');
    expect(asFolder(new URL('https://example.org/a?k=1')).href).toBe('https://example.org/a/?k=1');
  });
});

import { describe, expect, it } from 'vitest';
import { ClassifierError, type ErrorCode } from '../../../src/core/errors';
import {
  collectModel,
  type CollectedModel,
  type CollectOptions,
  type FetchFile,
} from '../../../src/services/collect-model';

type Answer = string | { status?: number; type?: string; body?: string; fails?: ErrorCode };

const base = 'https://example.org/bears/';
const page = { type: 'text/html; charset=utf-8', body: '<!doctype html>' };

/** A web of a few files; everything else is a 404. Remembers what it was asked for. */
function makeWeb(files: Record<string, Answer>) {
  const asked: string[] = [];
  const fetchFile: FetchFile = async (url, { signal, limitBytes, onBytes }) => {
    asked.push(url.href);
    if (signal?.aborted) throw new ClassifierError('cancelled');
    const answer = files[url.href] ?? { status: 404 };
    const {
      status = 200,
      type = '',
      body = '',
      fails,
    } = typeof answer === 'string' ? { body: answer } : answer;
    if (fails) throw new ClassifierError(fails, url.href);
    const blob = new Blob(status === 200 ? [body] : []);
    if (blob.size > limitBytes) throw new ClassifierError('download-too-large');
    if (status === 200) onBytes?.(0, blob.size);
    onBytes?.(blob.size, null);
    return { status, contentType: type, address: url, blob };
  };
  return { asked, fetchFile };
}

function collect(
  files: Record<string, Answer>,
  address: string,
  options: Partial<CollectOptions> = {},
): Promise<CollectedModel> {
  return collectModel(new URL(address), { fetchFile: makeWeb(files).fetchFile, ...options });
}

function pathsOf({ files }: CollectedModel): string[] {
  return files.map(({ path }) => path).sort();
}

const description = JSON.stringify({
  modelTopology: {},
  weightsManifest: [
    { paths: ['a.bin', 'b.bin'], weights: [{ name: 'k', shape: [2, 1], dtype: 'float32' }] },
    {
      paths: ['sub/c.bin'],
      weights: [{ name: 'q', shape: [3], dtype: 'float32', quantization: { dtype: 'uint8' } }],
    },
  ],
});
const model = {
  [`${base}model.json`]: description,
  [`${base}a.bin`]: '1234',
  [`${base}b.bin`]: '5678',
  [`${base}sub/c.bin`]: '90!',
  [`${base}metadata.json`]: '{"labels":["a","b"]}',
};
const allPaths = ['a.bin', 'b.bin', 'metadata.json', 'model.json', 'sub/c.bin'];

describe('collectModel', () => {
  it.each([`${base}model.json`, base, base.slice(0, -1), `${base}metadata.json`])(
    'finds the whole model at %s',
    async (address) => {
      const found = await collect(model, address);
      expect(pathsOf(found)).toEqual(allPaths);
      expect(found.name).toBe('bears');
      const shard = found.files.find(({ path }) => path === 'sub/c.bin');
      expect(await shard?.blob.text()).toBe('90!');
    },
  );

  it('tells how far it is, up to all of it', async () => {
    const steps: [number, number][] = [];
    await collect(model, base, { onProgress: (...step) => steps.push(step) });
    const bytes = Object.values(model).reduce((sum, text) => sum + text.length, 0);
    expect(steps.at(-1)).toEqual([bytes, bytes]);
    expect(steps.every(([loaded, total]) => loaded <= total)).toBe(true);
    const loaded = steps.map(([so]) => so);
    expect(loaded).toEqual(loaded.toSorted((a, b) => a - b));
  });

  it('fetches a zip as it is, whatever its address looks like', async () => {
    const zip = {
      'https://example.org/export': 'PK\u0003\u0004…',
      'https://example.org/x.zip': 'PK',
    };
    expect(await collect(zip, 'https://example.org/x.zip')).toMatchObject({
      name: 'x',
      files: [{ path: 'x.zip' }],
    });
    expect(pathsOf(await collect(zip, 'https://example.org/export'))).toEqual(['export.zip']);
  });

  it('looks where Teachable Machine’s links lead when the link itself does not answer', async () => {
    const storage = 'https://storage.googleapis.com/tm-model/abc/';
    const moved = Object.fromEntries(
      Object.entries(model).map(([address, text]) => [address.replace(base, storage), text]),
    );
    const share = 'https://teachablemachine.withgoogle.com/models/abc';
    expect(pathsOf(await collect(moved, share))).toEqual(allPaths);
  });

  it('fetches every file that a bearings.json names', async () => {
    const part = (path: string) => ({ path, bytes: 1, sha256: 'a'.repeat(64) });
    const manifest = JSON.stringify({
      format: 'bearings-model',
      network: { kind: 'tfjs-layers', model: part('model.json'), weights: [part('a.bin')] },
      detector: { bank: part('bank.bin'), bankLabels: [0] },
    });
    const web = {
      ...model,
      [`${base}bearings.json`]: manifest,
      [`${base}bank.bin`]: 'x',
    };
    const expected = [...allPaths, 'bank.bin', 'bearings.json'].sort();
    expect(pathsOf(await collect(web, `${base}bearings.json`))).toEqual(expected);
    expect(pathsOf(await collect(web, base))).toEqual(expected);
  });

  it.each<[string, Answer, ErrorCode]>([
    ['nothing', { status: 404 }, 'address-not-found'],
    ['a closed door', { status: 403 }, 'address-refused'],
    ['a web page', page, 'address-web-page'],
    ['an overloaded host', { status: 503 }, 'download-interrupted'],
    [
      'a host that forbids reading',
      { fails: 'address-forbids-reading' },
      'address-forbids-reading',
    ],
    ['no host', { fails: 'address-unreachable' }, 'address-unreachable'],
    ['no connection', { fails: 'network-offline' }, 'network-offline'],
  ])('says that there is %s', async (_, answer, code) => {
    for (const address of [`${base}model.json`, base, `${base}x.zip`]) {
      const web = { [`${base}model.json`]: answer, [`${base}x.zip`]: answer };
      await expect(collect(web, address)).rejects.toMatchObject({ code });
    }
  });

  it.each<[string, Answer]>([
    ['missing', { status: 404 }],
    ['hidden', { status: 403 }],
    ['missing without leave to read so', { fails: 'address-forbids-reading' }],
    ['answered with a front page', page],
  ])('goes without a small file that is %s', async (_, answer) => {
    const web = { ...model, [`${base}metadata.json`]: answer };
    expect(pathsOf(await collect(web, base))).toEqual(
      allPaths.filter((path) => path !== 'metadata.json'),
    );
  });

  it('looks for a list of labels where no maker’s file is', async () => {
    const { [`${base}metadata.json`]: _, ...bare } = model;
    const web = makeWeb({ ...bare, [`${base}class_names.json`]: '["a","b"]' });
    const found = await collectModel(new URL(base), { fetchFile: web.fetchFile });
    expect(pathsOf(found)).toContain('class_names.json');
    const other = makeWeb(model);
    await collectModel(new URL(base), { fetchFile: other.fetchFile });
    expect(other.asked).not.toContain(`${base}class_names.json`);
  });

  it('does not go without a small file when the connection broke', async () => {
    const web = { ...model, [`${base}metadata.json`]: { fails: 'download-interrupted' as const } };
    await expect(collect(web, base)).rejects.toMatchObject({ code: 'download-interrupted' });
  });

  it.each<Answer>([{ status: 404 }, page])('says which weights are missing', async (answer) => {
    const web = { ...model, [`${base}b.bin`]: answer };
    await expect(collect(web, base)).rejects.toMatchObject({
      code: 'model-part-missing',
      detail: expect.stringContaining('b.bin') as string,
    });
  });

  it('asks for nothing outside the model’s folder', async () => {
    const hostile = JSON.stringify({ weightsManifest: [{ paths: ['../../secret'], weights: [] }] });
    const web = makeWeb({ ...model, [`${base}model.json`]: hostile });
    const collecting = collectModel(new URL(base), { fetchFile: web.fetchFile });
    await expect(collecting).rejects.toMatchObject({ code: 'archive-unsafe' });
    expect(web.asked.filter((address) => !address.startsWith(base))).toEqual([]);
  });

  it('asks for no ten thousand files', async () => {
    const paths = Array.from({ length: 10_000 }, (_, i) => `${i}.bin`);
    const hostile = JSON.stringify({ weightsManifest: [{ paths, weights: [] }] });
    const web = makeWeb({ [`${base}model.json`]: hostile });
    const collecting = collectModel(new URL(base), { fetchFile: web.fetchFile });
    await expect(collecting).rejects.toMatchObject({ code: 'archive-unsafe' });
    expect(web.asked.length).toBeLessThan(30);
  });

  it('survives descriptions that are nothing of the kind', async () => {
    for (const odd of [
      '',
      '[]',
      'null',
      '{"weightsManifest":[null,{"paths":7}]}',
      '{"__proto__":1}',
    ]) {
      const found = await collect({ [`${base}model.json`]: odd }, `${base}model.json`);
      expect(pathsOf(found)).toEqual(['model.json']);
    }
  });

  it('stops when it is cancelled', async () => {
    const stop = new AbortController();
    const web = makeWeb(model);
    const collecting = collectModel(new URL(base), {
      fetchFile: web.fetchFile,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(collecting).rejects.toMatchObject({ code: 'cancelled' });
    expect(web.asked).not.toContain(`${base}a.bin`);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../../../src/services/catalogue';

const bears = readFileSync(new URL('../../../models/bears/bearings.json', import.meta.url), 'utf8');
const address = 'https://example.org/models/index.json';

/** A host with these files; what else is asked for is remembered and not found. */
function hostWith(files: Record<string, string>) {
  const asked: string[] = [];
  const fetcher: typeof fetch = (input) => {
    const path = new URL(input instanceof Request ? input.url : input).pathname;
    asked.push(path);
    const body = files[path];
    return Promise.resolve(new Response(body ?? null, { status: body === undefined ? 404 : 200 }));
  };
  return { fetcher, asked };
}

function indexOf(...models: object[]) {
  return JSON.stringify({ models, default: 'bears' });
}

describe('readCatalogue', () => {
  it('reads every manifest that the index names', async () => {
    const { fetcher } = hostWith({
      '/models/index.json': indexOf({ id: 'bears', manifest: 'bears/bearings.json' }),
      '/models/bears/bearings.json': bears,
    });
    const { entries, defaultId } = await readCatalogue(address, fetcher);
    expect(defaultId).toBe('bears');
    expect(entries[0]).toMatchObject({ id: 'bears', problem: null, manifest: { name: 'Bears' } });
  });

  it('keeps a model that is missing or broken in the list, with its problem', async () => {
    const { fetcher } = hostWith({
      '/models/index.json': indexOf(
        { id: 'gone', manifest: 'gone/bearings.json' },
        { id: 'odd', manifest: 'odd/bearings.json' },
      ),
      '/models/odd/bearings.json': '{"format": "something else"}',
    });
    const { entries } = await readCatalogue(address, fetcher);
    expect(entries.map(({ problem }) => problem?.code)).toEqual([
      'model-not-found',
      'model-manifest-invalid',
    ]);
  });

  it('does not ask for a model that the build knows is not there', async () => {
    const { fetcher, asked } = hostWith({
      '/models/index.json': indexOf({
        id: 'mobilenet',
        manifest: 'mobilenet/bearings.json',
        addedByUser: true,
        absent: true,
      }),
    });
    const { entries } = await readCatalogue(address, fetcher);
    expect(entries[0]).toMatchObject({ addedByUser: true, problem: { code: 'model-not-found' } });
    expect(asked).toEqual(['/models/index.json']);
  });

  it('fails when the index itself cannot be read or makes no sense', async () => {
    await expect(readCatalogue(address, hostWith({}).fetcher)).rejects.toMatchObject({
      code: 'model-not-found',
    });
    const { fetcher } = hostWith({ '/models/index.json': '{"models": 3}' });
    await expect(readCatalogue(address, fetcher)).rejects.toMatchObject({
      code: 'model-manifest-invalid',
    });
  });
});

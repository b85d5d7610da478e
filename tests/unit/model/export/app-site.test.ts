import { describe, expect, it } from 'vitest';
import { writeAppSite } from '../../../../src/model/export/app-site';
import { writeElementKit } from '../../../../src/model/export/element-kit';
import { parseExportParts } from '../../../../src/model/export/export-parts';
import type { HeldFile } from '../../../../src/model/memory-files';

const bytes = (text: string) => new TextEncoder().encode(text);
const parts = parseExportParts({
  format: 'bearings-export-parts',
  app: ['assets/index-1.js'],
  element: ['element/image-classifier.js'],
  elementFile: 'element/image-classifier.js',
  page: '<title>%name%</title><meta content="%identity%"><meta content="%description%%background%">',
  serviceWorker: 'store(self.__WB_MANIFEST);',
  webManifest: { name: 'Bearings', start_url: './', icons: [] },
  licence: 'MIT',
});
const identity = {
  id: 'bears',
  name: 'A & "B" <i>$& %description%',
  shortName: 'AB',
  description: 'Bears',
  themeColour: '#123456',
  backgroundColour: '#fedcba',
  iconText: 'A',
};
const model: HeldFile[] = [{ path: 'bearings.json', content: bytes('{}') }];

async function readSite(): Promise<Map<string, string>> {
  const files = await writeAppSite({
    parts,
    identity,
    built: [{ path: 'assets/index-1.js', content: bytes('code') }],
    model,
    icons: [{ path: 'icon-192.png', content: new Blob(['png']) }],
  });
  const texts = files.map(async ({ path, content }): Promise<[string, string]> => [
    path,
    content instanceof Blob ? await content.text() : new TextDecoder().decode(content),
  ]);
  return new Map(await Promise.all(texts));
}

describe('writeAppSite', () => {
  it('lets no name out of its place in the page', async () => {
    const page = (await readSite()).get('index.html') ?? '';
    expect(page).toContain('<title>A &amp; &quot;B&quot; &lt;i&gt;$&amp; %description%</title>');
    expect(page).toContain('content="Bears#fedcba"');
    const [, told = ''] = /<meta content="([^"]*)">/.exec(page) ?? [];
    const unescaped = told
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
    expect(JSON.parse(unescaped)).toEqual(identity);
  });

  it('lists every file of the app for the service worker, and no other', async () => {
    const site = await readSite();
    const [, list = ''] = /^store\((.*)\);$/.exec(site.get('service-worker.js') ?? '') ?? [];
    const stored = JSON.parse(list) as { url: string; revision: string | null }[];
    const unlisted = ['service-worker.js', 'README.txt', 'LICENSE.txt'];
    expect(stored.map(({ url }) => url).sort()).toEqual(
      [...site.keys()].filter((path) => !unlisted.includes(path)).sort(),
    );
    // SHA-256 of "png", by sha256sum, cut to 32 digits.
    expect(stored.find(({ url }) => url === 'icons/icon-192.png')?.revision).toBe(
      '8f8cbb7dcf46e0bc7d53265749a6c17d',
    );
    expect(stored.find(({ url }) => url === 'assets/index-1.js')?.revision).toBeNull();
  });

  it('offers its one model, under its own name', async () => {
    const site = await readSite();
    expect(JSON.parse(site.get('models/index.json') ?? '')).toEqual({
      models: [{ id: 'bears', manifest: 'bears/bearings.json' }],
      default: 'bears',
    });
    expect(site.get('models/bears/bearings.json')).toBe('{}');
    expect(JSON.parse(site.get('manifest.webmanifest') ?? '')).toMatchObject({
      ...{ name: identity.name, short_name: 'AB', start_url: './' },
      ...{ theme_color: '#123456', background_color: '#fedcba' },
    });
  });
});

describe('writeElementKit', () => {
  it('names in its page the files that are in it', () => {
    const files = writeElementKit(
      parts,
      'Bears',
      [{ path: parts.elementFile, content: bytes('') }],
      model,
    );
    const paths = new Set(files.map(({ path }) => path));
    const page = files.find(({ path }) => path === 'index.html')?.content;
    const text = page instanceof Uint8Array ? new TextDecoder().decode(page) : '';
    const named = [...text.matchAll(/(?:src|model)="\.\/([^"]+)"/g)].map(([, path = '']) => path);
    expect(named).toHaveLength(2);
    for (const path of named) expect(paths).toContain(path);
  });
});

describe('parseExportParts', () => {
  it('refuses what is no list of parts', () => {
    expect(() => parseExportParts({ format: 'something' })).toThrow(
      expect.objectContaining({ code: 'export-parts-missing' }),
    );
  });
});

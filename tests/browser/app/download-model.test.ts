import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { downloadModel } from '../../../src/app/open-model/download-model';
import { readyMessage } from '../../../src/download/protocol';

const modelJson = JSON.stringify({
  modelTopology: {},
  weightsManifest: [{ paths: ['one shard.bin', 'two.bin'], weights: [] }],
});
const files = {
  'model.json': modelJson,
  'one shard.bin': 'first',
  'two.bin': 'second',
  'metadata.json': '{"labels":["a","b"]}',
  'model.zip': 'PK\u0003\u0004',
};

describe('downloadModel', () => {
  let host = '';

  beforeAll(async () => {
    host = await commands.startOtherHost(files);
  });

  afterAll(async () => {
    await commands.stopOtherHost();
  });

  afterEach(() => {
    expect(document.querySelectorAll('iframe')).toHaveLength(0);
  });

  it.each(['open/model.json', 'open/', 'open', 'moved/model.json'])(
    'fetches a whole model from another origin: %s',
    async (path) => {
      const steps: [number, number][] = [];
      const model = await downloadModel(`${host}${path}`, {
        onProgress: (...step) => steps.push(step),
      });
      const texts = await Promise.all(
        model.files.map(async (file) => [file.path, await file.blob.text()] as const),
      );
      const { 'model.zip': _, ...expected } = files;
      expect(Object.fromEntries(texts)).toEqual(expected);
      const bytes = Object.values(expected).join('').length;
      expect(steps.at(-1)).toEqual([bytes, bytes]);
    },
  );

  it('tells the host neither who asks nor where from', async () => {
    await downloadModel(`${host}open/model.zip`);
    const { headers } = await commands.lastRequestOfOtherHost();
    expect(headers).toMatchObject({ origin: 'null' });
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['referer']));
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['cookie']));
  });

  it.each([
    ['closed/model.json', 'address-forbids-reading'],
    ['open/nothing.zip', 'address-not-found'],
    ['open/nothing/', 'address-not-found'],
    ['page/model.json', 'address-web-page'],
    ['page/anything', 'address-web-page'],
  ])('says what is the matter with %s: %s', async (path, code) => {
    await expect(downloadModel(`${host}${path}`)).rejects.toMatchObject({ code });
  });

  it('says that nobody is there', async () => {
    const gone = await commands.findFreePort();
    const downloading = downloadModel(`http://127.0.0.1:${gone}/model.zip`);
    await expect(downloading).rejects.toMatchObject({ code: 'address-unreachable' });
  });

  it('stops in the middle, and the host notices', async () => {
    const stop = new AbortController();
    const downloading = downloadModel(`${host}slow/model.zip`, {
      signal: stop.signal,
      onProgress: (loaded) => {
        if (loaded > 0) stop.abort();
      },
    });
    await expect(downloading).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => commands.countOpenAtOtherHost()).toBe(0);
  });

  it('does not even begin when it is cancelled already', async () => {
    const downloading = downloadModel(`${host}open/model.zip`, { signal: AbortSignal.abort() });
    await expect(downloading).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('listens to no other frame', async () => {
    const stranger = document.createElement('iframe');
    stranger.setAttribute('sandbox', 'allow-scripts');
    const greeting = JSON.stringify(readyMessage);
    stranger.srcdoc = `<script>
      addEventListener('message', () => parent.postMessage('was given a port', '*'));
      setInterval(() => parent.postMessage(${greeting}, '*'), 1);
    </script>`;
    const heard: unknown[] = [];
    const listen = ({ data }: MessageEvent) => heard.push(data);
    addEventListener('message', listen);
    document.body.append(stranger);
    await expect.poll(() => heard).toContain(readyMessage);
    const model = await downloadModel(`${host}open/model.zip`);
    stranger.remove();
    removeEventListener('message', listen);
    expect(model.files).toHaveLength(1);
    expect(heard).not.toContain('was given a port');
  });
});

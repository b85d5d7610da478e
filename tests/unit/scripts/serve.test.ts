import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../../scripts/serve.mjs';

describe('the server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bearings-site-'));
  let server: RunningServer;
  let plain: RunningServer;

  beforeAll(async () => {
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Bearings</title>');
    writeFileSync(join(folder, 'download.html'), '<!doctype html><title>Download</title>');
    writeFileSync(join(folder, 'assets/engine-abc.wasm'), 'wasm');
    writeFileSync(join(folder, 'manifest.webmanifest'), '{}');
    server = await startServer({ port: 0, folder });
    plain = await startServer({ port: 0, folder, basePath: '/deep/path/', withHeaders: false });
  });

  afterAll(async () => {
    await server.stop();
    await plain.stop();
    rmSync(folder, { recursive: true });
  });

  it('isolates the page and forbids it to talk to anyone else', async () => {
    const { headers } = await fetch(server.url);
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(headers.get('content-security-policy')).toContain("connect-src 'self';");
    expect(headers.get('cache-control')).toBe('no-cache');
  });

  it('gives the download document a policy of its own, and nothing else that policy', async () => {
    const { headers } = await fetch(new URL('download.html', server.url));
    expect(headers.get('content-security-policy')).toMatch(
      /connect-src https:.*sandbox allow-scripts/,
    );
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(headers.get('cache-control')).toBe('no-cache');
    const asked = await fetch(new URL('download.html?credentialless', server.url));
    expect(asked.headers.get('cross-origin-embedder-policy')).toBe('credentialless');
    const page = await fetch(new URL('?download.html', server.url));
    expect(page.headers.get('content-security-policy')).not.toContain('https:');
  });

  it('lets browsers keep what is named by its contents, with the type that wasm needs', async () => {
    const { headers } = await fetch(new URL('assets/engine-abc.wasm', server.url));
    expect(headers.get('cache-control')).toContain('immutable');
    expect(headers.get('content-type')).toBe('application/wasm');
  });

  it('says that a file is missing rather than send the page in its place', async () => {
    const response = await fetch(new URL('models/nothing/bearings.json', server.url));
    expect(response.status).toBe(404);
  });

  it('serves files from its folder alone', async () => {
    const response = await fetch(`${server.url}..%2f..%2fetc%2fpasswd`);
    expect(response.status).toBe(404);
  });

  it('takes nothing in', async () => {
    const response = await fetch(server.url, { method: 'POST', body: 'a photo' });
    expect(response.status).toBe(405);
  });

  it('can stand in for a plain static host under a path', async () => {
    const response = await fetch(plain.url);
    expect(response.ok).toBe(true);
    expect(response.headers.get('cross-origin-opener-policy')).toBeNull();
    expect((await fetch(new URL('/', plain.url))).status).toBe(404);
  });

  it('fails clearly when the port is taken', async () => {
    await expect(startServer({ port: server.port, folder })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  contentSecurityPolicy,
  downloadHeaders,
  headersFor,
  isolationHeaders,
  securityHeaders,
  writeDownloadPolicy,
} from '../../../src/pwa/security-headers.mjs';
import { writeDownloadPage } from '../../../scripts/build/download-page';
import { withSecurityHeaders } from '../../../src/pwa/service-worker/add-security-headers';

describe('the content-security policy', () => {
  it('allows nothing that it does not name', () => {
    expect(contentSecurityPolicy).toContain("default-src 'none'");
  });

  it('lets the page talk to where it came from, and to nobody else', () => {
    expect(contentSecurityPolicy).toMatch(/connect-src 'self'(?:;|$)/);
    expect(contentSecurityPolicy).not.toMatch(/https?:|\*/);
  });

  it('may hold a frame of its own site, and of no other', () => {
    expect(contentSecurityPolicy).toMatch(/frame-src 'self'(?:;|$)/);
  });

  it('runs no inline scripts and no text as code', () => {
    expect(contentSecurityPolicy).not.toMatch(/'unsafe-eval'|script-src[^;]*'unsafe-inline'/);
  });

  it('cannot be shown inside another page', () => {
    expect(securityHeaders['Content-Security-Policy']).toContain("frame-ancestors 'none'");
  });
});

describe('the download document’s policy', () => {
  const policy = writeDownloadPolicy("'sha256-abc='");
  const directives = new Map(
    policy.split('; ').map((one) => [one.split(' ')[0], one.split(' ').slice(1).join(' ')]),
  );

  it('may ask https hosts and this machine, and do nothing else', () => {
    expect(directives.get('connect-src')).toBe('https: http://localhost:* http://127.0.0.1:*');
    expect(directives.get('default-src')).toBe("'none'");
    const allowing = [...directives].filter(([, value]) => value !== "'none'");
    expect(allowing.map(([name]) => name)).toEqual(['script-src', 'connect-src']);
  });

  it('gives it an opaque origin, and lets its own site alone show it', () => {
    const header = downloadHeaders['Content-Security-Policy'];
    expect(header).toMatch(/; sandbox allow-scripts$/);
    expect(header).toContain("frame-ancestors 'self'");
  });

  it('runs the one script that stands in the document', async () => {
    const page = await writeDownloadPage();
    const [, script = ''] = /<script type="module">([^]*)<\/script>/.exec(page) ?? [];
    const hash = createHash('sha256').update(script).digest('base64');
    expect(script).toContain('bearings-download-ready');
    expect(page).toContain(`script-src 'sha256-${hash}'; connect-src`);
    expect(page.match(/<script/g)).toHaveLength(1);
  });
});

describe('headersFor', () => {
  it.each(['/', './index.html', '/deep/path/assets/a.js', '/my-download.html', '/?download.html'])(
    'gives %s the page’s own policy',
    (address) => {
      expect(headersFor(address)).toEqual(securityHeaders);
    },
  );

  it.each(['/download.html', 'https://example.org/deep/path/download.html?x'])(
    'gives %s the download document’s',
    (address) => {
      expect(headersFor(address)).toEqual(downloadHeaders);
    },
  );

  it('keeps the frame fit for an isolated page, whichever embedder policy is asked for', () => {
    expect(downloadHeaders).toMatchObject(isolationHeaders);
    const { 'Cross-Origin-Embedder-Policy': policy, ...others } = headersFor(
      '/download.html?credentialless',
    );
    expect(policy).toBe('credentialless');
    expect(downloadHeaders).toMatchObject(others);
  });
});

describe('withSecurityHeaders', () => {
  it('adds every header and keeps the rest of the answer', async () => {
    const stored = new Response('<title>Bearings</title>', {
      status: 200,
      headers: { 'Content-Type': 'text/html', ETag: '"1"' },
    });
    const response = withSecurityHeaders(stored, 'https://example.org/index.html');
    for (const [name, value] of Object.entries(securityHeaders)) {
      expect(response.headers.get(name)).toBe(value);
    }
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(response.headers.get('etag')).toBe('"1"');
    expect(await response.text()).toBe('<title>Bearings</title>');
  });

  it('knows the download document by its address', () => {
    const response = withSecurityHeaders(new Response(''), 'https://example.org/a/download.html');
    expect(response.headers.get('content-security-policy')).toContain('connect-src https:');
  });

  it('leaves a failed answer as it is', () => {
    const failed = Response.error();
    expect(withSecurityHeaders(failed, 'https://example.org/')).toBe(failed);
  });
});

import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, securityHeaders } from '../../../src/pwa/security-headers.mjs';
import { withSecurityHeaders } from '../../../src/pwa/service-worker/add-security-headers';

describe('the content-security policy', () => {
  it('allows nothing that it does not name', () => {
    expect(contentSecurityPolicy).toContain("default-src 'none'");
  });

  it('lets the page talk to where it came from, and to nobody else', () => {
    expect(contentSecurityPolicy).toMatch(/connect-src 'self'(?:;|$)/);
    expect(contentSecurityPolicy).not.toMatch(/https?:|\*/);
  });

  it('runs no inline scripts and no text as code', () => {
    expect(contentSecurityPolicy).not.toMatch(/'unsafe-eval'|script-src[^;]*'unsafe-inline'/);
  });

  it('cannot be shown inside another page', () => {
    expect(securityHeaders['Content-Security-Policy']).toContain("frame-ancestors 'none'");
  });
});

describe('withSecurityHeaders', () => {
  it('adds every header and keeps the rest of the answer', async () => {
    const stored = new Response('<title>Bearings</title>', {
      status: 200,
      headers: { 'Content-Type': 'text/html', ETag: '"1"' },
    });
    const response = withSecurityHeaders(stored);
    for (const [name, value] of Object.entries(securityHeaders)) {
      expect(response.headers.get(name)).toBe(value);
    }
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(response.headers.get('etag')).toBe('"1"');
    expect(await response.text()).toBe('<title>Bearings</title>');
  });

  it('leaves a failed answer as it is', () => {
    const failed = Response.error();
    expect(withSecurityHeaders(failed)).toBe(failed);
  });
});

/**
 * The one place that says what the page may do. The server, the service worker (for static hosts
 * that cannot set headers) and the meta tag in index.html all take it from here.
 *
 * Plain JavaScript, because the server runs without a build.
 */

/** @type {Readonly<Record<string, string>>} */
const directives = {
  'default-src': "'none'",
  // 'wasm-unsafe-eval' compiles the engine; blob: starts its threads.
  'script-src': "'self' 'wasm-unsafe-eval' blob:",
  'worker-src': "'self' blob:",
  // The promise: photos cannot be sent anywhere but to where the page came from.
  'connect-src': "'self'",
  // The download document (see below), which answers to a policy of its own.
  'frame-src': "'self'",
  'img-src': "'self' blob: data:",
  'media-src': "'self' blob:",
  'style-src': "'self'",
  'font-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'self'",
};

/** The policy as it can stand in a meta tag (browsers ignore frame-ancestors there). */
export const contentSecurityPolicy = write(directives);

/**
 * The policy of the download document, as it can stand in its meta tag. It may fetch from any https
 * host (and from this machine, for whoever serves a model there) and do nothing else: no picture, no
 * style, no form, no frame, no worker.
 *
 * @param {string} scripts the source of the only scripts that may run
 */
export function writeDownloadPolicy(scripts) {
  return write({
    'default-src': "'none'",
    'script-src': scripts,
    'connect-src': 'https: http://localhost:* http://127.0.0.1:*',
    'base-uri': "'none'",
    'form-action': "'none'",
  });
}

/**
 * The headers that make a page cross-origin isolated, which the engine needs to use threads.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/**
 * Everything that a page or a worker script should come with.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const securityHeaders = {
  ...isolationHeaders,
  'Content-Security-Policy': `${contentSecurityPolicy}; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'camera=(self), microphone=(), geolocation=()',
};

/**
 * What the download document should come with. The sandbox gives it an opaque origin: nothing that
 * the page keeps on this device is within its reach. Which script may run its meta tag says, by the
 * script's fingerprint; both policies hold.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const downloadHeaders = {
  ...securityHeaders,
  'Content-Security-Policy': `${writeDownloadPolicy("'unsafe-inline'")}; frame-ancestors 'self'; sandbox allow-scripts`,
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
};

/**
 * The headers for an address of the site.
 *
 * @param {string} address relative to any folder, or absolute
 * @returns {Readonly<Record<string, string>>}
 */
export function headersFor(address) {
  const { pathname, searchParams } = new URL(address, 'http://localhost');
  if (!pathname.endsWith('/download.html')) return securityHeaders;
  // Under require-corp a host that forbids reading cannot be told from one that is not there; but
  // not every browser knows the other policy, so the page asks for it where it is known.
  return searchParams.has('credentialless')
    ? { ...downloadHeaders, 'Cross-Origin-Embedder-Policy': 'credentialless' }
    : downloadHeaders;
}

/** @param {Readonly<Record<string, string>>} policy */
function write(policy) {
  return Object.entries(policy)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

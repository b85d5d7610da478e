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
  'img-src': "'self' blob: data:",
  'media-src': "'self' blob:",
  'style-src': "'self'",
  'font-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'self'",
};

/** The policy as it can stand in a meta tag (browsers ignore frame-ancestors there). */
export const contentSecurityPolicy = Object.entries(directives)
  .map(([name, value]) => `${name} ${value}`)
  .join('; ');

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

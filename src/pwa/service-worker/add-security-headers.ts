import type { WorkboxPlugin } from 'workbox-core';
import { securityHeaders } from '../security-headers.mjs';

/**
 * Gives every stored answer the headers that the server should have sent. A static host that cannot
 * set headers thereby becomes cross-origin isolated from the second visit on.
 */
export const addSecurityHeaders: WorkboxPlugin = {
  handlerWillRespond: async ({ response }) => withSecurityHeaders(response),
};

/** A copy of the response with the headers; opaque and error responses stay as they are. */
export function withSecurityHeaders(response: Response): Response {
  if (response.type === 'opaque' || response.type === 'error') return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(securityHeaders)) headers.set(name, value);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

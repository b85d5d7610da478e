import type { WorkboxPlugin } from 'workbox-core';
import { headersFor } from '../security-headers.mjs';

/**
 * Gives every stored answer the headers that the server should have sent. A static host that cannot
 * set headers thereby becomes cross-origin isolated from the second visit on.
 */
export const addSecurityHeaders: WorkboxPlugin = {
  handlerWillRespond: async ({ request, response }) => withSecurityHeaders(response, request.url),
};

/**
 * A copy of the response with the headers that belong to its address; opaque and error responses
 * stay as they are.
 */
export function withSecurityHeaders(response: Response, address: string): Response {
  if (response.type === 'opaque' || response.type === 'error') return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(headersFor(address))) headers.set(name, value);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

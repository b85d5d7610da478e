import { ClassifierError } from '../core/errors';
import type { ModelFiles, ReadOptions } from './model-files';

/** Model files behind an address. */
export class FetchedFiles implements ModelFiles {
  readonly address: string;

  /** @param folder Absolute address of the folder. */
  constructor(folder: string) {
    this.address = folder.replace(/\/$/, '');
  }

  async read(path: string, { signal, onBytes }: ReadOptions = {}): Promise<Uint8Array> {
    const url = new URL(path, `${this.address}/`);
    const response = await this.fetch(url, signal);
    // Many hosts answer every unknown address with their front page. No model file is one.
    const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
    if (response.status === 404 || response.status === 410 || (response.ok && isPage)) {
      throw new ClassifierError('model-part-missing', url.href);
    }
    if (!response.ok) {
      // An offline service worker answers 503 or 504 for what it never stored.
      throw new ClassifierError('network-offline', `${url.href}: HTTP ${response.status}`);
    }
    return readBody(response, url.href, onBytes);
  }

  folderOf(path: string): ModelFiles {
    return new FetchedFiles(new URL('.', new URL(path, `${this.address}/`)).href);
  }

  private async fetch(url: URL, signal: AbortSignal | undefined): Promise<Response> {
    try {
      return await fetch(url, { signal: signal ?? null });
    } catch (error) {
      throw readFailure(error, url.href);
    }
  }
}

async function readBody(
  response: Response,
  address: string,
  onBytes: ((bytes: number) => void) | undefined,
): Promise<Uint8Array> {
  try {
    if (!onBytes || !response.body) return new Uint8Array(await response.arrayBuffer());
    const reader = response.body.getReader();
    const chunks: Uint8Array[] = [];
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      chunks.push(next.value);
      onBytes(next.value.byteLength);
    }
    return joinBytes(chunks);
  } catch (error) {
    throw readFailure(error, address);
  }
}

function readFailure(error: unknown, address: string): ClassifierError {
  const aborted = error instanceof Error && error.name === 'AbortError';
  const code = aborted ? 'cancelled' : 'network-offline';
  return new ClassifierError(code, `${address}: ${String(error)}`, { cause: error });
}

/** One array of the bytes of several. */
export function joinBytes(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.byteLength;
  }
  return joined;
}

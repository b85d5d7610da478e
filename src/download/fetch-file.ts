import type { DownloadFailure } from './protocol';

/** A file that did not come, and why. */
export class DownloadError extends Error {
  constructor(
    readonly why: DownloadFailure,
    detail: string,
  ) {
    super(detail);
  }
}

/** What the host said before the first byte. */
export interface Answer {
  status: number;
  contentType: string;
  /** After redirects. */
  address: string;
  bytes: number | null;
}

export interface FetchFileOptions {
  signal: AbortSignal;
  limitBytes: number;
  onAnswer: (answer: Answer) => void;
  /** The buffer is the caller's to keep or to give away. */
  onChunk: (bytes: ArrayBuffer) => void;
}

/** Nobody is told who asks, and nothing that this browser keeps for the host goes along. */
const anonymous = {
  credentials: 'omit',
  referrerPolicy: 'no-referrer',
  redirect: 'follow',
} as const satisfies RequestInit;

/**
 * Fetches one file from wherever it is. The body of an answer that is not a success is left unread.
 *
 * @throws DownloadError
 * @throws DOMException `AbortError` when the signal ends it.
 */
export async function fetchFile(address: string, options: FetchFileOptions): Promise<void> {
  const { signal, limitBytes, onAnswer, onChunk } = options;
  const response = await request(address, signal);
  const bytes = readLength(response.headers.get('content-length'));
  onAnswer({
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    address: response.url,
    bytes,
  });
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    return;
  }
  const reader = response.body.getReader();
  let loaded = 0;
  for (;;) {
    const { done, value } = await readNext(reader, signal);
    if (done) return;
    loaded += value.byteLength;
    if (loaded > limitBytes) {
      await reader.cancel();
      throw new DownloadError('too-large', `more than ${limitBytes} bytes`);
    }
    // A view may be part of a larger buffer, of which nothing else may leave.
    const isWhole = value.byteLength === value.buffer.byteLength;
    onChunk(isWhole ? value.buffer : value.slice().buffer);
  }
}

async function request(address: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(address, { ...anonymous, mode: 'cors', signal });
  } catch (error) {
    signal.throwIfAborted();
    const why = (await isReachable(address, signal)) ? 'forbidden' : 'unreachable';
    throw new DownloadError(why, String(error));
  }
}

/**
 * Whether a host answers at this address at all. `fetch` says the same of a host that is not there
 * and of one that forbids reading; but an answer that may not be read can still be waited for.
 */
async function isReachable(address: string, signal: AbortSignal): Promise<boolean> {
  try {
    await fetch(address, { ...anonymous, method: 'HEAD', mode: 'no-cors', signal });
    return true;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

async function readNext(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
): Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>> {
  try {
    return await reader.read();
  } catch (error) {
    signal.throwIfAborted();
    throw new DownloadError('broken', String(error));
  }
}

function readLength(header: string | null): number | null {
  return header !== null && /^\d+$/.test(header) ? Number(header) : null;
}

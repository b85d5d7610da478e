/**
 * What the page and the download document say to each other: a greeting by `postMessage`, then all
 * else over one `MessagePort`. Bytes are handed over as they arrive and transferred, never copied.
 */

/** The download document's first word: it runs, and waits for a port. */
export const readyMessage = 'bearings-download-ready';
/** What comes to the download document together with its port. */
export const portMessage = 'bearings-download-port';

/** From the page. */
export type DownloadRequest =
  | { type: 'fetch'; id: number; address: string; limitBytes: number }
  | { type: 'cancel'; id: number };

/**
 * Why a file did not come:
 *
 * - `forbidden`: its host is there, but does not let other pages read it (no CORS headers).
 * - `unreachable`: no connection, no such host, or a host that hides which; browsers do not say.
 * - `broken`: the connection ended on the way.
 * - `too-large`: over the limit that the page gave.
 */
export type DownloadFailure = 'forbidden' | 'unreachable' | 'broken' | 'too-large';

/** From the download document, about one file. */
export type DownloadReply =
  /** The host has answered. `bytes` is what it announced; null where it did not. */
  | {
      type: 'answer';
      id: number;
      status: number;
      contentType: string;
      /** After redirects. */
      address: string;
      bytes: number | null;
    }
  | { type: 'chunk'; id: number; bytes: ArrayBuffer }
  | { type: 'done'; id: number }
  | { type: 'failed'; id: number; why: DownloadFailure; detail: string };

const failures: readonly string[] = [
  'forbidden',
  'unreachable',
  'broken',
  'too-large',
] satisfies DownloadFailure[];

/** The message as a request; null for anything else. */
export function readRequest(message: unknown): DownloadRequest | null {
  if (!isRecord(message)) return null;
  const { type, id, address, limitBytes } = message;
  if (!isWhole(id)) return null;
  if (type === 'cancel') return { type, id };
  if (type !== 'fetch' || typeof address !== 'string' || !isWhole(limitBytes)) return null;
  return { type, id, address, limitBytes };
}

/** The message as a reply; null for anything else. */
export function readReply(message: unknown): DownloadReply | null {
  if (!isRecord(message)) return null;
  const { type, id, status, contentType, address, bytes, why, detail } = message;
  if (!isWhole(id)) return null;
  switch (type) {
    case 'answer':
      if (!isWhole(status) || typeof contentType !== 'string' || typeof address !== 'string') {
        return null;
      }
      return { type, id, status, contentType, address, bytes: isWhole(bytes) ? bytes : null };
    case 'chunk':
      return bytes instanceof ArrayBuffer ? { type, id, bytes } : null;
    case 'done':
      return { type, id };
    case 'failed':
      if (!isFailure(why) || typeof detail !== 'string') return null;
      return { type, id, why, detail };
    default:
      return null;
  }
}

function isFailure(value: unknown): value is DownloadFailure {
  return typeof value === 'string' && failures.includes(value);
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

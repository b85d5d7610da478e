import { ClassifierError, type ErrorCode } from '../../core/errors';
import {
  portMessage,
  readReply,
  readyMessage,
  type DownloadFailure,
  type DownloadReply,
  type DownloadRequest,
} from '../../download/protocol';
import type { FetchFile, FetchedFile, FetchFileOptions } from '../../services/collect-model';

/** A document that needs longer than this to start never will. */
const START_TIMEOUT_MS = 10_000;
/** Chunks are folded into a blob so often, which the browser may keep on disk. */
const FOLD_BYTES = 8_000_000;

/** The running download document. */
interface DownloadFrame {
  fetchFile: FetchFile;
  close(): void;
}

/**
 * Starts the download document in a hidden frame.
 *
 * @throws ClassifierError `download-unavailable`, `network-offline`, `cancelled`.
 */
export async function openDownloadFrame(signal?: AbortSignal): Promise<DownloadFrame> {
  if (!navigator.onLine) throw new ClassifierError('network-offline', 'the browser is offline');
  const frame = createFrame();
  try {
    const port = await connect(frame, signal);
    return new RunningFrame(frame, port);
  } catch (error) {
    frame.remove();
    throw error;
  }
}

function createFrame(): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.title = 'Download';
  frame.setAttribute('aria-hidden', 'true');
  // Where the service worker serves the document, it sends the sandbox as a header: a frame that is
  // sandboxed from outside never gets to the service worker, and on a host that sets no headers an
  // isolated page may hold none but what the service worker serves.
  if (!isServedFromDevice()) frame.setAttribute('sandbox', 'allow-scripts');
  // Chromium and Firefox know an embedder policy under which the document may notice an answer that
  // it may not read; elsewhere it would keep the document from opening (see security-headers.mjs).
  const query = 'credentialless' in frame ? '?credentialless' : '';
  frame.src = new URL(`download.html${query}`, document.baseURI).href;
  return frame;
}

function isServedFromDevice(): boolean {
  return 'serviceWorker' in navigator && navigator.serviceWorker.controller !== null;
}

/** Waits for the document's first word, and gives it a port. */
function connect(frame: HTMLIFrameElement, signal?: AbortSignal): Promise<MessagePort> {
  const listening = new AbortController();
  const once = { signal: listening.signal };
  return new Promise<MessagePort>((resolve, reject) => {
    const fail = (code: ErrorCode, detail: string) => reject(new ClassifierError(code, detail));
    const timeout = AbortSignal.timeout(START_TIMEOUT_MS);
    const giveUp = () => fail('download-unavailable', `no answer within ${START_TIMEOUT_MS} ms`);
    const greet = ({ source, origin, data }: MessageEvent): void => {
      if (source !== frame.contentWindow || data !== readyMessage) return;
      // Without an opaque origin it could reach what this page keeps: better no download at all.
      if (origin !== 'null') return fail('download-unavailable', `its origin is ${origin}`);
      const { port1, port2 } = new MessageChannel();
      // An opaque origin cannot be named as the target; the frame has just spoken, so it is there.
      frame.contentWindow?.postMessage(portMessage, '*', [port2]);
      resolve(port1);
    };
    addEventListener('message', greet, once);
    timeout.addEventListener('abort', giveUp, once);
    signal?.addEventListener('abort', () => fail('cancelled', ''), once);
    if (signal?.aborted) fail('cancelled', '');
    else document.body.append(frame);
  }).finally(() => listening.abort());
}

const codes = {
  forbidden: 'address-forbids-reading',
  unreachable: 'address-unreachable',
  broken: 'download-interrupted',
  'too-large': 'download-too-large',
} as const satisfies Record<DownloadFailure, ErrorCode>;

class RunningFrame implements DownloadFrame {
  private lastId = 0;
  private readonly listeners = new Map<number, (reply: DownloadReply) => void>();

  constructor(
    private readonly frame: HTMLIFrameElement,
    private readonly port: MessagePort,
  ) {
    port.onmessage = ({ data }: MessageEvent) => {
      const reply = readReply(data);
      if (reply) this.listeners.get(reply.id)?.(reply);
    };
  }

  /** @throws ClassifierError `address-…`, `download-too-large`, `network-offline`, `cancelled`. */
  fetchFile(url: URL, options: FetchFileOptions): Promise<FetchedFile> {
    const { signal, limitBytes, onBytes } = options;
    const id = (this.lastId += 1);
    const ended = new AbortController();
    return new Promise<FetchedFile>((resolve, reject) => {
      const pile = new BlobPile();
      let answer = { status: 0, contentType: '', address: url.href };
      this.listeners.set(id, (reply) => {
        switch (reply.type) {
          case 'answer':
            answer = reply;
            if (reply.bytes !== null && isSuccess(reply.status)) onBytes?.(0, reply.bytes);
            break;
          case 'chunk':
            pile.add(reply.bytes);
            onBytes?.(reply.bytes.byteLength, null);
            break;
          case 'done':
            resolve({
              status: answer.status,
              contentType: answer.contentType,
              address: new URL(answer.address),
              blob: pile.take(),
            });
            break;
          case 'failed':
            reject(describeFailure(reply.why, `${url.href}: ${reply.detail}`));
        }
      });
      const cancel = () => {
        this.send({ type: 'cancel', id });
        reject(new ClassifierError('cancelled'));
      };
      signal?.addEventListener('abort', cancel, { signal: ended.signal });
      if (signal?.aborted) cancel();
      else this.send({ type: 'fetch', id, address: url.href, limitBytes });
    }).finally(() => {
      ended.abort();
      this.listeners.delete(id);
    });
  }

  /** Ends the document, and whatever still runs in it. */
  close(): void {
    this.port.close();
    this.frame.remove();
  }

  private send(request: DownloadRequest): void {
    this.port.postMessage(request);
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function describeFailure(why: DownloadFailure, detail: string): ClassifierError {
  const isOffline = !navigator.onLine && why !== 'too-large';
  return new ClassifierError(isOffline ? 'network-offline' : codes[why], detail);
}

/** Collects bytes without holding all of them in the page's memory. */
class BlobPile {
  private readonly blobs: Blob[] = [];
  private chunks: ArrayBuffer[] = [];
  private bytes = 0;

  add(chunk: ArrayBuffer): void {
    this.chunks.push(chunk);
    this.bytes += chunk.byteLength;
    if (this.bytes >= FOLD_BYTES) this.fold();
  }

  take(): Blob {
    this.fold();
    return new Blob(this.blobs);
  }

  private fold(): void {
    this.blobs.push(new Blob(this.chunks));
    this.chunks = [];
    this.bytes = 0;
  }
}

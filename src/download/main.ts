/**
 * The download document. It has a policy of its own: it may ask any https host for a file, and it
 * can do nothing else. It holds no photo, has no storage (its origin is opaque) and draws nothing;
 * what it fetches it hands to the page that made it, as bytes.
 */
import { DownloadError, fetchFile } from './fetch-file';
import { portMessage, readRequest, readyMessage, type DownloadReply } from './protocol';

const running = new Map<number, AbortController>();

addEventListener('message', function connect({ source, origin, data, ports: [port] }) {
  // Only the page that holds this frame, and only of the same site: its own origin is opaque, but
  // its address tells where it came from.
  const isFromPage = source === parent && origin === new URL(document.URL).origin;
  if (!isFromPage || data !== portMessage || !port) return;
  removeEventListener('message', connect);
  port.onmessage = (event) => handle(port, event.data);
});

if (parent !== window) parent.postMessage(readyMessage, '*');

function handle(port: MessagePort, message: unknown): void {
  const request = readRequest(message);
  if (request?.type === 'cancel') running.get(request.id)?.abort();
  if (request?.type === 'fetch') void download(port, request);
}

async function download(
  port: MessagePort,
  { id, address, limitBytes }: { id: number; address: string; limitBytes: number },
): Promise<void> {
  const send = (reply: DownloadReply, transfer: Transferable[] = []) =>
    port.postMessage(reply, transfer);
  const controller = new AbortController();
  running.set(id, controller);
  try {
    await fetchFile(address, {
      signal: controller.signal,
      limitBytes,
      onAnswer: (answer) => send({ type: 'answer', id, ...answer }),
      onChunk: (bytes) => send({ type: 'chunk', id, bytes }, [bytes]),
    });
    send({ type: 'done', id });
  } catch (error) {
    // Who cancelled knows, and waits for nothing more.
    if (controller.signal.aborted) return;
    const why = error instanceof DownloadError ? error.why : 'broken';
    send({ type: 'failed', id, why, detail: String(error) });
  } finally {
    running.delete(id);
  }
}

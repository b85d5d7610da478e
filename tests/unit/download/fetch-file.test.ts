import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DownloadError, fetchFile, type Answer } from '../../../src/download/fetch-file';

const body = Buffer.from(Array.from({ length: 100_000 }, (_, i) => i % 251));

const answer: RequestListener = (request, response) => {
  switch (request.url) {
    case '/file':
      response.writeHead(200, { 'Content-Length': body.length, 'Content-Type': 'x/y' }).end(body);
      break;
    case '/moved':
      response.writeHead(302, { Location: '/file' }).end();
      break;
    case '/breaks':
      response.writeHead(200, { 'Content-Length': body.length });
      response.write(body.subarray(0, 1000), () => response.destroy());
      break;
    case '/endless':
      response.writeHead(200);
      response.write(body.subarray(0, 1000));
      break;
    default:
      response.writeHead(404).end('nothing here');
  }
};

describe('fetchFile', () => {
  let server: Server;
  let base = '';

  beforeAll(async () => {
    server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  async function fetchAll(address: string, limitBytes = 1e6, stop = new AbortController()) {
    const chunks: Uint8Array[] = [];
    const answers: Answer[] = [];
    await fetchFile(address, {
      signal: stop.signal,
      limitBytes,
      onAnswer: (one) => answers.push(one),
      onChunk: (bytes) => {
        chunks.push(new Uint8Array(bytes));
        if (address.endsWith('endless')) stop.abort();
      },
    });
    return { bytes: Buffer.concat(chunks), answer: answers[0] };
  }

  it('hands over the bytes, after what the host says of them', async () => {
    const { bytes, answer: said } = await fetchAll(`${base}/moved`);
    expect(bytes.equals(body)).toBe(true);
    expect(said).toEqual({
      status: 200,
      contentType: 'x/y',
      address: `${base}/file`,
      bytes: body.length,
    });
  });

  it('leaves the body of a refusal unread', async () => {
    const { bytes, answer: said } = await fetchAll(`${base}/nothing`);
    expect(said?.status).toBe(404);
    expect(bytes).toHaveLength(0);
  });

  it('stops at the limit', async () => {
    await expect(fetchAll(`${base}/file`, 1000)).rejects.toMatchObject({ why: 'too-large' });
  });

  it('says that the connection broke', async () => {
    await expect(fetchAll(`${base}/breaks`)).rejects.toMatchObject({ why: 'broken' });
  });

  it('stops when it is told to', async () => {
    await expect(fetchAll(`${base}/endless`)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('says that nobody is there', async () => {
    const lonely = createServer();
    await new Promise<void>((resolve) => lonely.listen(0, '127.0.0.1', resolve));
    const { port } = lonely.address() as AddressInfo;
    await new Promise((resolve) => lonely.close(resolve));
    const fetching = fetchAll(`http://127.0.0.1:${port}/`);
    await expect(fetching).rejects.toBeInstanceOf(DownloadError);
    await expect(fetching).rejects.toMatchObject({ why: 'unreachable' });
  });
});

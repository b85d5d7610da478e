import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReply, readRequest } from '../../../src/download/protocol';

describe('what the page and the download document say to each other', () => {
  it('is taken as it is meant', () => {
    const fetching = { type: 'fetch', id: 1, address: 'https://example.org/', limitBytes: 9 };
    expect(readRequest(fetching)).toEqual(fetching);
    expect(readRequest({ type: 'cancel', id: 1, more: 'x' })).toEqual({ type: 'cancel', id: 1 });
    const answer = {
      type: 'answer',
      id: 1,
      status: 200,
      contentType: '',
      address: 'x',
      bytes: null,
    };
    expect(readReply(answer)).toEqual(answer);
    const chunk = { type: 'chunk', id: 1, bytes: new ArrayBuffer(2) };
    expect(readReply(chunk)).toEqual(chunk);
    const failed = { type: 'failed', id: 1, why: 'broken', detail: 'x' };
    expect(readReply(failed)).toEqual(failed);
  });

  it.each([
    null,
    'fetch',
    { type: 'fetch', id: 1, address: 7, limitBytes: 9 },
    { type: 'fetch', id: -1, address: 'x', limitBytes: 9 },
    { type: 'fetch', id: 1, address: 'x', limitBytes: Infinity },
    { type: 'classify', id: 1 },
  ])('is no request: %j', (message) => {
    expect(readRequest(message)).toBeNull();
  });

  it.each([
    undefined,
    { type: 'chunk', id: 1, bytes: [1, 2] },
    { type: 'chunk', id: 1, bytes: new Uint8Array(2) },
    { type: 'failed', id: 1, why: 'bored', detail: '' },
    { type: 'answer', id: 1, status: '200', contentType: '', address: '' },
    { type: 'done' },
  ])('is no reply: %j', (message) => {
    expect(readReply(message)).toBeNull();
  });

  it('is read without harm whatever it is', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withMap: true }), (message) => {
        expect(() => [readRequest(message), readReply(message)]).not.toThrow();
      }),
    );
  });
});

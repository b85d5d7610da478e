import { createNodeHost } from '../../src/cli/node-host';
import { Backends } from '../../src/engine/start-backend';

const TIMEOUT_MS = 60_000;

/** Starts wasm with one thread: the same sums in the same order, so the same bits. */
export async function startWasm(): Promise<void> {
  await new Backends(createNodeHost()).start({ backend: 'wasm', threads: 1 }, TIMEOUT_MS);
}

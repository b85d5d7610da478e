import type { IncomingHttpHeaders } from 'node:http';
import type { BrowserCommand } from 'vitest/node';
import { startOtherHost as start, type OtherHost } from '../../fixtures/other-host';

/** One test file at a time uses it. */
let host: OtherHost | null = null;

function theHost(): OtherHost {
  if (!host) throw new Error('the other host was not started');
  return host;
}

/** Starts a host of another origin; returns its address. */
const startOtherHost: BrowserCommand<[files: Record<string, string>]> = async (_, files) => {
  host = await start(new Map(Object.entries(files)));
  return host.url;
};

const stopOtherHost: BrowserCommand = async () => {
  await theHost().stop();
  host = null;
};

const countOpenAtOtherHost: BrowserCommand = () => theHost().countOpen();

const lastRequestOfOtherHost: BrowserCommand = () => theHost().requests.at(-1);

/** A port of this machine where nobody listens. */
const findFreePort: BrowserCommand = async () => {
  const gone = await start(new Map());
  await gone.stop();
  return Number(new URL(gone.url).port);
};

export const otherHostCommands = {
  startOtherHost,
  stopOtherHost,
  countOpenAtOtherHost,
  lastRequestOfOtherHost,
  findFreePort,
};

declare module 'vitest/browser' {
  interface BrowserCommands {
    startOtherHost(files: Record<string, string>): Promise<string>;
    stopOtherHost(): Promise<void>;
    countOpenAtOtherHost(): Promise<number>;
    lastRequestOfOtherHost(): Promise<{ headers: IncomingHttpHeaders }>;
    findFreePort(): Promise<number>;
  }
}

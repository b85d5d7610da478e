import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Browser } from '@playwright/test';
import { watchMainThreads } from './watch-main-thread';

/** What a page's process took, with its workers and their memory. */
export interface Cost {
  /** Processor time of all its threads. */
  cpuSeconds: number;
  /** The most memory it held at a time (resident set); `null` where the system does not say. */
  peakBytes: number | null;
  /** Processor time of the longest task on the main thread. */
  longestTaskMs: number;
  /** Share of the time during which tasks were watched. */
  watchedShare: number;
}

/** Begins to measure. Whichever page works hardest until the end is the one measured. */
export async function startMeter(browser: Browser): Promise<() => Promise<Cost>> {
  const before = await readProcessorTimes(browser);
  for (const pid of before.keys()) resetPeak(pid);
  const stopWatch = watchMainThreads(browser);
  return async () => {
    const after = await readProcessorTimes(browser);
    const spent = [...after].map(([pid, seconds]) => ({
      pid,
      cpuSeconds: seconds - (before.get(pid) ?? 0),
    }));
    const [busiest] = spent.sort((a, b) => b.cpuSeconds - a.cpuSeconds);
    if (!busiest) throw new Error('the browser names no page');
    const { pid, cpuSeconds } = busiest;
    const peakBytes = readPeak(pid);
    const { longestMs, share } = await stopWatch();
    return { cpuSeconds, peakBytes, longestTaskMs: longestMs.get(pid) ?? 0, watchedShare: share };
  };
}

/** Seconds of each page's process, by the process's id. */
async function readProcessorTimes(browser: Browser): Promise<Map<number, number>> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const pages = processInfo.filter(({ type }) => type === 'renderer');
  return new Map(pages.map(({ id, cpuTime }) => [id, cpuTime]));
}

/** Linux keeps the most that a process ever held; from here on it starts anew. */
function resetPeak(pid: number): void {
  const file = `/proc/${pid}/clear_refs`;
  if (existsSync(file)) writeFileSync(file, '5');
}

function readPeak(pid: number): number | null {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return null;
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(file, 'utf8')) ?? [];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

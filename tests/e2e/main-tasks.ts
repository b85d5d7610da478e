interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Processor time in microseconds; absent on events that take none. */
  tdur?: number;
  args: { name?: string };
}

/** A task of a page's main thread. */
interface MainTask {
  /** The page's process. */
  pid: number;
  /** Processor time: what other programs do on the same machine is not the page's doing. */
  ms: number;
}

/** Every task of a page's main thread in a trace of Chromium's category `toplevel`. */
export function readMainTasks(trace: Buffer): MainTask[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
  const mainThreads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(threadOf),
  );
  return traceEvents
    .filter(
      (event) => event.name === 'ThreadControllerImpl::RunTask' && mainThreads.has(threadOf(event)),
    )
    .map(({ pid, tdur = 0 }) => ({ pid, ms: tdur / 1000 }));
}

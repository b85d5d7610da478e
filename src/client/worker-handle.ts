import { releaseProxy, type Remote, wrap } from 'comlink';
import { Alarm } from '../core/alarm';
import { ClassifierError } from '../core/errors';
import type { ClassifierWorker } from '../worker/protocol';

let lockCount = 0;

/** So often the worker is looked at within the time that it may be silent. */
const LOOKS = 4;
/** Until its first word it is still being fetched, over whatever line there is: so often then. */
const STARTING_LOOKS = 4 * LOOKS;

/** One living worker, and the news of its death. */
export class WorkerHandle {
  readonly remote: Remote<ClassifierWorker>;
  /** Raised with `engine-stopped` when the worker dies, however it dies. */
  readonly death = new Alarm();
  private readonly stopWatching = new AbortController();
  private hasSpoken = false;
  private isAsked = false;
  /** Looks in a row that found the last question without an answer. */
  private silentLooks = 0;

  constructor(
    private readonly worker: Worker,
    private readonly silenceMs: number,
  ) {
    this.remote = wrap<ClassifierWorker>(worker);
    worker.addEventListener('error', ({ message }) => this.die(message || 'the worker failed'));
    worker.addEventListener('messageerror', () => this.die('a message could not be read'));
    void this.watchLock();
  }

  /**
   * Does something with the worker, unless it dies or falls silent meanwhile. A worker in the middle
   * of a long sum can't answer, so silence is measured in tens of seconds.
   *
   * @throws ClassifierError `engine-stopped`, or what `work` throws.
   */
  async use<T>(work: (remote: Remote<ClassifierWorker>) => Promise<T>): Promise<T> {
    this.silentLooks = 0;
    const timer = setInterval(() => this.listen(), this.silenceMs / LOOKS);
    try {
      return await this.death.guard(work(this.remote));
    } finally {
      clearInterval(timer);
    }
  }

  /** Ends the worker. Stopping twice is once. */
  stop(): void {
    if (this.stopWatching.signal.aborted) return;
    this.stopWatching.abort();
    this.remote[releaseProxy]();
    this.worker.terminate();
    this.die('stopped');
  }

  private die(reason: string): void {
    this.death.raise(new ClassifierError('engine-stopped', reason));
  }

  /**
   * Looks at whether the last question was answered, and asks the next. Silence is a number of looks,
   * not a span of time: in a hidden tab looks come once a minute, on a busy device late, and after the
   * device has slept hours have passed in which the worker slept too.
   */
  private listen(): void {
    if (this.isAsked) {
      this.silentLooks += 1;
      if (this.silentLooks < (this.hasSpoken ? LOOKS : STARTING_LOOKS)) return;
      this.die(`no sign of life in ${this.silentLooks} looks, ${this.silenceMs / LOOKS} ms apart`);
      return;
    }
    this.isAsked = true;
    this.remote.countTensors().then(
      () => {
        this.hasSpoken = true;
        this.isAsked = false;
        this.silentLooks = 0;
      },
      (error: unknown) => this.die(String(error)),
    );
  }

  /** The worker holds a lock as long as it lives; getting it means that the worker is gone. */
  private async watchLock(): Promise<void> {
    if (!('locks' in navigator)) return;
    lockCount += 1;
    const name = `bearings-engine-${performance.timeOrigin}-${lockCount}`;
    const { signal } = this.stopWatching;
    try {
      await this.remote.holdLock(name);
      await navigator.locks.request(name, { signal }, () => this.die('the worker is gone'));
    } catch (error) {
      if (!signal.aborted) this.die(String(error));
    }
  }
}

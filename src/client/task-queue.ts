import { ClassifierError } from '../core/errors';

interface Task {
  run(): Promise<void>;
  reject(error: ClassifierError): void;
}

/**
 * Runs one task at a time: first come, first served. Beside the queue there is one seat for a camera
 * frame; a newer frame takes it from an older one.
 */
export class TaskQueue {
  private readonly waiting: Task[] = [];
  private seat: { task: Task; drop: () => void } | null = null;
  private busy = false;

  /**
   * Queues a task. An abort takes it out of the queue; once it runs, it has to watch the signal
   * itself.
   */
  add<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (signal?.aborted) {
        reject(new ClassifierError('cancelled'));
        return;
      }
      const leave = () => {
        const at = this.waiting.indexOf(task);
        if (at >= 0) this.waiting.splice(at, 1);
        reject(new ClassifierError('cancelled'));
      };
      const task: Task = {
        run: () =>
          work()
            .then(resolve, reject)
            .finally(() => signal?.removeEventListener('abort', leave)),
        reject,
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.waiting.push(task);
      this.runNext();
    });
  }

  /** Offers a task that is worth nothing once a newer one comes: then it resolves to `null`. */
  offer<T>(work: () => Promise<T>, onDrop: () => void): Promise<T | null> {
    return new Promise<T | null>((resolve, reject) => {
      this.seat?.drop();
      const task: Task = { run: () => work().then(resolve, reject), reject };
      const drop = () => {
        onDrop();
        resolve(null);
      };
      this.seat = { task, drop };
      this.runNext();
    });
  }

  /** Rejects whatever waits. */
  clear(error: ClassifierError): void {
    for (const task of this.waiting.splice(0)) task.reject(error);
    this.seat?.drop();
    this.seat = null;
  }

  private runNext(): void {
    if (this.busy) return;
    const task = this.waiting.shift() ?? this.seat?.task;
    if (!task) return;
    if (task === this.seat?.task) this.seat = null;
    this.busy = true;
    void task.run().finally(() => {
      this.busy = false;
      this.runNext();
    });
  }
}

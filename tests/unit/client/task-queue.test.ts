import { describe, expect, it, vi } from 'vitest';
import { TaskQueue } from '../../../src/client/task-queue';
import { ClassifierError } from '../../../src/core/errors';

/** A task that ends when the test says so. */
function createTask<T>(value: T) {
  let finish: () => void = () => undefined;
  const work = vi.fn(() => new Promise<T>((resolve) => (finish = () => resolve(value))));
  return { work, finish: () => finish() };
}

describe('TaskQueue', () => {
  it('runs one at a time, first come, first served', async () => {
    const queue = new TaskQueue();
    const [one, two] = [createTask(1), createTask(2)];
    const first = queue.add(one.work);
    const second = queue.add(two.work);
    expect(one.work).toHaveBeenCalledOnce();
    expect(two.work).not.toHaveBeenCalled();
    one.finish();
    expect(await first).toBe(1);
    await vi.waitFor(() => expect(two.work).toHaveBeenCalledOnce());
    two.finish();
    expect(await second).toBe(2);
  });

  it('goes on after a failure', async () => {
    const queue = new TaskQueue();
    const failing = queue.add(() => Promise.reject(new Error('no')));
    const next = queue.add(() => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
  });

  it('lets an aborted task leave without running', async () => {
    const queue = new TaskQueue();
    const running = createTask(1);
    const first = queue.add(running.work);
    const waiting = createTask(2);
    const controller = new AbortController();
    const second = queue.add(waiting.work, controller.signal);
    controller.abort();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    running.finish();
    await first;
    expect(waiting.work).not.toHaveBeenCalled();
  });

  it('gives the seat to the newest frame', async () => {
    const queue = new TaskQueue();
    const running = createTask(1);
    const first = queue.offer(running.work, vi.fn());
    const dropOld = vi.fn();
    const old = queue.offer(() => Promise.resolve('old'), dropOld);
    const dropNew = vi.fn();
    const newest = queue.offer(() => Promise.resolve('new'), dropNew);
    await expect(old).resolves.toBeNull();
    expect(dropOld).toHaveBeenCalledOnce();
    running.finish();
    await expect(first).resolves.toBe(1);
    await expect(newest).resolves.toBe('new');
    expect(dropNew).not.toHaveBeenCalled();
  });

  it('rejects whatever waits when it is cleared', async () => {
    const queue = new TaskQueue();
    void queue.add(createTask(1).work);
    const waiting = queue.add(() => Promise.resolve(2));
    const dropped = queue.offer(() => Promise.resolve(3), vi.fn());
    queue.clear(new ClassifierError('cancelled'));
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await expect(dropped).resolves.toBeNull();
  });
});

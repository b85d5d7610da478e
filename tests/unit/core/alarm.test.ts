import { describe, expect, it, vi } from 'vitest';
import { Alarm } from '../../../src/core/alarm';

const never = () => new Promise<never>(() => undefined);

describe('Alarm', () => {
  it('lets work under its guard come to its own end', async () => {
    const alarm = new Alarm();
    await expect(alarm.guard(Promise.resolve(1))).resolves.toBe(1);
    await expect(alarm.guard(Promise.reject(new Error('own')))).rejects.toThrow('own');
  });

  it('ends whatever waits, and whatever comes after', async () => {
    const alarm = new Alarm();
    const waiting = [alarm.guard(never()), alarm.guard(never())];
    alarm.raise(new Error('gone'));
    for (const each of waiting) await expect(each).rejects.toThrow('gone');
    await expect(alarm.guard(never())).rejects.toThrow('gone');
  });

  it('counts the first news only', () => {
    const alarm = new Alarm();
    const listener = vi.fn();
    alarm.onRaise(listener);
    alarm.raise(new Error('first'));
    alarm.raise(new Error('second'));
    expect(listener).toHaveBeenCalledOnce();
    expect(listener).toHaveBeenCalledWith(new Error('first'));
  });
});

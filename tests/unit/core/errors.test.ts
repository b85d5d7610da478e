import { describe, expect, it } from 'vitest';
import { ClassifierError, errorCodes } from '../../../src/core/errors';

describe('ClassifierError', () => {
  it.each(errorCodes)('%s has a plain sentence and a way on', (code) => {
    const error = new ClassifierError(code);
    expect(error.message).toMatch(/^[A-Z].*\.$/);
    expect(error.wayOn).toMatch(/\.$/);
    expect(error.message.length).toBeLessThan(110);
  });

  it('crosses a thread as plain data and comes back whole', () => {
    const error = new ClassifierError('model-part-damaged', 'weights.bin');
    const back = ClassifierError.fromPlain(structuredClone(error.toPlain()));
    expect(back).toBeInstanceOf(ClassifierError);
    expect({ ...back, message: back.message }).toEqual({ ...error, message: error.message });
  });

  it('keeps itself, names an abort, and wraps the rest with what was said', () => {
    const own = new ClassifierError('file-empty');
    expect(ClassifierError.from(own)).toBe(own);
    expect(ClassifierError.from(new DOMException('stop', 'AbortError')).code).toBe('cancelled');
    const wrapped = ClassifierError.from(new TypeError('x is y'), 'photo-decode-failed');
    expect(wrapped).toMatchObject({ code: 'photo-decode-failed', detail: 'TypeError: x is y' });
    expect(ClassifierError.from('odd').detail).toBe('odd');
  });
});

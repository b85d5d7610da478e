import { ClassifierError } from '../../core/errors';
import { sniffUnicode } from './decode-text';

/** Far beyond any real export: NASNet's `model.json`, the largest of Keras's own, has 4 MB. */
const MAX_BYTES = 64 * 2 ** 20;
/** Nested models are a few levels deep; a thousand brackets are there to overflow a stack. */
const MAX_DEPTH = 100;

/**
 * Parses a JSON file of somebody else's. Keys named `__proto__` are dropped: copied into another
 * object, they would replace what it inherits from.
 *
 * @throws ClassifierError `model-json-too-large` or `model-json-damaged`.
 */
export function parseBoundedJson(bytes: Uint8Array, name: string): unknown {
  if (bytes.byteLength > MAX_BYTES) throw tooLarge(name, `${bytes.byteLength} bytes`);
  const text = decode(bytes, name);
  checkDepth(text, name);
  try {
    return mayNameProto(text) ? JSON.parse(text, dropProto) : JSON.parse(text);
  } catch (error) {
    throw new ClassifierError('model-json-damaged', `${name}: ${String(error)}`, { cause: error });
  }
}

/** @throws ClassifierError `model-json-too-large`: before it is read. */
export function checkJsonSize(name: string, bytes: number): void {
  if (bytes > MAX_BYTES) throw tooLarge(name, `${bytes} bytes`);
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder(sniffUnicode(bytes), { fatal: true }).decode(bytes);
  } catch (error) {
    throw new ClassifierError('model-json-damaged', `${name}: ${String(error)}`, { cause: error });
  }
}

function tooLarge(name: string, what: string): ClassifierError {
  return new ClassifierError('model-json-too-large', `${name}: ${what}`);
}

function checkDepth(text: string, name: string): void {
  let depth = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isInString) {
      if (code === 0x5c) i += 1;
      else if (code === 0x22) isInString = false;
    } else if (code === 0x22) isInString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > MAX_DEPTH) throw tooLarge(name, `nested over ${MAX_DEPTH} deep`);
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
}

/** Every letter of it may also be written as an escape. */
function mayNameProto(text: string): boolean {
  return /__proto__|\\u00/i.test(text);
}

function dropProto(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}

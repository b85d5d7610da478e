import type { ErrorCode } from '../../core/errors';

/**
 * Says by its first bytes what kind of model a file holds; `null` for anything else. Names are not
 * asked: people rename files, and a wrong name would send them the wrong way.
 */
export function sniffModelFile(bytes: Uint8Array): ErrorCode | null {
  if (startsWith(bytes, [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a])) return 'model-is-h5';
  if (asciiAt(bytes, 4, 4) === 'TFL3') return 'model-is-tflite';
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return sniffZip(bytes);
  if (isPickle(bytes)) return 'model-is-pytorch';
  return sniffProtobuf(bytes);
}

/** A zip inside: the names in it stand in clear text at its beginning and its end. */
function sniffZip(bytes: Uint8Array): ErrorCode | null {
  const NEAR = 64 * 1024;
  const ends = [bytes.subarray(0, NEAR), bytes.subarray(Math.max(0, bytes.byteLength - NEAR))];
  const text = ends.map((part) => new TextDecoder('latin1').decode(part)).join('\n');
  if (text.includes('model.weights.h5')) return 'model-is-keras';
  if (/\bdata\.pkl/.test(text)) return 'model-is-pytorch';
  if (text.includes('com.apple.CoreML')) return 'model-is-core-ml';
  return null;
}

/** Python's pickle, protocol 2 to 5, with a number or a name first as PyTorch and fastai write it. */
function isPickle(bytes: Uint8Array): boolean {
  const [start, protocol, next] = bytes;
  const isProtocol = protocol !== undefined && protocol >= 2 && protocol <= 5;
  // LONG1, GLOBAL, EMPTY_DICT, EMPTY_LIST, MARK, FRAME, BININPUT, SHORT_BINUNICODE
  return (
    start === 0x80 &&
    isProtocol &&
    [0x8a, 0x63, 0x7d, 0x5d, 0x28, 0x95, 0x4b, 0x8c].includes(next ?? 0)
  );
}

/**
 * ONNX and Core ML are both protocol buffers that begin with their version (field 1, a number). Then
 * ONNX names its producer (field 2, text), Core ML describes its inputs (field 2, a message, whose
 * first byte is a tag).
 */
function sniffProtobuf(bytes: Uint8Array): ErrorCode | null {
  const [version, versionTag, second, length = 0, inner = 0] = bytes;
  if (version !== 0x08 || versionTag === undefined || versionTag === 0 || versionTag > 30) {
    return null;
  }
  // The graph itself (field 7), where no producer is named.
  if (second === 0x3a) return 'model-is-onnx';
  if (second !== 0x12) return null;
  const start = length >= 0x80 ? 5 : 4;
  const first = length >= 0x80 ? (bytes[5] ?? 0) : inner;
  if (first === 0x0a) return 'model-is-core-ml';
  const text = asciiAt(bytes, start, Math.min(length, 20));
  return length > 0 && length < 0x80 && /^[\x20-\x7e]+$/.test(text) ? 'model-is-onnx' : null;
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

function asciiAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

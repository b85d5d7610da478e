import { ClassifierError } from '../core/errors';

/**
 * Checks that every value is a finite number. A single NaN in the weights makes every answer NaN,
 * or worse, wrong without a sign.
 *
 * @throws ClassifierError `model-weights-invalid`.
 */
export function checkFinite(values: Float32Array, name: string): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new ClassifierError('model-weights-invalid', `${name}[${i}] is ${values[i]}`);
    }
  }
}

/** Little-endian float32 bytes as numbers, whatever the byte order of this device. */
export function readFloats(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const floats = new Float32Array(bytes.byteLength / 4);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < floats.length; i++) floats[i] = view.getFloat32(4 * i, true);
  return floats;
}

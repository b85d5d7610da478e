/** A picture at the model's size, as canvases and decoders give it: RGBA bytes, row by row. */
export interface ModelImage {
  width: number;
  height: number;
  /** width × height × 4 bytes; alpha is already flattened and ignored. */
  data: Uint8ClampedArray;
}

import type { PhotoSource } from '../../client/classifier';

/** Shows a photo: a file by its address, pixels by drawing them. Frees what it made. */
export class Preview {
  url: string | null = null;
  canvas: HTMLCanvasElement | null = null;

  constructor(private readonly onChange: () => void) {}

  get isEmpty(): boolean {
    return !this.url && !this.canvas;
  }

  show(source: PhotoSource | null): void {
    this.free();
    if (source instanceof Blob) this.url = URL.createObjectURL(source);
    else if (source) this.canvas = draw(source);
    this.onChange();
  }

  free(): void {
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = null;
    this.canvas = null;
  }
}

function draw(source: ImageBitmap | ImageData): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = source.width;
  canvas.height = source.height;
  const context = canvas.getContext('2d');
  if (source instanceof ImageData) context?.putImageData(source, 0, 0);
  else context?.drawImage(source, 0, 0);
  return canvas;
}

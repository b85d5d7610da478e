/** Adds up the bytes of several files that arrive at the same time. */
export class DownloadProgress {
  /** Bytes that have arrived. */
  loaded = 0;
  /** Bytes that must be there in the end, by what has been read so far. */
  private expected = 0;
  /** What hosts announced and has not arrived yet. */
  private outstanding = 0;

  constructor(private readonly onProgress?: (loaded: number, total: number) => void) {}

  /** So many more bytes are to come, in files that have not been asked for yet. */
  expect(bytes: number): void {
    this.expected = Math.max(this.expected, this.loaded) + bytes;
    this.announce();
  }

  /** Starts counting a file. `announced` comes with the answer, bytes as they arrive. */
  countFile(): { add: (bytes: number, announced: number | null) => void; forget: () => void } {
    let loaded = 0;
    let outstanding = 0;
    const change = (bytes: number, still: number) => {
      loaded += bytes;
      this.loaded += bytes;
      this.outstanding += still - outstanding;
      outstanding = still;
    };
    return {
      add: (bytes, announced) => {
        // A packed answer may bring more than its host announced.
        change(bytes, Math.max(0, (announced ?? outstanding) - bytes));
        this.announce();
      },
      forget: () => change(-loaded, 0),
    };
  }

  private announce(): void {
    this.onProgress?.(this.loaded, Math.max(this.expected, this.loaded + this.outstanding));
  }
}

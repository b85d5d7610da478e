import type { ExportedZip, ExportProgress } from '../../worker/export-protocol';
import { ClassifierError } from '../../core/errors';
import { Observable } from '../../services/observable';

/** Where an export stands. One at a time. */
export type JobState =
  | { status: 'idle' }
  | { status: 'running'; kind: string; progress: ExportProgress | null }
  | { status: 'done'; kind: string; fileName: string; zip: ExportedZip }
  | { status: 'failed'; kind: string; error: ClassifierError };

export interface JobOptions {
  signal: AbortSignal;
  onProgress: (progress: ExportProgress) => void;
}

/** Runs an export, says how it goes, and saves its zip. */
export class ExportJob extends Observable {
  state: JobState = { status: 'idle' };
  private running: AbortController | null = null;

  /** @param save Puts the file where the browser puts downloads. */
  constructor(private readonly save: (fileName: string, blob: Blob) => void) {
    super();
  }

  /**
   * Starts an export; one that still runs is given up.
   *
   * @param kind Which of the exports it is.
   */
  async run(
    kind: string,
    fileName: string,
    work: (options: JobOptions) => Promise<ExportedZip>,
  ): Promise<void> {
    this.cancel();
    const running = new AbortController();
    this.running = running;
    this.show({ status: 'running', kind, progress: null });
    try {
      const zip = await work({
        signal: running.signal,
        onProgress: (progress) => {
          if (this.running === running) this.show({ status: 'running', kind, progress });
        },
      });
      if (this.running !== running) return;
      this.running = null;
      this.save(fileName, zip.blob);
      this.show({ status: 'done', kind, fileName, zip });
    } catch (thrown) {
      if (this.running !== running) return;
      this.running = null;
      this.show({ status: 'failed', kind, error: ClassifierError.from(thrown) });
    }
  }

  cancel(): void {
    this.running?.abort();
    this.running = null;
    if (this.state.status === 'running') this.show({ status: 'idle' });
  }

  private show(state: JobState): void {
    this.state = state;
    this.announceChange();
  }
}

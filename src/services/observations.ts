import type { Verdict, VerdictKind } from '../core/verdict';
import type { ValueStore } from '../store/records';
import { ClassifierError } from '../core/errors';
import { Observable } from './observable';

/** One thing the model said, wherever the picture came from. */
interface Observation {
  modelId: string;
  verdict: Verdict;
  source: 'photo' | 'camera';
  /** Network requests made while it was worked on. */
  requests: number;
}

/** How often each verdict was given by a model on this device. */
type VerdictCounts = Record<VerdictKind, number>;

const KEY = 'observations';
const none: VerdictCounts = { match: 0, unsure: 0, 'out-of-domain': 0 };

/** Counts what the model says on this device. Counts alone are kept, never pictures. */
export class Observations extends Observable {
  /** Since the page was opened. */
  photosSeen = 0;
  framesSeen = 0;
  requestsMade = 0;
  private counts: Record<string, VerdictCounts> = {};

  constructor(
    private readonly store: ValueStore,
    private readonly onProblem: (error: ClassifierError) => void,
  ) {
    super();
  }

  async load(): Promise<void> {
    try {
      this.counts = readCounts(await this.store.read(KEY));
    } catch (error) {
      this.onProblem(ClassifierError.from(error, 'storage-unavailable'));
    }
  }

  countsFor(modelId: string): VerdictCounts {
    return this.counts[modelId] ?? none;
  }

  /** Camera frames count as seen, but not as verdicts: thirty a second would drown the photos. */
  recordObservation({ modelId, verdict, source, requests }: Observation): void {
    this.requestsMade += requests;
    if (source === 'camera') {
      this.framesSeen += 1;
      if (this.framesSeen % 30 === 1 || requests > 0) this.announceChange();
      return;
    }
    this.photosSeen += 1;
    const old = this.countsFor(modelId);
    this.counts = {
      ...this.counts,
      [modelId]: { ...old, [verdict.kind]: old[verdict.kind] + 1 },
    };
    this.announceChange();
    this.store.write(KEY, this.counts).catch((error: unknown) => {
      this.onProblem(ClassifierError.from(error, 'storage-unavailable'));
    });
  }
}

function readCounts(stored: unknown): Record<string, VerdictCounts> {
  if (typeof stored !== 'object' || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored).map(([id, value]: [string, Partial<VerdictCounts>]) => [
      id,
      {
        match: Number(value.match) || 0,
        unsure: Number(value.unsure) || 0,
        'out-of-domain': Number(value['out-of-domain']) || 0,
      },
    ]),
  );
}

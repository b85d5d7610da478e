import type { FinishProgress } from '../../../engine/training/finish-model';
import type { TrainingProgress } from '../../../engine/training/train-model';
import { countOf } from '../../../elements/shared/format';

/** How far a run is, 0 … 1 within its stage, and what it does, in words. */
interface ProgressWords {
  text: string;
  /** `null`: nobody can say. */
  share: number | null;
  remainingMs: number | null;
}

export function describeProgress(progress: TrainingProgress): ProgressWords {
  switch (progress.stage) {
    case 'open':
      return { text: 'Getting the network ready…', share: null, remainingMs: null };
    case 'features': {
      const { done, total, remainingMs } = progress;
      const text =
        total === 0
          ? 'All photos were looked at before.'
          : `Looking at the photos: ${done.toLocaleString('en')} of ${countOf(total, 'photo')}`;
      return { text, share: total === 0 ? 1 : done / total, remainingMs };
    }
    case 'rate':
      return { text: 'Finding the learning rate…', share: null, remainingMs: null };
    case 'rounds': {
      const { rounds, total, remainingMs } = progress;
      const text = `Learning: round ${rounds.length} of ${total}`;
      return { text, share: rounds.length / total, remainingMs };
    }
    case 'folds': {
      const { done, total } = progress;
      const text = `Checking itself on photos left out: ${done + 1} of ${total}`;
      return { text, share: done / total, remainingMs: null };
    }
    case 'tune': {
      const { done, total, remainingMs } = progress;
      const text = `Tuning the network’s last block: step ${Math.min(done + 1, total)} of ${total}`;
      return { text, share: done / total, remainingMs };
    }
    case 'finish':
      return describeFinish(progress);
  }
}

function describeFinish(progress: FinishProgress): ProgressWords {
  switch (progress.step) {
    case 'far': {
      const { done, total } = progress;
      const text = `Looking at pictures that it should warn about: ${done} of ${total}`;
      return { text, share: done / total, remainingMs: null };
    }
    case 'choose':
      return { text: 'Calibrating, and choosing what to warn by…', share: null, remainingMs: null };
    case 'judge':
      return { text: 'Testing the finished model…', share: null, remainingMs: null };
  }
}

/** "about 3 minutes": a guess should not look like a measurement. */
export function describeTime(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 10) return 'a few seconds';
  if (seconds < 50) return `about ${Math.ceil(seconds / 10) * 10} seconds`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return `about ${countOf(minutes, 'minute')}`;
  return `about ${countOf(Math.round(minutes / 60), 'hour')}`;
}

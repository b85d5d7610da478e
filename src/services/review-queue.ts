import type { VerdictKind } from '../core/verdict';
import { Observable } from './observable';

/** Why a photo waits for a person. */
type ReviewReason = Exclude<VerdictKind, 'match'> | 'failed';

/** The photos that need a human look. Later steps of a roll-out build on it. */
export class ReviewQueue extends Observable {
  private readonly waiting = new Map<string, ReviewReason>();

  get size(): number {
    return this.waiting.size;
  }

  reasonFor(photoId: string): ReviewReason | null {
    return this.waiting.get(photoId) ?? null;
  }

  /** Puts a photo on the list; again with another reason replaces the reason. */
  enqueueForReview(photoId: string, reason: ReviewReason): void {
    if (this.waiting.get(photoId) === reason) return;
    this.waiting.set(photoId, reason);
    this.announceChange();
  }

  /** Takes a photo off the list: someone looked, the verdict changed, or the photo is gone. */
  withdraw(photoId: string): void {
    if (this.waiting.delete(photoId)) this.announceChange();
  }
}

import type { Classification } from '../core/classification';
import type { ClassifierError } from '../core/errors';
import type { Verdict } from '../core/verdict';
import type { Review } from '../store/records';

/** Where a photo stands. `stopped`: waiting, but the person pressed Stop. */
type TrayItemState = 'waiting' | 'working' | 'done' | 'failed' | 'stopped';

/** A photo on the tray. Never changed in place: a change makes a new object. */
export interface TrayItem {
  readonly id: string;
  readonly name: string;
  readonly file: Blob;
  readonly addedAt: number;
  readonly state: TrayItemState;
  /** Address of a small picture; the tray revokes it. */
  readonly thumbnailUrl: string | null;
  readonly classification: Classification | null;
  /** Under the lines in force now. */
  readonly verdict: Verdict | null;
  readonly error: ClassifierError | null;
  readonly review: Review | null;
}

/** A file on its way in. */
export interface IncomingFile {
  name: string;
  file: Blob;
}

/** What became of files that were added. */
export interface AddReport {
  added: number;
  /** Names of files whose photo is on the tray already. */
  alreadyHere: string[];
  /** Names of files that could not be read at all. */
  unreadable: string[];
}

/** Whether a person should look at this photo: the model was unsure, lost or failed. */
export function needsHumanLook(item: TrayItem): boolean {
  if (item.review) return false;
  if (item.state === 'failed') return true;
  return item.verdict !== null && item.verdict.kind !== 'match';
}

/** The label to go by: a person's word before the model's; `null` when there is none. */
export function trustedLabel(item: TrayItem): string | null {
  if (item.review?.kind === 'corrected') return item.review.to;
  return item.verdict?.kind === 'match' ? item.verdict.label : null;
}

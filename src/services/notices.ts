import type { ClassifierError } from '../core/errors';
import { Observable } from './observable';

/** One message to the person at the screen. */
interface Notice {
  id: number;
  tone: 'info' | 'problem';
  title: string;
  /** What it is about: a newer message about the same takes its place. Defaults to the title. */
  topic: string;
  text: string;
  /** Something the person can do about it at once. */
  action: { label: string; run: () => void } | null;
}

/** All messages that belong to no single photo. The one place where they are held. */
export class Notices extends Observable {
  private nextId = 1;
  private list: readonly Notice[] = [];

  get all(): readonly Notice[] {
    return this.list;
  }

  /** Shows a message; one about the same takes the place of the older one. */
  add(notice: Partial<Omit<Notice, 'id'>> & { title: string }): void {
    const fresh = {
      tone: 'info',
      text: '',
      action: null,
      topic: notice.title,
      ...notice,
      id: this.nextId++,
    } as const;
    this.list = [...this.list.filter(({ topic }) => topic !== fresh.topic), fresh];
    this.announceChange();
  }

  addError(error: ClassifierError): void {
    if (error.code === 'cancelled') return;
    this.add({ tone: 'problem', title: error.message, text: error.wayOn });
  }

  /** The person moved on: what was only said in passing goes. Problems and offers stay. */
  forgetPassing(): void {
    this.list = this.list.filter(({ tone, action }) => tone === 'problem' || action);
    this.announceChange();
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
    this.announceChange();
  }
}

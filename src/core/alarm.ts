/**
 * Bad news that may come at any time, once: a worker died, a GPU went away. Whatever waits under its
 * guard fails when it comes. (Racing against one promise that never settles would keep the result of
 * every race in memory.)
 */
export class Alarm {
  private news: Error | null = null;
  private readonly listeners = new Set<(news: Error) => void>();

  /** Raises the alarm; only the first time counts. */
  raise(news: Error): void {
    if (this.news) return;
    this.news = news;
    for (const listener of this.listeners) listener(news);
    this.listeners.clear();
  }

  /** Calls `listener` when the alarm is raised; at once when it was before. */
  onRaise(listener: (news: Error) => void): void {
    if (this.news) listener(this.news);
    else this.listeners.add(listener);
  }

  /** Waits for `work`, unless the alarm is raised first; it rejects with the news then. */
  guard<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.onRaise(reject);
      void work.then(resolve, reject).finally(() => this.listeners.delete(reject));
    });
  }
}

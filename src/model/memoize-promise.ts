/**
 * Remembers promises by key, and forgets the ones that fail, so that a failed load can be tried
 * again.
 */
export class PromiseCache<T> {
  private readonly promises = new Map<string, Promise<T>>();

  get(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.promises.get(key);
    if (known) return known;
    const promise = load();
    this.promises.set(key, promise);
    promise.catch(() => {
      if (this.promises.get(key) === promise) this.promises.delete(key);
    });
    return promise;
  }

  delete(key: string): void {
    this.promises.delete(key);
  }
}

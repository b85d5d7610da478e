/** Something that changes over time. Listeners hear `change` and read the new state themselves. */
export class Observable extends EventTarget {
  /** Calls `listener` after every change; returns the way to stop that. */
  subscribe(listener: () => void): () => void {
    this.addEventListener('change', listener);
    return () => this.removeEventListener('change', listener);
  }

  protected announceChange(): void {
    this.dispatchEvent(new Event('change'));
  }
}

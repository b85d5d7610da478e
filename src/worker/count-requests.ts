/** Counts what this worker asks of the network, however it does that. */
export class RequestCounter {
  private fetches = 0;
  private others = 0;
  private readonly observer = new PerformanceObserver((list) => this.add(list.getEntries()));

  constructor() {
    const original = self.fetch.bind(self);
    self.fetch = (...args) => {
      this.fetches += 1;
      return original(...args);
    };
    this.observer.observe({ type: 'resource' });
  }

  /** Requests since the worker started: a fetch counts when it starts, anything else when it ends. */
  count(): number {
    this.add(this.observer.takeRecords());
    return this.fetches + this.others;
  }

  private add(entries: PerformanceEntryList): void {
    for (const entry of entries) {
      const byFetch = entry instanceof PerformanceResourceTiming && entry.initiatorType === 'fetch';
      // Addresses of things in memory ask nothing of the network.
      if (!byFetch && !/^(blob|data):/.test(entry.name)) this.others += 1;
    }
  }
}

/** How much of the device this page uses. Bytes; `null` where the browser does not say. */
export interface StorageReport {
  usedBytes: number | null;
  quotaBytes: number | null;
  /** Whether the browser promised not to throw it away when room gets short. */
  persisted: boolean;
}

/** Asks the browser how much room is used and left. */
export async function readStorageReport(
  storage: StorageManager | undefined,
): Promise<StorageReport> {
  if (!storage) return { usedBytes: null, quotaBytes: null, persisted: false };
  const [estimate, persisted] = await Promise.all([storage.estimate(), storage.persisted()]);
  return {
    usedBytes: estimate.usage ?? null,
    quotaBytes: estimate.quota ?? null,
    persisted,
  };
}

/** Asks the browser never to throw away what is kept; it may say no. */
export async function requestPersistence(storage: StorageManager | undefined): Promise<boolean> {
  return storage ? storage.persist() : false;
}

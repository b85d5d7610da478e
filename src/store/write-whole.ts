interface Transaction {
  readonly done: Promise<void>;
  readonly error: DOMException | null;
  abort(): void;
}

/** Writes all or nothing. Not every failure makes the database take back what went before it. */
export async function writeWhole<T extends Transaction>(
  open: () => T,
  write: (transaction: T) => Promise<unknown>,
): Promise<void> {
  const transaction = open();
  const { done } = transaction;
  try {
    await write(transaction);
  } catch (error) {
    // One with an error has been taken back already.
    if (transaction.error === null) transaction.abort();
    await done.catch(() => undefined);
    throw error;
  }
  await done;
}

import { toStorageError } from './database';

/**
 * Gives every failure of the database its code.
 *
 * @throws ClassifierError `storage-full`, `storage-unavailable`.
 */
export async function guard<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw toStorageError(error);
  }
}

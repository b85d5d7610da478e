import type { ClassifierClient } from '../../client/classifier-client';
import { Studio } from '../../services/studio/studio';
import type { BearingsDatabase } from '../../store/database';
import { requestPersistence } from '../../store/storage-report';
import { openProjectStore } from '../../store/studio/open-project-store';

/** Builds the Studio on what the page has: its worker, and its database where there is one. */
export async function buildStudio(
  client: ClassifierClient,
  database: BearingsDatabase | null,
): Promise<Studio> {
  const { storage } = navigator;
  return new Studio({
    client,
    store: await openProjectStore(database, storage),
    requestPersistence: () => requestPersistence(storage),
  });
}

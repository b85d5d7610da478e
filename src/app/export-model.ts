import { ClassifierError } from '../core/errors';
import type { LibraryEntry } from '../services/model-library';
import { chooseFreeId } from '../services/free-id';
import { downloadBlob } from './download-file';
import type { AppServices } from './services';

/** Exports a kept model as one zip, or says why not. */
export async function exportModel(
  { library, notices }: AppServices,
  { id, manifest }: Extract<LibraryEntry, { kind: 'kept' }>,
): Promise<void> {
  try {
    const zip = await library.export(id);
    downloadBlob(`${chooseFreeId(manifest.name, [])}.zip`, zip);
    notices.add({ topic: 'exported', title: `${manifest.name} was exported as one zip.` });
  } catch (error) {
    notices.addError(ClassifierError.from(error, 'storage-unavailable'));
  }
}

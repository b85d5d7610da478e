import { collectModel, type CollectedModel } from '../../services/collect-model';
import { parseModelAddress } from '../../services/model-address';
import { openDownloadFrame } from './download-frame';

interface DownloadOptions {
  signal?: AbortSignal;
  /** Bytes so far and in all; a total of 0: not known. */
  onProgress?: (loaded: number, total: number) => void;
}

/**
 * Downloads whatever model an address names: a zip, a `model.json` with its weights and the small
 * files beside it, a folder of these, a `bearings.json`, or a Teachable Machine share link. The
 * download runs in a document of its own; this page talks to its own host alone, as always.
 *
 * @returns the files as `openTree` takes them, with paths relative to the model's folder, and a name
 *   for people.
 * @throws ClassifierError `address-…`, `download-…`, `network-offline`, `cancelled`.
 */
export async function downloadModel(
  address: string,
  { signal, onProgress }: DownloadOptions = {},
): Promise<CollectedModel> {
  const url = parseModelAddress(address);
  const frame = await openDownloadFrame(signal);
  try {
    return await collectModel(url, {
      fetchFile: (file, options) => frame.fetchFile(file, options),
      signal,
      onProgress,
    });
  } finally {
    frame.close();
  }
}

import { ClassifierError } from '../../core/errors';
import type { ModelLibrary } from '../../services/model-library';

/** The card's file in a model's folder. */
export const CARD_NAME = 'CARD.md';

/**
 * The card that a model carries with it: from this site, or from this device for a kept model.
 *
 * @returns Markdown.
 * @throws ClassifierError `model-part-missing`, `network-offline`, `model-not-found`,
 *   `storage-unavailable`.
 */
export async function readCard(
  library: Pick<ModelLibrary, 'find' | 'readFiles'>,
  id: string,
): Promise<string> {
  const entry = library.find(id);
  if (entry?.kind === 'built-in') return fetchCard(new URL(CARD_NAME, entry.manifestUrl).href);
  const files = await library.readFiles(id);
  const card = files.find(({ path }) => path === CARD_NAME);
  if (!card) throw new ClassifierError('model-part-missing', CARD_NAME);
  return card.blob.text();
}

async function fetchCard(url: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw new ClassifierError('network-offline', url, { cause: error });
  }
  if (!response.ok) throw new ClassifierError('model-part-missing', `${url}: ${response.status}`);
  return response.text();
}

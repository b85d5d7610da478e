import { ClassifierError } from '../../core/errors';

/**
 * Fetches the photo at an address, which may be relative to the page.
 *
 * @throws ClassifierError
 */
export async function fetchPhoto(address: string): Promise<Blob> {
  try {
    const response = await fetch(new URL(address, document.baseURI));
    if (!response.ok) throw new ClassifierError('photo-decode-failed', `${response.status}`);
    return await response.blob();
  } catch (thrown) {
    throw ClassifierError.from(thrown, 'network-offline');
  }
}

import { ClassifierError } from '../core/errors';
import type { Manifest } from '../core/manifest';

/** A model that this site offers. */
export interface CatalogueEntry {
  id: string;
  /** Absolute address of its `bearings.json`. */
  manifestUrl: string;
  /** Not part of the site as shipped: whoever runs the site adds its files. */
  addedByUser: boolean;
  /** As fetched; the engine checks it before use. `null` when it is not there. */
  manifest: Manifest | null;
  problem: ClassifierError | null;
}

export interface Catalogue {
  entries: CatalogueEntry[];
  defaultId: string;
}

interface Index {
  models: {
    id: string;
    manifest: string;
    addedByUser?: boolean;
    /** Set by the build: its files were not there, so there is nothing to ask the host for. */
    absent?: boolean;
  }[];
  default: string;
}

/**
 * Reads `models/index.json` and the manifests it names. A model that is missing or broken stays in
 * the list, with its problem.
 *
 * @throws ClassifierError when the index itself cannot be read.
 */
export async function readCatalogue(indexUrl: string, fetcher: typeof fetch): Promise<Catalogue> {
  const index = await fetchJson(indexUrl, fetcher);
  if (!isIndex(index)) throw new ClassifierError('model-manifest-invalid', indexUrl);
  const entries = await Promise.all(
    index.models.map(async (listed): Promise<CatalogueEntry> => {
      const { id, manifest, addedByUser = false, absent = false } = listed;
      const manifestUrl = new URL(manifest, indexUrl).href;
      try {
        if (absent) throw new ClassifierError('model-not-found', `${manifestUrl}: not added`);
        const found = await fetchJson(manifestUrl, fetcher);
        if (!looksLikeManifest(found)) {
          throw new ClassifierError('model-manifest-invalid', manifestUrl);
        }
        return { id, manifestUrl, addedByUser, manifest: found, problem: null };
      } catch (error) {
        const problem = ClassifierError.from(error, 'model-not-found');
        return { id, manifestUrl, addedByUser, manifest: null, problem };
      }
    }),
  );
  return { entries, defaultId: index.default };
}

async function fetchJson(url: string, fetcher: typeof fetch): Promise<unknown> {
  let response: Response;
  try {
    response = await fetcher(url);
  } catch (error) {
    throw new ClassifierError('network-offline', url, { cause: error });
  }
  if (!response.ok) throw new ClassifierError('model-not-found', `${url}: ${response.status}`);
  try {
    const json: unknown = await response.json();
    return json;
  } catch (error) {
    throw new ClassifierError('model-manifest-invalid', url, { cause: error });
  }
}

function isIndex(value: unknown): value is Index {
  return (
    isRecord(value) &&
    typeof value['default'] === 'string' &&
    Array.isArray(value['models']) &&
    value['models'].every(
      (one) =>
        isRecord(one) && typeof one['id'] === 'string' && typeof one['manifest'] === 'string',
    )
  );
}

/** Enough to draw a card without falling over; the engine's full check comes when it is opened. */
function looksLikeManifest(value: unknown): value is Manifest {
  return (
    isRecord(value) &&
    value['format'] === 'bearings-model' &&
    typeof value['name'] === 'string' &&
    Array.isArray(value['labels']) &&
    isRecord(value['provenance']) &&
    isRecord(value['thresholds'])
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

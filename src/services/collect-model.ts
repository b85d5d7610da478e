import { ClassifierError, type ErrorCode } from '../core/errors';
import { DownloadProgress } from './download-progress';
import {
  asFolder,
  fileNameOf,
  folderOf,
  labelLists,
  nameAddress,
  planAddress,
  resolvePart,
  sidecars,
} from './model-address';
import { listParts } from './model-parts';

/** All files of a model together. */
const MAX_BYTES = 1_000_000_000;
/** A model's description is read on the page, which must not stall. */
const MAX_DESCRIPTION_BYTES = 50_000_000;
const MAX_FILES = 2_000;
const AT_A_TIME = 4;

/** An answer of a host, whatever its status. */
export interface FetchedFile {
  status: number;
  contentType: string;
  /** After redirects. */
  address: URL;
  /** Empty unless the status is a success. */
  blob: Blob;
}

export interface FetchFileOptions {
  signal?: AbortSignal | undefined;
  limitBytes: number;
  /** `announced` comes once, with 0 bytes; then bytes as they arrive. */
  onBytes?: (bytes: number, announced: number | null) => void;
}

/** Fetches one file; rejects with a ClassifierError when no answer can be had or read. */
export type FetchFile = (url: URL, options: FetchFileOptions) => Promise<FetchedFile>;

/** A model's files, with paths relative to its folder. */
export interface CollectedModel {
  name: string;
  files: { path: string; blob: Blob }[];
}

export interface CollectOptions {
  fetchFile: FetchFile;
  signal?: AbortSignal | undefined;
  /** Bytes so far and in all; a total of 0: not known. */
  onProgress?: ((loaded: number, total: number) => void) | undefined;
}

/**
 * Fetches everything that belongs to the model behind an address.
 *
 * @throws ClassifierError `address-…`, `download-too-large`, `archive-unsafe`, `model-part-missing`,
 *   `network-offline`, `cancelled`.
 */
export async function collectModel(url: URL, options: CollectOptions): Promise<CollectedModel> {
  const collector = new Collector(options);
  const plan = planAddress(url);
  switch (plan.kind) {
    case 'file':
      return collector.collectFile(url);
    case 'description':
      return collector.collectDescribed(url);
    case 'folder':
      return collector.collectFolder(plan.urls);
    case 'unknown':
      return collector.collectUnknown(url);
  }
}

class Collector {
  private readonly progress: DownloadProgress;

  constructor(private readonly options: CollectOptions) {
    this.progress = new DownloadProgress(options.onProgress);
  }

  async collectFile(url: URL): Promise<CollectedModel> {
    const { blob } = await this.fetch(url);
    return { name: nameAddress(url), files: [{ path: fileNameOf(url), blob }] };
  }

  /** A description was named: what it needs, and the small files beside it. */
  async collectDescribed(url: URL): Promise<CollectedModel> {
    const { blob } = await this.fetch(url, MAX_DESCRIPTION_BYTES);
    return this.collectAround(url, blob);
  }

  async collectFolder(folders: readonly URL[]): Promise<CollectedModel> {
    let first: ClassifierError | null = null;
    for (const folder of folders) {
      for (const name of ['model.json', 'bearings.json']) {
        const url = resolvePart(folder, name);
        const found = await this.fetchIfThere(url);
        if (!(found instanceof ClassifierError)) return this.collectAround(url, found.blob);
        first ??= found;
      }
    }
    throw first ?? new ClassifierError('address-not-found');
  }

  /** Fetches it and looks; a page or nothing at all may mean that it is a folder. */
  async collectUnknown(url: URL): Promise<CollectedModel> {
    const found = await this.fetchIfThere(url, MAX_BYTES);
    if (found instanceof ClassifierError) return this.collectFolder([asFolder(url)]);
    const { address, blob } = found;
    if (await startsWith(blob, '{')) return this.collectAround(address, blob);
    const isZip = await startsWith(blob, 'PK');
    const path = isZip ? `${fileNameOf(url)}.zip` : fileNameOf(address);
    return { name: nameAddress(url), files: [{ path, blob }] };
  }

  private async collectAround(url: URL, description: Blob): Promise<CollectedModel> {
    const folder = folderOf(url);
    // An address that does not end in a name, but is answered with a description.
    const own = /\.json$/i.test(fileNameOf(url)) ? fileNameOf(url) : 'model.json';
    const files = new Map([[own, description]]);
    // The small ones first. Whether one is missing or could not be fetched often cannot be told
    // apart; should the network fail here, the weights that follow say so.
    for (const names of [sidecars, labelLists]) {
      // Somebody's own list of labels is looked for only where no maker's file is.
      if (files.size === 1) await this.fetchSmall(folder, names, files);
    }
    const descriptions = [description, files.get('bearings.json')].filter((blob) => !!blob);
    for (let described = descriptions.shift(); described; described = descriptions.shift()) {
      const parts = listParts(await readJson(described));
      if (files.size + parts.paths.length > MAX_FILES) {
        throw new ClassifierError('archive-unsafe', `it names more than ${MAX_FILES} files`);
      }
      this.progress.expect(parts.bytes);
      const wanted = parts.paths.filter((path) => !files.has(path));
      for (const [path, blob] of await this.fetchParts(folder, wanted)) {
        files.set(path, blob);
        if (/\.json$/i.test(path)) descriptions.push(blob);
      }
    }
    const name = nameAddress(url);
    return { name, files: [...files].map(([path, blob]) => ({ path, blob })) };
  }

  /** Adds those of the small files that are there. */
  private async fetchSmall(
    folder: URL,
    names: readonly string[],
    files: Map<string, Blob>,
  ): Promise<void> {
    const wanted = names.filter((name) => !files.has(name));
    const found = await Promise.all(
      wanted.map(
        async (name) => [name, await this.fetchIfThere(resolvePart(folder, name))] as const,
      ),
    );
    for (const [name, file] of found) {
      if (!(file instanceof ClassifierError)) files.set(name, file.blob);
    }
  }

  /** Several at a time; the first failure ends the others. */
  private async fetchParts(folder: URL, paths: readonly string[]): Promise<[string, Blob][]> {
    const queue = paths.map((path) => ({ path, url: resolvePart(folder, path) }));
    const stop = new AbortController();
    const { signal } = this.options;
    const both = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
    const fetched: [string, Blob][] = [];
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const { blob } = await this.fetchPart(next.url, both);
        fetched.push([next.path, blob]);
      }
    };
    try {
      await Promise.all(Array.from({ length: AT_A_TIME }, work));
    } catch (error) {
      stop.abort();
      throw error;
    }
    return fetched;
  }

  private async fetchPart(url: URL, signal: AbortSignal): Promise<FetchedFile> {
    try {
      return await this.fetch(url, MAX_BYTES, signal);
    } catch (error) {
      // The description was there: what it names is missing, whatever the host sends in its place.
      if (!(error instanceof ClassifierError) || !missing.has(error.code)) throw error;
      throw new ClassifierError('model-part-missing', `${url.href}: ${error.message}`, {
        cause: error,
      });
    }
  }

  /** @returns why it seems not to be there, where it does not. */
  private async fetchIfThere(
    url: URL,
    limitBytes = MAX_DESCRIPTION_BYTES,
  ): Promise<FetchedFile | ClassifierError> {
    try {
      return await this.fetch(url, limitBytes);
    } catch (error) {
      if (isAbsence(error)) return error;
      throw error;
    }
  }

  /** @throws ClassifierError also when the host answers, but not with the file. */
  private async fetch(
    url: URL,
    limitBytes: number = MAX_BYTES,
    signal: AbortSignal | undefined = this.options.signal,
  ): Promise<FetchedFile> {
    const counter = this.progress.countFile();
    const file = await this.options.fetchFile(url, {
      signal,
      limitBytes: Math.max(0, Math.min(limitBytes, MAX_BYTES - this.progress.loaded)),
      onBytes: counter.add,
    });
    const problem = describeAnswer(url, file);
    if (problem) {
      // A front page that came in the file's place is no part of the model.
      counter.forget();
      throw problem;
    }
    if (this.progress.loaded > MAX_BYTES) throw new ClassifierError('download-too-large', url.href);
    return file;
  }
}

function describeAnswer(url: URL, { status, contentType }: FetchedFile): ClassifierError | null {
  const detail = `${url.href}: HTTP ${status}`;
  if (status === 404 || status === 410) return new ClassifierError('address-not-found', detail);
  if ([401, 403, 407, 451].includes(status)) return new ClassifierError('address-refused', detail);
  if (status < 200 || status > 299) return new ClassifierError('download-interrupted', detail);
  // Many hosts answer every unknown address with their front page.
  if (contentType.startsWith('text/html')) return new ClassifierError('address-web-page', url.href);
  return null;
}

/** The host's answers that mean that a file is not there. */
const missing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'address-not-found',
  'address-refused',
  'address-web-page',
]);

/**
 * Whether it may mean no more than that this file is not there: many hosts send the answer that says
 * so without the leave to read it.
 */
function isAbsence(error: unknown): error is ClassifierError {
  if (!(error instanceof ClassifierError)) return false;
  const { code } = error;
  return missing.has(code) || code === 'address-forbids-reading' || code === 'address-unreachable';
}

async function startsWith(blob: Blob, beginning: string): Promise<boolean> {
  return (await blob.slice(0, 64).text()).trimStart().startsWith(beginning);
}

/** Null for what is no JSON: whoever opens the model says what is wrong with it. */
async function readJson(blob: Blob): Promise<unknown> {
  try {
    return JSON.parse(await blob.text());
  } catch {
    return null;
  }
}

import { ClassifierError } from '../core/errors';

/** What an address says by itself about what lies behind it. */
type ModelAddress =
  /** One file that holds all: a zip, a project, or a format that is at least recognised. */
  | { kind: 'file'; url: URL }
  /** A model's description; its other files lie in the same folder. */
  | { kind: 'description'; url: URL }
  /** A folder, and where else the same folder lies. Each ends with a slash. */
  | { kind: 'folder'; urls: readonly [URL, ...URL[]] }
  /** May be any of these: the answer has to show. */
  | { kind: 'unknown'; url: URL };

/** Where Teachable Machine keeps what people share, and where its links lead. */
const shareFolder = 'https://teachablemachine.withgoogle.com/models/';
const storageFolder = 'https://storage.googleapis.com/tm-model/';

/** The small files that makers put beside `model.json`. */
export const sidecars = [
  'bearings.json',
  'metadata.json',
  'signature.json',
  'labels.txt',
  'dict.txt',
  'cvexport.manifest',
  'model_meta.json',
] as const;

/** Where people keep the labels of a model whose maker has no place for them. */
export const labelLists = [
  'labels.json',
  'classes.json',
  'class_names.json',
  'class_indices.json',
  'classes.txt',
  'class_names.txt',
  'label_map.txt',
  'labelmap.txt',
] as const;

/**
 * What somebody typed or pasted, as an address. A missing `https://` is added; links to a file's page
 * at GitHub or Hugging Face become the file's own address.
 *
 * @throws ClassifierError `address-invalid`, `address-insecure`.
 */
export function parseModelAddress(text: string): URL {
  const trimmed = text.trim().replace(/^[<"']+|[>"']+$/g, '');
  const hasScheme = /^[a-z][a-z\d+.-]*:/i.test(trimmed) && !/^[\w.-]+:\d/.test(trimmed);
  const looksLikeHost = /^[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]|$)/.test(trimmed);
  const full = !hasScheme && looksLikeHost ? `https://${trimmed}` : trimmed;
  if (!URL.canParse(full)) throw new ClassifierError('address-invalid', trimmed);
  const url = new URL(full);
  url.hash = '';
  if (url.username || url.password) {
    throw new ClassifierError('address-invalid', 'it holds a user name or a password');
  }
  if (url.protocol === 'http:' && !isLoopback(url)) {
    throw new ClassifierError('address-insecure', url.href);
  }
  if (!/^https?:$/.test(url.protocol)) throw new ClassifierError('address-invalid', url.protocol);
  return skipFilePage(url);
}

/** What to expect behind an address. */
export function planAddress(url: URL): ModelAddress {
  const shared = findTeachableMachineFolder(url);
  if (shared) return { kind: 'folder', urls: shared };
  const last = lastSegment(url);
  if (last === '') return { kind: 'folder', urls: [url] };
  // Somebody picked one of the small files: the model is beside it.
  if (isSidecar(last) && last !== 'bearings.json') {
    return { kind: 'folder', urls: [folderOf(url)] };
  }
  if (/\.json$/i.test(last)) return { kind: 'description', url };
  if (/\.[a-z][a-z\d]{1,7}$/i.test(last)) return { kind: 'file', url };
  return { kind: 'unknown', url };
}

/** The folder that a file lies in; its query is kept, since it may be what opens the door. */
export function folderOf(url: URL): URL {
  const folder = new URL('./', url);
  folder.search = url.search;
  return folder;
}

/** The address taken as a folder's. */
export function asFolder(url: URL): URL {
  const folder = new URL(url);
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  return folder;
}

/**
 * The address of a file that a description names, with the folder's query (as tfjs does it).
 *
 * @throws ClassifierError `archive-unsafe` when the path leads out of the folder.
 */
export function resolvePart(folder: URL, path: string): URL {
  const segments = path.replace(/^(?:\.\/)+/, '').split('/');
  const isSafe = segments.every(
    (segment) => segment !== '' && segment !== '.' && segment !== '..' && !/[\\\0]/.test(segment),
  );
  if (!isSafe || /^[a-z][a-z\d+.-]*:/i.test(path)) {
    throw new ClassifierError('archive-unsafe', `a file is said to lie at “${path.slice(0, 200)}”`);
  }
  const url = new URL(segments.map(encodeURIComponent).join('/'), folder);
  url.search = folder.search;
  return url;
}

/** The file's name, as a path in the model's folder. */
export function fileNameOf(url: URL): string {
  return decode(lastSegment(url)) || 'download';
}

/** What to call a model that says nothing of its own: its folder, else its file, else its host. */
export function nameAddress(url: URL): string {
  const segments = url.pathname.split('/').filter(Boolean).map(decode);
  const last = segments.at(-1);
  const isDescription = last !== undefined && /\.json$/i.test(last);
  const name = isDescription ? segments.at(-2) : last?.replace(/\.(?:zip|tm)$/i, '');
  return name ?? url.hostname;
}

/** Teachable Machine's links; the same files lie in its storage, where the links lead. */
function findTeachableMachineFolder({ hostname, pathname }: URL): [URL, ...URL[]] | null {
  const isShare = hostname === new URL(shareFolder).hostname;
  const isStorage = hostname === new URL(storageFolder).hostname;
  const [, id] =
    (isShare && /^\/models\/([\w-]+)(?:\/|$)/.exec(pathname)) ||
    (isStorage && /^\/tm-model\/([\w-]+)(?:\/|$)/.exec(pathname)) ||
    [];
  if (!id) return null;
  return [new URL(`${id}/`, shareFolder), new URL(`${id}/`, storageFolder)];
}

/** Where a link leads to a page about a file, the file's own address. */
function skipFilePage(url: URL): URL {
  const { hostname, pathname } = url;
  const [, repository, ref] = /^\/([^/]+\/[^/]+)\/(?:blob|raw|tree)\/(.+)$/.exec(pathname) ?? [];
  const isFolder = /^\/[^/]+\/[^/]+\/tree\//.test(pathname) && !pathname.endsWith('/');
  if (!repository || !ref) return url;
  const file = new URL(url);
  const end = isFolder ? '/' : '';
  if (hostname === 'github.com') {
    file.hostname = 'raw.githubusercontent.com';
    file.pathname = `/${repository}/${ref}${end}`;
  }
  if (hostname === 'huggingface.co') file.pathname = `/${repository}/resolve/${ref}${end}`;
  return file;
}

/** The hosts that the download document's policy names besides https (see security-headers.mjs). */
function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1';
}

function isSidecar(name: string): boolean {
  return ([...sidecars, ...labelLists] as readonly string[]).includes(name);
}

function lastSegment({ pathname }: URL): string {
  return pathname.slice(pathname.lastIndexOf('/') + 1);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Not every percent sign begins an escape; the name is then as it stands.
    return segment;
  }
}

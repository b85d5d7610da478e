import type {
  DrawIconsRequest,
  ExportedZip,
  ExportModelRequest,
  ExportProgress,
  ExportSiteRequest,
} from '../worker/export-protocol';
import type { ModelFile } from '../worker/import-protocol';
import type { ClassifierClient } from './classifier-client';
import { listenWith } from './listen-with';

interface ExportOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: ExportProgress) => void) | undefined;
}

/**
 * What the page asks for to hand things on. Elements depend on this, so that tests can pass a stub.
 * Every promise rejects with a `ClassifierError`; an abort rejects with `cancelled`.
 */
export interface Exporter {
  /** One zip of a model, whole or as bare tfjs opens it. */
  exportModel(
    work: Omit<ExportModelRequest, 'requestId'>,
    options?: ExportOptions,
  ): Promise<ExportedZip>;
  /** One zip of a site with a model: a complete app, or the element for another page. */
  exportSite(
    work: Omit<ExportSiteRequest, 'requestId'>,
    options?: ExportOptions,
  ): Promise<ExportedZip>;
  drawIcons(
    work: Omit<DrawIconsRequest, 'requestId'>,
    options?: ExportOptions,
  ): Promise<ModelFile[]>;
  /** One zip of any files. */
  exportFiles(files: readonly ModelFile[], options?: ExportOptions): Promise<ExportedZip>;
}

/** Exports over the classifier's worker: one queue, cancel, and a new worker. */
export class ExportClient implements Exporter {
  constructor(private readonly client: Pick<ClassifierClient, 'request'>) {}

  exportModel: Exporter['exportModel'] = (work, { signal, onProgress } = {}) =>
    this.client.request(
      (remote, requestId) => remote.exportModel({ requestId, ...work }, listenWith(onProgress)),
      signal,
    );

  exportSite: Exporter['exportSite'] = (work, { signal, onProgress } = {}) =>
    this.client.request(
      (remote, requestId) => remote.exportSite({ requestId, ...work }, listenWith(onProgress)),
      signal,
    );

  drawIcons: Exporter['drawIcons'] = (work, { signal } = {}) =>
    this.client.request((remote, requestId) => remote.drawIcons({ requestId, ...work }), signal);

  exportFiles: Exporter['exportFiles'] = (files, { signal, onProgress } = {}) =>
    this.client.request(
      (remote, requestId) => remote.exportFiles({ requestId, files }, listenWith(onProgress)),
      signal,
    );
}

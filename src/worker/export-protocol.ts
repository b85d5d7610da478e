import type { AppIdentity } from '../core/export/app-identity';
import type { PlainKind } from '../core/export/plain-kinds';
import type { ModelFile } from './import-protocol';
import type { ModelSource, Reply } from './protocol';

/** The messages about handing models on. */

/** Where an export stands. */
export interface ExportProgress {
  stage: 'read' | 'check' | 'collect' | 'pack';
  done: number;
  /** 0: not known. */
  total: number;
}

/** A zip that is ready to be saved. */
export interface ExportedZip {
  blob: Blob;
  files: { path: string; bytes: number }[];
  /** How a plain model's weights are stored and how close it is; `null` for the others. */
  check: { precision: string; error: number } | null;
}

export interface ExportModelRequest {
  requestId: number;
  source: ModelSource;
  /** `whole`: with all that makes it honest, as it is opened here. */
  form: 'whole' | PlainKind;
}

export interface ExportSiteRequest {
  requestId: number;
  source: ModelSource;
  /** `element`: for a page of one's own, with its name alone. */
  form: 'app' | 'element';
  identity: AppIdentity;
  /** A picture for the icon, in place of the identity's text. */
  picture: Blob | null;
  /** Absolute address of this site: what it is built of is copied. */
  siteUrl: string;
}

export interface DrawIconsRequest {
  requestId: number;
  text: string;
  /** `#rrggbb`. */
  colour: string;
  picture: Blob | null;
}

type OnProgress = (progress: ExportProgress) => void;

/** What the worker can do to hand a model on. */
export interface ExportWorker {
  /** One zip of a model. */
  exportModel(request: ExportModelRequest, onProgress: OnProgress): Promise<Reply<ExportedZip>>;
  /** One zip of a static site with a model. */
  exportSite(request: ExportSiteRequest, onProgress: OnProgress): Promise<Reply<ExportedZip>>;
  /** An app's icons, by their names. */
  drawIcons(request: DrawIconsRequest): Promise<Reply<ModelFile[]>>;
  /** One zip of any files. They are read one after the other: there may be thousands. */
  exportFiles(
    request: { requestId: number; files: readonly ModelFile[] },
    onProgress: OnProgress,
  ): Promise<Reply<ExportedZip>>;
}

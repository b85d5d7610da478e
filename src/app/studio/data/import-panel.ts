import './burst-camera';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { hasLeft, welcomeFiles } from '../../../elements/drop-zone/drag-over';
import { fromFileList, looksLikePhoto } from '../../../elements/drop-zone/read-dropped-files';
import { takeDrop } from '../../../elements/drop-zone/take-drop';
import { takePicked } from '../../../elements/drop-zone/take-picked';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import { countOf } from '../../../elements/shared/format';
import { icon } from '../../../elements/shared/icons';
import type { ImportReport, ImportState, PhotoImport } from '../../../services/studio/photo-import';
import { isArchive } from '../../../services/studio/plan-import';
import type { ProjectSession } from '../../../services/studio/project-session';
import type { IncomingFile } from '../../../services/tray-item';
import { Watch } from '../../watch';
import type { BurstTakenEvent } from './burst-camera';
import { importPanelStyles } from './import-panel.styles';

/** Where photos come into a project, and how that goes. */
@customElement('import-panel')
export class ImportPanel extends LitElement {
  static override styles = [baseStyles, buttonStyles, importPanelStyles];

  @state() private over = false;
  @state() private withCamera = false;

  @property({ attribute: false }) session: ProjectSession | null = null;
  @property({ attribute: false }) imports: PhotoImport | null = null;
  /** The label for photos whose place names none; `null` for none. */
  @property() labelId: string | null = null;

  constructor() {
    super();
    new Watch(this, () => (this.imports ? [this.imports] : []));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('paste', this.handlePaste, { capture: true });
    addEventListener('drop', this.handlePageDrop, { capture: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('paste', this.handlePaste, { capture: true });
    removeEventListener('drop', this.handlePageDrop, { capture: true });
  }

  override render() {
    const { imports, session } = this;
    if (!imports || !session) return nothing;
    const { state } = imports;
    const isRunning = state.status === 'running';
    return html`<div
      class="panel ${this.over ? 'over' : ''}"
      role="group"
      aria-label="Add photos"
      @dragenter=${this.handleDrag}
      @dragover=${this.handleDrag}
      @dragleave=${this.handleLeave}
    >
      ${isRunning ? this.renderRunning(state, imports) : this.renderWays()}
      ${this.withCamera ? this.renderCamera(session) : nothing}
      ${state.status === 'done' ? this.renderReport(state, imports) : nothing}
      ${!isRunning ? this.renderUnfinished(session, imports) : nothing}
    </div>`;
  }

  private renderWays() {
    const name = this.labelName;
    return html`
      <div class="row">
        ${this.renderPicker('folder', 'Add a folder', 'folder', 'primary')}
        ${this.renderPicker('files', 'Photos or a zip', 'image', '')}
        <button
          class="button"
          aria-expanded=${this.withCamera ? 'true' : 'false'}
          @click=${() => (this.withCamera = !this.withCamera)}
        >
          ${icon('camera')} Camera
        </button>
      </div>
      <p class="soft">
        ${
          name === null
            ? 'Or drop or paste them anywhere on this page. Folder names become labels; folders called train, valid and test become the parts.'
            : html`Or drop or paste them anywhere on this page. Loose photos get the label
                <b>${name}</b>; folder names become labels.`
        }
      </p>
    `;
  }

  private renderPicker(
    kind: 'folder' | 'files',
    label: string,
    glyph: 'folder' | 'image',
    style: string,
  ) {
    return html`<button
        class="button ${style}"
        @click=${() => this.renderRoot.querySelector<HTMLInputElement>(`input.${kind}`)?.click()}
      >
        ${icon(glyph)} ${label}
      </button>
      <input
        type="file"
        class=${kind}
        hidden
        multiple
        accept=${kind === 'files' ? 'image/*,.zip,.tm' : nothing}
        ?webkitdirectory=${kind === 'folder'}
        aria-label=${label}
        tabindex="-1"
        @change=${this.handlePicked}
      />`;
  }

  private renderCamera(session: ProjectSession) {
    if (this.labelId === null) {
      return html`<p role="status">
        ${
          session.labels.length === 0
            ? 'Add a label first, then choose it: the shots go to it.'
            : 'Choose a label first: the shots go to it.'
        }
      </p>`;
    }
    return html`<burst-camera
      label=${this.labelName ?? ''}
      @burst-taken=${this.handleBurst}
    ></burst-camera>`;
  }

  private renderRunning(state: ImportState & { status: 'running' }, imports: PhotoImport) {
    const { stage, done, report } = state;
    const { name, total } = report;
    const words = {
      list: 'Looking through the files…',
      photos: `${done.toLocaleString('en')} of ${countOf(total, 'photo')}`,
      compare: `Looking for near doubles among ${countOf(total, 'photo')}…`,
    }[stage];
    return html`<div class="running">
      <div class="row">
        <p role="status"><b>Adding ${name}.</b> ${words}</p>
        <button class="button plain" @click=${() => imports.cancel()}>Stop</button>
      </div>
      <progress
        aria-label="Adding ${name}"
        max="1"
        value=${stage !== 'list' && total > 0 ? done / total : nothing}
      ></progress>
      <p class="soft">
        Each photo is saved as soon as it is in. You can close the page at any time.
      </p>
    </div>`;
  }

  private renderReport({ report, error }: ImportState & { status: 'done' }, imports: PhotoImport) {
    const isStopped = error !== null && error.code !== 'cancelled';
    return html`<div class="report ${isStopped ? 'stopped' : ''}">
      <div class="row">
        <p role=${isStopped ? 'alert' : 'status'}>
          ${isStopped ? html`<b>${error.message}</b> ${error.wayOn}` : nothing}
          ${error?.code === 'cancelled' ? html`<b>Stopped.</b>` : nothing} ${describeReport(report)}
        </p>
        <button class="button plain" @click=${() => imports.dismiss()}>Dismiss</button>
      </div>
      ${
        report.failures.length > 0
          ? html`<details>
              <summary>${countOf(report.failures.length, 'file')} left out, and why</summary>
              <ul class="failures" tabindex="0" aria-label="Files left out">
                ${report.failures.map(
                  (failure) =>
                    html`<li>
                      <b>${failure.path}</b>: ${failure.error.message} ${failure.error.wayOn}
                    </li>`,
                )}
              </ul>
            </details>`
          : nothing
      }
    </div>`;
  }

  /** After a crash or a closed tab. */
  private renderUnfinished(session: ProjectSession, imports: PhotoImport) {
    const { unfinishedImport } = session.project;
    if (!unfinishedImport) return nothing;
    const { name, done, total } = unfinishedImport;
    return html`<div class="unfinished">
      <p role="status">
        <b>Adding “${name}” was cut short</b> after ${done.toLocaleString('en')} of
        ${countOf(total, 'photo')}. What was added is safe. To go on, choose or drop the same folder
        or files again: what is in already is not read twice.
      </p>
      <div class="row">
        ${this.renderPicker('folder', 'Choose the folder again', 'folder', '')}
        <button class="button plain" @click=${() => void imports.settle()}>Leave it at that</button>
      </div>
    </div>`;
  }

  private get labelName(): string | null {
    return this.labelId === null ? null : (this.session?.labelName(this.labelId) ?? null);
  }

  private handlePicked(event: Event): void {
    this.take(fromFileList(takePicked(event)));
  }

  private handleBurst({ files, group }: BurstTakenEvent): void {
    void this.imports?.run(files, { labelId: this.labelId, group });
  }

  private readonly handlePaste = (event: ClipboardEvent): void => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const time = new Date().toISOString().replaceAll(':', '.');
    this.take(pasted.map((file) => ({ name: `pasted/${time} ${file.name}`, file })));
  };

  /** On this page every drop is meant for the project. */
  private readonly handlePageDrop = (event: DragEvent): void => {
    this.over = false;
    void takeDrop(event, this, (files) => this.take(files.filter(isWanted)));
  };

  private handleDrag(event: DragEvent): void {
    if (welcomeFiles(event)) this.over = true;
  }

  private handleLeave(event: DragEvent): void {
    if (hasLeft(event, this.renderRoot)) this.over = false;
  }

  private take(files: readonly IncomingFile[]): void {
    void this.imports?.run(files, { labelId: this.labelId });
  }
}

/** Of what was dropped: files dropped themselves, and from folders the photos and zips. */
function isWanted(file: IncomingFile): boolean {
  const { name } = file;
  const own = name.split('/').at(-1) ?? '';
  return (
    !name.includes('/') || isArchive(file) || looksLikePhoto({ name: own, type: file.file.type })
  );
}

function describeReport({ name, added, known, copies }: ImportReport): string {
  const parts = [`${countOf(added, 'photo')} added${name === '' ? '' : ` from ${name}`}.`];
  if (known > 0) parts.push(`${countOf(known, 'photo')} were in already.`);
  if (copies > 0) parts.push(`${countOf(copies, 'exact double')} left out.`);
  return parts.join(' ');
}

declare global {
  interface HTMLElementTagNameMap {
    'import-panel': ImportPanel;
  }
}

import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { IncomingFile } from '../../services/tray-item';
import { baseStyles, buttonStyles } from '../shared/base.styles';
import { icon } from '../shared/icons';
import { hasLeft, welcomeFiles } from './drag-over';
import { dropZoneStyles } from './drop-zone.styles';
import { looksLikeModel, ModelDroppedEvent } from './looks-like-model';
import { fromFileList, photosAmong } from './read-dropped-files';
import { takeDrop } from './take-drop';
import { takePicked } from './take-picked';

/** A person handed over files: by drop, picker or camera app. */
export class FilesChosenEvent extends Event {
  constructor(readonly files: IncomingFile[]) {
    super('files-chosen', { bubbles: true, composed: true });
  }
}

/**
 * Where photos come in: drop, choose, choose a folder, or take one with the phone.
 *
 * @slot - The prompt.
 * @event files-chosen - Files were handed over.
 * @event model-dropped - A model was dropped; prevent it to say that it was taken.
 * @event files-failed - They could not be read.
 * @csspart dropzone - The whole area.
 */
@customElement('drop-zone')
export class DropZone extends LitElement {
  static override styles = [baseStyles, buttonStyles, dropZoneStyles];

  @state() private over = false;

  /** Takes several photos, and folders. */
  @property({ type: Boolean }) multiple = false;
  @property({ type: Boolean, reflect: true }) disabled = false;
  /** One line high, for when there are photos already. */
  @property({ type: Boolean, reflect: true }) compact = false;

  override render() {
    return html`
      <div
        class="zone ${this.over ? 'over' : ''}"
        part="dropzone"
        role="group"
        aria-label="Add photos"
        @dragenter=${this.handleDrag}
        @dragover=${this.handleDrag}
        @dragleave=${this.handleLeave}
        @drop=${this.handleDrop}
      >
        <slot></slot>
        <div class="ways">
          ${this.renderPicker('file', this.multiple ? 'Choose photos' : 'Choose a photo')}
          ${this.multiple ? this.renderPicker('folder', 'Choose a folder') : nothing}
          ${this.renderPicker('camera', 'Take a photo')}
        </div>
      </div>
    `;
  }

  /** Opens the browser's file picker. */
  pickFile(): void {
    this.inputOf('file')?.click();
  }

  private renderPicker(kind: 'file' | 'folder' | 'camera', label: string) {
    const glyph = ({ file: 'image', folder: 'folder', camera: 'camera' } as const)[kind];
    return html`
      <button
        class="button ${kind} ${kind === 'file' ? 'primary' : ''}"
        type="button"
        ?disabled=${this.disabled}
        @click=${() => this.inputOf(kind)?.click()}
      >
        ${icon(glyph)} ${label}
      </button>
      <input
        type="file"
        class=${kind}
        hidden
        accept=${kind === 'folder' ? nothing : 'image/*'}
        ?multiple=${kind === 'file' && this.multiple}
        ?webkitdirectory=${kind === 'folder'}
        capture=${kind === 'camera' ? 'environment' : nothing}
        aria-label=${label}
        tabindex="-1"
        @change=${this.handleChange}
      />
    `;
  }

  private inputOf(kind: string): HTMLInputElement | null {
    return this.renderRoot.querySelector(`input.${kind}`);
  }

  private handleChange(event: Event): void {
    const files = fromFileList(takePicked(event));
    if (files.length > 0) this.dispatchEvent(new FilesChosenEvent(files));
  }

  private handleDrag(event: DragEvent): void {
    if (!this.disabled && welcomeFiles(event)) this.over = true;
  }

  private handleLeave(event: DragEvent): void {
    if (hasLeft(event, this, this.renderRoot)) this.over = false;
  }

  private handleDrop(event: DragEvent): void {
    this.over = false;
    if (this.disabled || !event.dataTransfer) return;
    void takeDrop(event, this, (files) => {
      const isModel = looksLikeModel(files);
      if (isModel && !this.dispatchEvent(new ModelDroppedEvent(files))) return;
      const photos = photosAmong(files);
      if (photos.length > 0) this.dispatchEvent(new FilesChosenEvent(photos));
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'drop-zone': DropZone;
  }
  interface GlobalEventHandlersEventMap {
    'files-chosen': FilesChosenEvent;
  }
}

import './photo-thumb';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  fromFileList,
  looksLikePhoto,
  photosAmong,
} from '../../elements/drop-zone/read-dropped-files';
import { takeDrop } from '../../elements/drop-zone/take-drop';
import { takePicked } from '../../elements/drop-zone/take-picked';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { countOf } from '../../elements/shared/format';
import { icon } from '../../elements/shared/icons';
import type { PhotoCollection } from '../../services/photo-collection';
import type { IncomingFile } from '../../services/tray-item';
import { Watch } from '../watch';
import { labelPhotosStyles } from './label-photos.styles';

/** More rows than this are found by name. */
const SHOWN_LABELS = 12;
/** More pictures than this help nobody to see what is there. */
const SHOWN_PHOTOS = 20;

interface Row {
  key: string;
  name: string;
  note: string;
  photos: readonly IncomingFile[];
  add: (files: readonly IncomingFile[]) => void;
}

/** A row for each label, where its photos are dropped, picked and taken out again. */
@customElement('label-photos')
export class LabelPhotos extends LitElement {
  static override styles = [baseStyles, buttonStyles, labelPhotosStyles];

  @state() private over = '';
  @state() private filter = '';
  @state() private said = '';

  @property({ attribute: false }) photos: PhotoCollection | null = null;
  @property({ attribute: false }) labels: readonly string[] = [];
  /** How many photos of a label are asked for. */
  @property({ type: Number }) wanted = 5;
  /** Asks for photos of something else as well. */
  @property({ type: Boolean }) strangers = false;
  /** Takes photos that nobody has named. */
  @property({ type: Boolean }) unlabelled = false;
  @property({ type: Boolean }) disabled = false;

  constructor() {
    super();
    new Watch(this, () => (this.photos ? [this.photos] : []));
  }

  override render() {
    const { photos, labels } = this;
    if (!photos) return nothing;
    const shown = this.shownLabels(photos);
    return html`<div class="rows">
      <div class="folder-row">
        ${this.renderPicker('folder', 'A folder with a folder for each label', true, (files) =>
          this.takeFolder(files),
        )}
        <p class="said" role="status">${this.said}</p>
      </div>
      ${
        labels.length > SHOWN_LABELS
          ? html`<label class="filter"
              >Find a label among ${labels.length}
              <input
                type="text"
                .value=${this.filter}
                @input=${(event: Event) => {
                  if (event.currentTarget instanceof HTMLInputElement) {
                    this.filter = event.currentTarget.value;
                  }
                }}
            /></label>`
          : nothing
      }
      ${shown.map((label) =>
        this.renderRow({
          key: `label ${label}`,
          name: label,
          note: '',
          photos: photos.photosOf(label),
          add: (files) => photos.add(label, files),
        }),
      )}
      ${
        this.unlabelled
          ? this.renderRow({
              key: 'unlabelled',
              name: 'Photos without a label',
              note: 'Weaker evidence, and better than none.',
              photos: photos.unlabelled,
              add: (files) => photos.addUnlabelled(files),
            })
          : nothing
      }
      ${
        this.strangers
          ? this.renderRow({
              key: 'strangers',
              name: 'Something else',
              note: 'Optional: what it should not take for any label. It shows the effect, and teaches nothing.',
              photos: photos.strangers,
              add: (files) => photos.addStrangers(files),
            })
          : nothing
      }
    </div>`;
  }

  private shownLabels(photos: PhotoCollection): readonly string[] {
    const { labels } = this;
    if (labels.length <= SHOWN_LABELS) return labels;
    const wanted = this.filter.trim().toLowerCase();
    const found = wanted
      ? labels.filter((label) => label.toLowerCase().includes(wanted)).slice(0, SHOWN_LABELS)
      : [];
    return labels.filter((label) => found.includes(label) || photos.photosOf(label).length > 0);
  }

  private renderRow({ key, name, note, photos, add }: Row) {
    const isLabel = key.startsWith('label');
    const isEnough = photos.length >= this.wanted;
    return html`<section
      class="label-row ${this.over === key ? 'over' : ''}"
      aria-label=${name}
      @dragenter=${(event: DragEvent) => this.handleDrag(event, key)}
      @dragover=${(event: DragEvent) => this.handleDrag(event, key)}
      @dragleave=${() => (this.over = '')}
      @drop=${(event: DragEvent) => this.handleDrop(event, add)}
    >
      <div class="head">
        <p class="name">
          <b>${name}</b>
          <span class="count"
            >${isLabel && isEnough ? icon('check') : nothing}
            ${countOf(photos.length, 'photo')}${
              isLabel && !isEnough ? ` of ${this.wanted}` : nothing
            }</span
          >
          ${note ? html`<span class="hint">${note}</span>` : nothing}
        </p>
        ${this.renderPicker(key, `Add photos`, false, add, name)}
      </div>
      ${
        photos.length > 0
          ? html`<ul class="thumbs">
              ${photos.slice(0, SHOWN_PHOTOS).map(
                (photo) =>
                  html`<li>
                    <photo-thumb .photo=${photo.file} alt=${photo.name}></photo-thumb>
                    <button
                      type="button"
                      class="take-out"
                      aria-label="Take out ${photo.name}"
                      ?disabled=${this.disabled}
                      @click=${() => this.photos?.remove(photo)}
                    >
                      ${icon('close')}
                    </button>
                  </li>`,
              )}
              ${
                photos.length > SHOWN_PHOTOS
                  ? html`<li class="more">and ${photos.length - SHOWN_PHOTOS} more</li>`
                  : nothing
              }
            </ul>`
          : nothing
      }
    </section>`;
  }

  private renderPicker(
    key: string,
    words: string,
    isFolder: boolean,
    take: (files: readonly IncomingFile[]) => void,
    of = '',
  ) {
    const name = of ? `${words} of ${of}` : words;
    return html`<button
        type="button"
        class="button ${isFolder ? 'folder' : ''}"
        aria-label=${name}
        ?disabled=${this.disabled}
        @click=${(event: Event) => {
          const input = (event.currentTarget as HTMLElement).nextElementSibling;
          if (input instanceof HTMLInputElement) input.click();
        }}
      >
        ${icon(isFolder ? 'folder' : 'image')} ${words}
      </button>
      <input
        type="file"
        hidden
        multiple
        data-row=${key}
        accept=${isFolder ? nothing : 'image/*'}
        ?webkitdirectory=${isFolder}
        aria-label=${name}
        tabindex="-1"
        @change=${(event: Event) => take(fromFileList(takePicked(event)))}
      />`;
  }

  private takeFolder(files: readonly IncomingFile[]): void {
    const sorted = this.photos?.addSorted(files, this.labels);
    if (!sorted) return;
    const placed = [...sorted.byLabel.values()].reduce((sum, one) => sum + one.length, 0);
    const left = sorted.unsorted.length;
    this.said =
      placed === 0
        ? 'No folder in there is called like a label.'
        : `${countOf(placed, 'photo')} put to ${countOf(sorted.byLabel.size, 'label')}.${
            left > 0 ? ` ${countOf(left, 'photo')} in folders of other names were left out.` : ''
          }`;
  }

  private handleDrag(event: DragEvent, key: string): void {
    if (this.disabled || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.over = key;
  }

  private handleDrop(event: DragEvent, add: (files: readonly IncomingFile[]) => void): void {
    this.over = '';
    if (this.disabled) return;
    void takeDrop(event, this, (files) =>
      add(photosAmong(files).filter(({ name, file }) => looksLikePhoto({ name, type: file.type }))),
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'label-photos': LabelPhotos;
  }
}

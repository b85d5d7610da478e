import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { hasLeft, welcomeFiles } from '../../elements/drop-zone/drag-over';
import { nameFiles } from '../../elements/drop-zone/looks-like-model';
import { takeDrop } from '../../elements/drop-zone/take-drop';
import { takePicked } from '../../elements/drop-zone/take-picked';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { icon } from '../../elements/shared/icons';
import type { ImportSession } from '../../services/import-session';
import type { IncomingFile } from '../../services/tray-item';
import { pageStyles } from '../page.styles';
import { chooseModelStyles } from './choose-model.styles';
import { downloadModel } from './download-model';
import { makers } from './makers';
import { openModelStyles } from './open-model.styles';

/** The first step: hand over a model, as files, a folder or an address. */
@customElement('choose-model')
export class ChooseModel extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    pageStyles,
    openModelStyles,
    chooseModelStyles,
  ];

  @state() private over = false;
  @state() private address = '';
  @state() private addressProblem = '';

  @property({ attribute: false }) imports: ImportSession | null = null;

  override render() {
    return html`<div class="stack">
      <div
        class="zone ${this.over ? 'over' : ''}"
        role="group"
        aria-labelledby="drop-here"
        @dragenter=${this.handleDrag}
        @dragover=${this.handleDrag}
        @dragleave=${this.handleLeave}
        @drop=${this.handleDrop}
      >
        <div class="prompt">
          <h2 id="drop-here">Drop your model here</h2>
          <p>The zip as you downloaded it, its folder, or all of its files at once.</p>
        </div>
        <div class="ways">
          ${this.renderPicker('files', 'Choose files', 'file')}
          ${this.renderPicker('folder', 'Choose a folder', 'folder')}
        </div>
      </div>
      ${this.renderAddress()} ${renderMakers()}
    </div>`;
  }

  private renderPicker(kind: 'files' | 'folder', label: string, glyph: 'file' | 'folder') {
    return html`<button
        class="button ${kind === 'files' ? 'primary' : ''} pick-${kind}"
        @click=${() => this.renderRoot.querySelector<HTMLInputElement>(`input.${kind}`)?.click()}
      >
        ${icon(glyph)} ${label}
      </button>
      <input
        type="file"
        class=${kind}
        hidden
        multiple
        ?webkitdirectory=${kind === 'folder'}
        aria-label=${label}
        tabindex="-1"
        @change=${this.handlePicked}
      />`;
  }

  private renderAddress() {
    const { addressProblem } = this;
    return html`<form class="sheet address" @submit=${this.handleAddress} novalidate>
      <label for="address">Or paste its address</label>
      <div class="address-row">
        <input
          id="address"
          type="url"
          inputmode="url"
          autocomplete="off"
          spellcheck="false"
          placeholder="https://teachablemachine.withgoogle.com/models/…"
          aria-describedby="address-hint"
          aria-invalid=${addressProblem ? 'true' : 'false'}
          .value=${this.address}
          @input=${this.handleTyping}
        />
        <button class="button" type="submit">${icon('download')} Fetch it</button>
      </div>
      ${addressProblem ? html`<p class="field-problem" role="alert">${addressProblem}</p>` : nothing}
      <p class="soft" id="address-hint">
        A Teachable Machine share link, a zip or a model.json. Its host learns that you asked for
        it; your photos stay out of its sight.
      </p>
    </form>`;
  }

  private handlePicked(event: Event): void {
    // Whole folders: a model is made of all sorts of files.
    this.take(
      takePicked(event).map((file) => ({ name: file.webkitRelativePath || file.name, file })),
    );
  }

  private handleTyping(event: Event): void {
    if (event.currentTarget instanceof HTMLInputElement) this.address = event.currentTarget.value;
    this.addressProblem = '';
  }

  private handleAddress(event: Event): void {
    event.preventDefault();
    const address = this.address.trim();
    if (!address) {
      this.addressProblem = 'Paste an address first.';
      return;
    }
    void this.imports?.openAddress(address, downloadModel);
  }

  private handleDrag(event: DragEvent): void {
    if (welcomeFiles(event)) this.over = true;
  }

  private handleLeave(event: DragEvent): void {
    if (hasLeft(event, this.renderRoot)) this.over = false;
  }

  private handleDrop(event: DragEvent): void {
    this.over = false;
    // Here whatever comes is meant to be a model.
    void takeDrop(event, this, (files) => this.take(files));
  }

  private take(files: readonly IncomingFile[]): void {
    if (files.length === 0) return;
    void this.imports?.open(
      nameFiles(files),
      files.map(({ name, file }) => ({ path: name, blob: file })),
    );
  }
}

function renderMakers() {
  return html`<section class="makers" aria-labelledby="makers">
    <h2 id="makers">What opens</h2>
    <ul>
      ${makers.map(
        ({ name, files, how, shape }) =>
          html`<li>
            <span class="shape ${shape}" aria-hidden="true"><i></i><i></i><i></i></span>
            <div>
              <h3>${name}</h3>
              <p>${how}</p>
              <p class="names">${files}</p>
            </div>
          </li>`,
      )}
    </ul>
    <details>
      <summary>What does not open, and what to do instead</summary>
      <p class="soft">
        Files of other systems (.h5, .keras, .tflite, .onnx, .pt, .pkl, .mlmodel), models that draw
        boxes or masks, and models for sound. Drop one all the same: Bearings says what it is and
        how to turn it into something that opens.
      </p>
    </details>
  </section>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'choose-model': ChooseModel;
  }
}

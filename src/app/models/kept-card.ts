import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ClassifierError } from '../../core/errors';
import type { Manifest } from '../../core/manifest';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import {
  countOf,
  firstNameOf,
  formatBytes,
  formatPercent,
  joinWords,
} from '../../elements/shared/format';
import { icon } from '../../elements/shared/icons';
import type { LibraryEntry, RemovedModel } from '../../services/model-library';
import { exportModel } from '../export-model';
import { fieldStyles } from '../field.styles';
import { pageStyles } from '../page.styles';
import type { AppServices } from '../services';
import { Watch } from '../watch';
import { cardStyles } from './card.styles';

type KeptEntry = Extract<LibraryEntry, { kind: 'kept' }>;

const SHOWN_LABELS = 12;

/** A model that a person opened: use it, rename it, make it honest, export it, delete it. */
@customElement('kept-card')
export class KeptCard extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    pageStyles,
    cardStyles,
    fieldStyles,
    css`
      .doing {
        display: flex;
        flex-wrap: wrap;
        gap: var(--gap-2);
      }

      .rename {
        display: flex;
        flex-wrap: wrap;
        gap: var(--gap-2);
        align-items: end;
      }

      .rename label {
        display: grid;
        gap: var(--gap-1);
        font-weight: var(--weight-strong);
      }

      .rename input {
        width: min(22rem, 100%);
      }

      .facts {
        color: var(--ink-soft);
        font-size: var(--size-note);
        overflow-wrap: anywhere;
      }
    `,
  ];

  @query('.rename input') private readonly nameInput: HTMLInputElement | undefined;

  @state() private renaming = false;
  @state() private exporting = false;

  @property({ attribute: false }) services: AppServices | null = null;
  @property({ attribute: false }) entry: KeptEntry | null = null;

  constructor() {
    super();
    new Watch(this, () => (this.services ? [this.services.session] : []));
  }

  override render() {
    const { services, entry } = this;
    if (!services || !entry) return nothing;
    const { manifest, id } = entry;
    const { state: at } = services.session;
    const isCurrent = at.status !== 'idle' && at.id === id;
    const isReady = isCurrent && at.status === 'ready';
    const isOpening = isCurrent && at.status === 'opening';
    return html`<article
      class="sheet card ${isReady ? 'chosen' : ''}"
      aria-labelledby="name"
      data-model=${id}
    >
      <div class="head">
        <div>
          <h2 id="name">${manifest.name}</h2>
          <p>${manifest.summary}</p>
        </div>
        ${
          isReady
            ? html`<span class="in-use">${icon('check')} In use</span>`
            : html`<button
                class="button"
                ?disabled=${isOpening}
                @click=${() => void services.session.choose(id)}
              >
                ${isOpening ? 'Opening…' : `Use ${manifest.name}`}
              </button>`
        }
      </div>
      ${renderFacts(entry)} ${renderHonesty(manifest)}
      ${this.renaming ? this.renderRename(manifest.name) : this.renderDoing(services, entry)}
    </article>`;
  }

  private renderDoing(services: AppServices, entry: KeptEntry) {
    const { name, detector } = entry.manifest;
    return html`<div class="doing" role="group" aria-label="What to do with ${name}">
      <a class="button" href="#/models/${encodeURIComponent(entry.id)}">
        ${icon('file')} Model card
      </a>
      <a class="button" href="#/open/honest/${encodeURIComponent(entry.id)}">
        ${icon('shield')} ${detector ? 'Make it honest again' : 'Make it honest'}
      </a>
      <button class="button" @click=${() => void this.beginRename()}>
        ${icon('pencil')} Rename
      </button>
      <button
        class="button"
        ?disabled=${this.exporting}
        @click=${() => void this.export(services, entry)}
      >
        ${icon('download')} ${this.exporting ? 'Exporting…' : 'Export'}
      </button>
      <a class="button" href="#/export/${encodeURIComponent(entry.id)}">
        ${icon('arrow')} App, code and more
      </a>
      <button class="button" @click=${() => void this.discard(services, entry)}>
        ${icon('trash')} Delete
      </button>
    </div>`;
  }

  private renderRename(name: string) {
    return html`<form class="rename" @submit=${this.handleRename}>
      <label>New name <input type="text" maxlength="80" required .value=${name} /></label>
      <button class="button primary" type="submit">Rename</button>
      <button class="button" type="button" @click=${() => (this.renaming = false)}>Cancel</button>
    </form>`;
  }

  private async beginRename(): Promise<void> {
    this.renaming = true;
    await this.updateComplete;
    this.nameInput?.select();
  }

  private async handleRename(event: Event): Promise<void> {
    event.preventDefault();
    const { services, entry } = this;
    const name = this.nameInput?.value.trim();
    if (!services || !entry || !name) return;
    this.renaming = false;
    if (name === entry.manifest.name) return;
    try {
      await services.library.rename(entry.id, name);
    } catch (error) {
      services.notices.addError(ClassifierError.from(error, 'storage-unavailable'));
    }
  }

  private async export(services: AppServices, entry: KeptEntry): Promise<void> {
    this.exporting = true;
    await exportModel(services, entry);
    this.exporting = false;
  }

  private async discard(services: AppServices, { id, manifest }: KeptEntry): Promise<void> {
    const { library, session, notices } = services;
    const wasOpen = session.state.status !== 'idle' && session.state.id === id;
    try {
      const removed = await library.remove(id);
      await session.leave(id);
      notices.add({
        topic: 'model-deleted',
        title: `${manifest.name} was deleted.`,
        action: { label: 'Undo', run: () => void restore(services, removed, wasOpen) },
      });
    } catch (error) {
      notices.addError(ClassifierError.from(error, 'storage-unavailable'));
    }
  }
}

async function restore(
  { library, session, notices }: AppServices,
  removed: RemovedModel,
  wasOpen: boolean,
): Promise<void> {
  const problem = await library.restore(removed);
  if (problem) notices.addError(problem);
  if (wasOpen) await session.choose(removed.model.id);
}

function renderFacts({ manifest, origin, addedAt, bytes, lasting }: KeptEntry) {
  const { labels } = manifest;
  const shown = labels.slice(0, SHOWN_LABELS).map(firstNameOf);
  const date = new Date(addedAt).toLocaleDateString('en', { dateStyle: 'medium' });
  return html`<p class="labels">
      Knows ${labels.length > SHOWN_LABELS ? `${shown.join(', ')} and more` : joinWords(shown, 'and')}.
    </p>
    <p class="facts">
      ${origin.formatName} from ${origin.text}, opened on ${date}, ${formatBytes(bytes)}.
    </p>
    ${
      lasting
        ? nothing
        : html`<p class="problem-line">
            ${icon('alert')} It is in memory only and gone when you close this page. Export it to
            have it tomorrow.
          </p>`
    }`;
}

function renderHonesty({ detector, thresholds, evaluation }: Manifest) {
  if (!detector) {
    return html`<p class="problem-line">
      ${icon('alert')} It has no reference photos, so it cannot judge unfamiliar ones. Below
      ${formatPercent(thresholds.confidence)} it says that it is unsure; that is all.
    </p>`;
  }
  return html`<p class="problem-line">
    ${icon('shield')} It warns about unfamiliar photos, by
    ${countOf(detector.bankLabels.length, 'reference photo')} of
    yours.${
      evaluation
        ? ` It got ${formatPercent(evaluation.accuracy.value)} of ${countOf(evaluation.photos, 'photo')} of yours right; it may have been trained on some of them.`
        : nothing
    }
  </p>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'kept-card': KeptCard;
  }
}

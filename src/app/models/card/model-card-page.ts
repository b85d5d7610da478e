import '../model-card';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ownThresholds } from '../../../core/thresholds';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import { icon } from '../../../elements/shared/icons';
import type { LibraryEntry } from '../../../services/model-library';
import { pageStyles } from '../../page.styles';
import type { AppServices } from '../../services';
import { Watch } from '../../watch';
import { cardStyles } from '../card.styles';
import {
  renderConfidence,
  renderHighlights,
  renderMistakes,
  renderOrigin,
  renderPlan,
  renderWarnings,
} from './card-sections';

/** All that is known of one model, each figure with its interval; all of it stands in its manifest. */
@customElement('model-card-page')
export class ModelCardPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    pageStyles,
    cardStyles,
    css`
      .page,
      section {
        grid-template-columns: minmax(0, 1fr);
      }

      .figure-row div {
        max-width: 19rem;
        align-content: start;
      }

      .figure-row dd {
        font-size: 2rem;
      }

      .plain-list {
        display: grid;
        gap: var(--gap-2);
        max-width: 68ch;
        padding-inline-start: 1.1rem;
        list-style: disc;
      }

      .pair {
        display: grid;
        gap: var(--gap-5) var(--gap-6);
        grid-template-columns: minmax(0, 1fr);
        align-items: start;
      }

      .stack {
        display: grid;
        gap: var(--gap-5);
        grid-template-columns: minmax(0, 1fr);
      }

      .origin {
        max-width: 70ch;
      }

      details > p {
        max-width: 64ch;
        margin-block-end: var(--gap-3);
      }

      @media (min-width: 64rem) {
        .pair {
          grid-template-columns: minmax(0, 28rem) minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) services: AppServices | null = null;
  /** The model's id. */
  @property() model = '';

  constructor() {
    super();
    new Watch(this, () => {
      const { services } = this;
      return services ? [services.library, services.session, services.settings] : [];
    });
  }

  override render() {
    const { services, model } = this;
    if (!services) return nothing;
    const entry = services.library.find(model);
    if (!entry?.manifest) return this.renderAbsent(services, entry);
    const { manifest } = entry;
    const own = ownThresholds(manifest);
    const { coverage } = { ...own, ...services.settings.current.thresholds[manifest.id] };
    return html`<div class="page">
      <div class="lead">
        <p class="row"><a href="#/models">${'‹ All models'}</a></p>
        <h1>${manifest.name}</h1>
        <p>${manifest.summary}</p>
        ${this.renderUse(services, entry)}
      </div>
      ${renderHighlights(manifest, coverage)} ${renderPlan(manifest)} ${renderMistakes(manifest)}
      ${renderConfidence(manifest)} ${renderWarnings(manifest)} ${renderOrigin(manifest, entry.kind === 'built-in')}
      <model-card .library=${services.library} model=${model} name=${manifest.name}></model-card>
    </div>`;
  }

  private renderUse({ session }: AppServices, { id }: LibraryEntry) {
    const { state } = session;
    const isCurrent = state.status !== 'idle' && state.id === id;
    return html`<div class="row">
      ${
        isCurrent && state.status === 'ready'
          ? html`<span class="in-use">${icon('check')} In use</span>`
          : html`<button
              class="button"
              ?disabled=${isCurrent && state.status === 'opening'}
              @click=${() => void session.choose(id)}
            >
              ${isCurrent && state.status === 'opening' ? 'Opening…' : 'Use this model'}
            </button>`
      }
    </div>`;
  }

  private renderAbsent({ library }: AppServices, entry: LibraryEntry | null) {
    if (library.entries.length === 0) return html`<p class="soft">Reading the list of models…</p>`;
    return html`<div class="page">
      <div class="lead">
        <h1>There is no such model here</h1>
        <p>
          ${
            entry?.problem
              ? `${entry.problem.message} ${entry.problem.wayOn}`
              : 'It may have been deleted, or belong to another device.'
          }
        </p>
        <p class="row"><a class="button" href="#/models">All models</a></p>
      </div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'model-card-page': ModelCardPage;
  }
}

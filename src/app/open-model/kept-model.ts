import '../models/model-card';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ClassifierError } from '../../core/errors';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { countOf, formatBytes } from '../../elements/shared/format';
import { icon } from '../../elements/shared/icons';
import type { LibraryEntry } from '../../services/model-library';
import { exportModel } from '../export-model';
import { pageStyles } from '../page.styles';
import type { AppServices } from '../services';
import { Watch } from '../watch';
import { openModelStyles } from './open-model.styles';

/**
 * The last step: the model is here, and what can be done with it.
 *
 * @event again - The person wants to open another one.
 */
@customElement('kept-model')
export class KeptModelView extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    pageStyles,
    openModelStyles,
    css`
      .kept {
        display: grid;
        gap: var(--gap-4);
        border-inline-start: 4px solid var(--moss);
      }
    `,
  ];

  @property({ attribute: false }) services: AppServices | null = null;
  @property() model = '';
  /** Why it is gone when the page closes. */
  @property({ attribute: false }) problem: ClassifierError | null = null;

  constructor() {
    super();
    new Watch(this, () => (this.services ? [this.services.library, this.services.session] : []));
  }

  override render() {
    const { services, problem } = this;
    const entry = services?.library.find(this.model);
    if (!services || entry?.kind !== 'kept') return nothing;
    return html`<article class="sheet kept" aria-labelledby="kept">
      <h2 id="kept">${entry.manifest.name} is ${entry.lasting ? 'on this device' : 'open'}</h2>
      ${
        entry.lasting
          ? html`<p class="note-line">
              ${icon('check')} ${formatBytes(entry.bytes)} kept. It works without a network from now
              on, and you find it under Models.
            </p>`
          : html`<p class="note-line" role="alert">
              ${icon('alert')}
              <span
                ><b>${problem?.message ?? 'It is not kept.'}</b> It works until you close this page.
                Export it to have it tomorrow.</span
              >
            </p>`
      }
      ${
        entry.manifest.detector
          ? html`<p class="note-line">
              ${icon('check')} ${describeReferences(entry.manifest.detector.bankLabels.length)}
            </p>`
          : html`<p class="note-line">
              ${icon('question')} It has no reference photos, so it cannot judge unfamiliar ones,
              and every verdict says so.
            </p>`
      }
      <div class="foot">
        <button class="button primary" @click=${() => void this.use(services)}>
          ${icon('compass')} Classify with it
        </button>
        <button class="button" @click=${() => void exportModel(services, entry)}>
          ${icon('download')} Export
        </button>
        <a class="button" href="#/models">${icon('layers')} See it among the models</a>
        <button class="button plain" @click=${() => this.dispatchEvent(new Event('again'))}>
          Open another model
        </button>
      </div>
      <model-card
        .library=${services.library}
        model=${entry.id}
        name=${entry.manifest.name}
      ></model-card>
    </article>`;
  }

  private async use({ session }: AppServices): Promise<void> {
    const { model } = this;
    location.hash = '#/classify';
    await session.choose(model);
  }
}

function describeReferences(count: number): string {
  return `It knows ${countOf(count, 'reference photo')}, and it warns about what is unlike them.`;
}

export type KeptEntry = Extract<LibraryEntry, { kind: 'kept' }>;

declare global {
  interface HTMLElementTagNameMap {
    'kept-model': KeptModelView;
  }
}

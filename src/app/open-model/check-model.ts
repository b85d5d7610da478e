import './contract-form';
import './doctor-panel';
import './model-eye';
import './progress-line';
import './tap-picker';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ModelImporter } from '../../client/model-importer';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { countOf, formatBytes, joinWords } from '../../elements/shared/format';
import { icon } from '../../elements/shared/icons';
import { findContractProblems, listGuesses } from '../../services/check-contract';
import type { ImportPlan, ImportSession } from '../../services/import-session';
import type { PhotoCollection } from '../../services/photo-collection';
import { pageStyles } from '../page.styles';
import { Watch } from '../watch';
import type { PartChangeEvent } from './contract-form';
import { partWords } from './contract-words';
import { openModelStyles } from './open-model.styles';

/** The second step: what was recognised, and the contract, certain or guessed. */
@customElement('check-model')
export class CheckModel extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    pageStyles,
    openModelStyles,
    css`
      .columns {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--gap-6);
        align-items: start;
      }

      .what {
        display: grid;
        gap: var(--gap-3);
      }

      .name-field {
        display: grid;
        gap: var(--gap-1);
        max-width: 28rem;
        font-weight: var(--weight-strong);
      }

      .eye-column {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--gap-5);
      }

      .bar {
        position: sticky;
        inset-block-end: 0;
        z-index: 1;
        padding-block: var(--gap-4);
        border-block-start: 1px solid var(--rule);
        background: var(--paper);
      }

      @media (min-width: 60rem) {
        .columns {
          grid-template-columns: minmax(0, 5fr) minmax(0, 6fr);
        }

        .eye-column {
          position: sticky;
          inset-block-start: var(--gap-4);
        }
      }

      @media (max-width: 48rem) {
        .bar {
          position: static;
        }
      }
    `,
  ];

  @property({ attribute: false }) imports: ImportSession | null = null;
  @property({ attribute: false }) importer: ModelImporter | null = null;
  @property({ attribute: false }) photos: PhotoCollection | null = null;

  constructor() {
    super();
    new Watch(this, () => (this.imports ? [this.imports] : []));
  }

  override render() {
    const { imports } = this;
    const state = imports?.state;
    if (!imports || !state || !('plan' in state)) return nothing;
    const { plan } = state;
    const isBusy = state.step !== 'recognised';
    return html`<div class="stack">
      ${this.renderWhat(plan, isBusy)}
      ${
        state.step === 'recognised' && state.problem && state.problem.code !== 'cancelled'
          ? html`<div class="problem" role="alert">
              <p><b>${state.problem.message}</b> ${state.problem.wayOn}</p>
              <details>
                <summary>Details</summary>
                <p class="detail">${state.problem.code} ${state.problem.detail}</p>
              </details>
            </div>`
          : nothing
      }
      ${plan.draft.isOurs ? this.renderOurs(plan) : this.renderForeign(plan, isBusy)}
      ${this.renderBar(plan, state.step === 'finishing')}
    </div>`;
  }

  private renderWhat({ draft, name, contract }: ImportPlan, isBusy: boolean) {
    const { formatName, bytes, samples } = draft;
    const count = samples.reduce((sum, one) => sum + one.count, 0);
    return html`<div class="what">
      <h2>This is a ${formatName}</h2>
      <p>
        ${formatBytes(bytes)} of weights,
        ${
          contract.labels.value.length > 0
            ? countOf(contract.labels.value.length, 'label')
            : 'no labels in its files'
        },
        looks at ${contract.size.value.width} × ${contract.size.value.height} pixels.
        ${count > 0 ? `${countOf(count, 'photo')} came along with it.` : nothing}
      </p>
      ${draft.notes.map((note) => html`<p class="note-line">${icon('question')} ${note}</p>`)}
      <label class="name-field"
        >Its name
        <input
          type="text"
          maxlength="80"
          .value=${name}
          ?disabled=${isBusy}
          @change=${(event: Event) => {
            if (event.currentTarget instanceof HTMLInputElement) {
              this.imports?.rename(event.currentTarget.value);
            }
          }}
      /></label>
    </div>`;
  }

  private renderOurs({ contract }: ImportPlan) {
    return html`<div class="sheet">
      <p class="note-line">
        ${icon('check')} It is a model of Bearings, and brings its whole contract along: there is
        nothing to guess. It knows ${joinWords(contract.labels.value.slice(0, 8), 'and')}.
      </p>
    </div>`;
  }

  private renderForeign(plan: ImportPlan, isBusy: boolean) {
    const { contract, draft } = plan;
    return html`<div class="columns">
        <section class="sheet" aria-labelledby="contract">
          <div class="tight">
            <h3 id="contract">How it wants its photos</h3>
            <p class="soft">${describeGuesses(plan)}</p>
          </div>
          <contract-form
            .contract=${contract}
            .units=${draft.units}
            ?disabled=${isBusy}
            @part-change=${(event: PartChangeEvent) => this.imports?.change(event.part, event.value)}
          ></contract-form>
          <details>
            <summary>For experts: where its features are</summary>
            <tap-picker
              .draft=${draft}
              .taps=${plan.taps}
              ?disabled=${isBusy}
              @taps-change=${(event: Event & { taps: ImportPlan['taps'] }) =>
                void this.imports?.chooseTaps(event.taps)}
            ></tap-picker>
          </details>
        </section>
        <section class="eye-column" aria-labelledby="eye">
          <h3 id="eye">Look through its eyes</h3>
          <model-eye .importer=${this.importer} .contract=${contract}></model-eye>
        </section>
      </div>
      <section aria-labelledby="doctor">
        <h3 id="doctor">Not sure? Check with a few photos</h3>
        <p>
          Give three photos of each label, and Bearings tries every plausible way of preparing them
          and sees with which the model gets them right.
        </p>
        <doctor-panel .imports=${this.imports} .photos=${this.photos}></doctor-panel>
      </section>`;
  }

  private renderBar(plan: ImportPlan, finishing: boolean) {
    const { draft, contract } = plan;
    const problems = draft.isOurs ? [] : findContractProblems(contract, draft.units);
    const state = this.imports?.state;
    if (finishing && state?.step === 'finishing') {
      return html`<progress-line
        what="Making it a model of Bearings."
        .progress=${state.progress}
        @cancel=${() => this.imports?.cancel()}
      ></progress-line>`;
    }
    return html`<div class="foot bar">
      <button
        class="button primary"
        ?disabled=${problems.length > 0 || state?.step !== 'recognised'}
        @click=${() => void this.imports?.finish()}
      >
        Keep this model ${icon('arrow')}
      </button>
      <button class="button plain" @click=${() => this.imports?.reset()}>Start over</button>
      <span class="soft">
        ${
          problems.length > 0
            ? `First: ${problems.map(({ part }) => partWords[part].name.toLowerCase()).join(', ')}.`
            : 'It stays on this device, and works without a network.'
        }
      </span>
    </div>`;
  }
}

function describeGuesses({ contract }: ImportPlan): string {
  const guesses = listGuesses(contract).map((part) => partWords[part].name.toLowerCase());
  if (guesses.length === 0) return 'Nothing here is guessed.';
  return `Guessed: ${joinWords(guesses, 'and')}. The rest is known.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'check-model': CheckModel;
  }
}

import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TapCandidate } from '../../core/network-findings';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import type { ChosenTaps, ImportDraft } from '../../worker/import-protocol';
import { openModelStyles } from './open-model.styles';

/** Other taps were chosen. */
export class TapsChangeEvent extends Event {
  constructor(readonly taps: ChosenTaps) {
    super('taps-change');
  }
}

/**
 * Which of the network's inner numbers serve as features: those that photos are compared by.
 *
 * @event taps-change - Another place was chosen.
 */
@customElement('tap-picker')
export class TapPicker extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    openModelStyles,
    css`
      .field {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--gap-2);
        justify-items: start;
      }

      .other {
        display: grid;
        gap: var(--gap-2);
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        gap: var(--gap-2);
      }

      select,
      input {
        max-width: 100%;
      }

      .detail {
        white-space: normal;
      }

      label {
        font-weight: var(--weight-strong);
      }
    `,
  ];

  @property({ attribute: false }) draft: ImportDraft | null = null;
  @property({ attribute: false }) taps: ChosenTaps = {};
  @property({ type: Boolean }) disabled = false;

  override render() {
    const { draft } = this;
    if (!draft) return nothing;
    const { candidates, features, logits, output } = draft.taps;
    return html`<div class="field">
      <label for="features">Features</label>
      <select id="features" ?disabled=${this.disabled} @change=${this.handleChange}>
        ${candidates.length === 0 ? html`<option value="">none found</option>` : nothing}
        ${candidates.map(
          (one) =>
            html`<option value=${one.node} ?selected=${one.node === features}>
              ${describeCandidate(one)}
            </option>`,
        )}
      </select>
      <p class="soft">
        ${
          features
            ? 'Photos are compared by these. Each was tested on pictures: one that says the same of all of them carries no signal.'
            : 'Nothing with a signal was found, so this model cannot get reference photos.'
        }
      </p>
      <form class="other" @submit=${this.handleOther}>
        <label for="other">Another place in the network</label>
        <div class="row">
          <input
            id="other"
            name="other"
            autocomplete="off"
            spellcheck="false"
            ?disabled=${this.disabled}
          />
          <button class="button" ?disabled=${this.disabled}>Look there</button>
        </div>
      </form>
      <p class="detail">
        logits: ${logits ?? 'taken back from the answer'}; answer: ${output ?? 'the only output'}
      </p>
    </div>`;
  }

  private readonly handleOther = (event: Event): void => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const name = new FormData(event.currentTarget).get('other');
    if (typeof name !== 'string' || name.trim() === '') return;
    this.dispatchEvent(new TapsChangeEvent({ ...this.taps, features: name.trim() }));
  };

  private handleChange(event: Event): void {
    if (!(event.currentTarget instanceof HTMLSelectElement)) return;
    const { value } = event.currentTarget;
    this.dispatchEvent(new TapsChangeEvent({ ...this.taps, features: value }));
  }
}

function describeCandidate({ node, length, spatial, signal }: TapCandidate): string {
  const kind = spatial ? 'averaged over the picture' : 'pooled';
  return `${node}: ${length} numbers, ${kind}${signal.carries ? '' : ', no signal'}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'tap-picker': TapPicker;
  }
}

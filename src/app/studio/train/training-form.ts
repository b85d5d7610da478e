import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TrainingSettings } from '../../../core/studio/training-settings';
import type { TuningCost } from '../../../core/training/tuning-cost';
import { MOST_TUNING_BYTES, TUNED_BLOCK_BYTES } from '../../../core/training/tuning-cost';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import { formatBytes } from '../../../elements/shared/format';
import { trainPageStyles } from './train-page.styles';
import { describeTime } from './training-words';

/** A model that can lend its features. */
export interface TrunkChoice {
  id: string;
  name: string;
}

/** A person changed a setting. */
export class SettingsChangeEvent extends Event {
  constructor(readonly settings: TrainingSettings) {
    super('settings-change', { bubbles: true, composed: true });
  }
}

const BUILT_IN = '';

/** How the next model is trained. */
@customElement('training-form')
export class TrainingForm extends LitElement {
  static override styles = [baseStyles, buttonStyles, trainPageStyles];

  @property({ attribute: false }) settings: TrainingSettings | null = null;
  /** What tuning the network's last block would take; `null` where it can't be tuned. */
  @property({ attribute: false }) tuning: TuningCost | null = null;
  @property({ attribute: false }) trunks: readonly TrunkChoice[] = [];
  @property({ type: Boolean }) disabled = false;

  override render() {
    const { settings } = this;
    if (!settings) return html``;
    return html`<div class="fields">
      ${this.renderTrunk(settings)}
      ${this.renderNumber('Rounds', 'How often each photo is looked at.', {
        value: settings.epochs,
        min: 1,
        max: 500,
        set: (epochs) => ({ epochs }),
      })}
      ${this.renderNumber('Changed copies', 'More copies of each photo: slower, often better.', {
        value: settings.augmentedCopies,
        min: 0,
        max: 10,
        set: (augmentedCopies) => ({ augmentedCopies }),
      })}
      ${this.renderRate(settings)}
      ${this.renderNumber('Photos a step', '', {
        value: settings.batchSize,
        min: 1,
        max: 512,
        set: (batchSize) => ({ batchSize }),
      })}
      ${this.renderNumber('Label smoothing', 'Keeps the model from boasting. 0 to 0.5.', {
        value: settings.labelSmoothing,
        min: 0,
        max: 0.5,
        step: 0.05,
        set: (labelSmoothing) => ({ labelSmoothing }),
      })}
      ${this.renderNumber('Patience', 'Stops after so many rounds without getting better.', {
        value: settings.patience ?? settings.epochs,
        min: 1,
        max: 500,
        set: (patience) => ({ patience }),
      })}
      ${this.renderNumber('Seed', 'The same seed and photos give the same model.', {
        value: settings.seed,
        min: 0,
        max: 2 ** 31 - 1,
        set: (seed) => ({ seed }),
      })}
      <label class="check">
        <input
          type="checkbox"
          .checked=${settings.weighLabels}
          ?disabled=${this.disabled}
          @change=${(event: Event) => {
            if (event.currentTarget instanceof HTMLInputElement) {
              this.change({ weighLabels: event.currentTarget.checked });
            }
          }}
        />
        Rare labels count as much as common ones
      </label>
      ${this.renderTuning(settings)}
    </div>`;
  }

  /** What was turned on can always be turned off again, even where it is no longer offered. */
  private renderTuning({ fineTunedBlocks }: TrainingSettings) {
    const { tuning } = this;
    const isOn = fineTunedBlocks > 0;
    if (!tuning && !isOn) return nothing;
    const isOffered = tuning !== null && tuning.obstacle === null;
    return html`<div class="field wide">
      <label class="check">
        <input
          type="checkbox"
          aria-describedby="tuning"
          .checked=${isOn}
          ?disabled=${this.disabled || !(isOffered || isOn)}
          @change=${(event: Event) => {
            if (event.currentTarget instanceof HTMLInputElement) {
              this.change({ fineTunedBlocks: event.currentTarget.checked ? 1 : 0 });
            }
          }}
        />
        Also tune the network’s last block
      </label>
      <small id="tuning">${describeTuningCost(tuning)}</small>
    </div>`;
  }

  private renderTrunk({ trunk }: TrainingSettings) {
    const chosen = trunk === 'built-in' ? BUILT_IN : trunk.modelId;
    return html`<label class="field">
      Learns on the features of
      <select
        ?disabled=${this.disabled}
        @change=${(event: Event) => {
          if (!(event.currentTarget instanceof HTMLSelectElement)) return;
          const { value } = event.currentTarget;
          const trunk = value === BUILT_IN ? 'built-in' : { modelId: value };
          // Another network may have no block that can be tuned: whoever wants it asks for it anew.
          this.change({ trunk, fineTunedBlocks: 0 });
        }}
      >
        <option value=${BUILT_IN} ?selected=${chosen === BUILT_IN}>the built-in network</option>
        ${this.trunks.map(
          ({ id, name }) =>
            html`<option value=${id} ?selected=${chosen === id}>your model ${name}</option>`,
        )}
      </select>
    </label>`;
  }

  private renderRate({ learningRate }: TrainingSettings) {
    return html`<label class="field">
      Learning rate
      <input
        type="number"
        inputmode="decimal"
        min="0.00001"
        max="1"
        step="any"
        placeholder="found by itself"
        .value=${learningRate === null ? '' : String(learningRate)}
        ?disabled=${this.disabled}
        @change=${(event: Event) => {
          if (!(event.currentTarget instanceof HTMLInputElement)) return;
          const { value, valueAsNumber, validity } = event.currentTarget;
          if (value === '') this.change({ learningRate: null });
          else if (validity.valid) this.change({ learningRate: valueAsNumber });
        }}
      />
      <small>Empty: found by a short try.</small>
    </label>`;
  }

  private renderNumber(
    name: string,
    note: string,
    {
      value,
      min,
      max,
      step = 1,
      set,
    }: {
      value: number;
      min: number;
      max: number;
      step?: number;
      set: (value: number) => Partial<TrainingSettings>;
    },
  ) {
    return html`<label class="field">
      ${name}
      <input
        type="number"
        inputmode="decimal"
        min=${min}
        max=${max}
        step=${step}
        .value=${String(value)}
        ?disabled=${this.disabled}
        @change=${(event: Event) => {
          const input = event.currentTarget;
          if (!(input instanceof HTMLInputElement)) return;
          if (input.value !== '' && input.validity.valid) this.change(set(input.valueAsNumber));
          else input.value = String(value);
        }}
      />
      <small>${note}</small>
    </label>`;
  }

  private change(part: Partial<TrainingSettings>): void {
    if (this.settings) this.dispatchEvent(new SettingsChangeEvent({ ...this.settings, ...part }));
  }
}

function describeTuningCost(tuning: TuningCost | null): string {
  if (!tuning) return 'This network has no last block that can be tuned. Turn it off to train.';
  const { lookMs, learnMs, bytes, obstacle } = tuning;
  const time = describeTime(lookMs + learnMs);
  if (obstacle === 'too-large') {
    return `Not with so many photos: it would take ${formatBytes(bytes)} of memory, and ${formatBytes(MOST_TUNING_BYTES)} is the limit. Fewer changed copies help.`;
  }
  if (obstacle === 'too-slow') return `Not on this device: it would take ${time}.`;
  return `Takes ${time}: every photo is looked at again, and it learns six times over, so that it can be judged by photos it never saw. The model grows by ${formatBytes(TUNED_BLOCK_BYTES)}. Kept only if it clearly helps on such photos.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'training-form': TrainingForm;
  }

  interface HTMLElementEventMap {
    'settings-change': SettingsChangeEvent;
  }
}

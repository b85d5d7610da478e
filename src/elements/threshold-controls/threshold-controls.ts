import '@awesome.me/webawesome/dist/components/slider/slider.js';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Thresholds } from '../../core/verdict';
import { baseStyles, buttonStyles } from '../shared/base.styles';
import { formatPercent } from '../shared/format';
import { icon } from '../shared/icons';

/** A person moved one of the two lines. `settled` is false while the slider still moves. */
export class ThresholdsChangeEvent extends Event {
  constructor(
    readonly thresholds: Thresholds,
    readonly settled: boolean,
  ) {
    super('thresholds-change', { bubbles: true, composed: true });
  }
}

/** A person wants the model's own lines back. */
export class ThresholdsResetEvent extends Event {
  constructor() {
    super('thresholds-reset', { bubbles: true, composed: true });
  }
}

/**
 * The two lines a person draws: how confident is confident enough, and how many false out-of-domain
 * warnings are fine.
 *
 * @slot - What moving the lines changes, in words.
 * @event thresholds-change - A line moved.
 * @event thresholds-reset - The model's own lines are wanted back.
 */
@customElement('threshold-controls')
export class ThresholdControls extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .lines {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr));
        gap: var(--gap-5) var(--gap-6);
      }

      .line {
        display: grid;
        align-content: start;
        gap: var(--gap-1);
      }

      .value {
        font-variant-numeric: var(--type-figures);
        font-weight: var(--weight-strong);
      }

      .name {
        display: flex;
        justify-content: space-between;
        gap: var(--gap-3);
        font-weight: var(--weight-strong);
      }

      wa-slider {
        --track-size: 6px;
        --thumb-width: 1.6rem;
        --thumb-height: 1.6rem;
        padding-block: 0.6rem;
      }

      wa-slider::part(label) {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }

      .hint {
        color: var(--ink-soft);
        font-size: var(--size-note);
      }

      .foot {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--gap-3);
        margin-block-start: var(--gap-4);
      }
    `,
  ];

  @property({ attribute: false }) thresholds: Thresholds = {
    confidence: 0.5,
    falseAlarmRate: 0.05,
  };
  /** The model's own lines. */
  @property({ attribute: false }) defaults: Thresholds | null = null;
  /** The model cannot judge unfamiliar photos. */
  @property({ type: Boolean, attribute: 'without-familiarity' }) withoutFamiliarity = false;

  override render() {
    const { confidence, falseAlarmRate } = this.thresholds;
    const moved =
      this.defaults &&
      (this.defaults.confidence !== confidence || this.defaults.falseAlarmRate !== falseAlarmRate);
    return html`
      <div class="lines">
        ${this.renderLine({
          label: 'Confidence needed',
          value: confidence,
          max: 99,
          hint: 'Below this I say unsure instead of naming one label.',
          change: (share) => ({ confidence: share, falseAlarmRate }),
        })}
        ${
          this.withoutFamiliarity
            ? html`<p class="hint">
                This model has no reference photos, so there is no line for unfamiliar photos.
              </p>`
            : this.renderLine({
                label: 'False alarms accepted',
                value: falseAlarmRate,
                max: 30,
                hint:
                  falseAlarmRate === 0
                    ? 'At 0 % nothing is ever called out of domain.'
                    : 'How many good photos in 100 may be called out of domain by mistake. More catches more strange ones.',
                change: (share) => ({ confidence, falseAlarmRate: share }),
              })
        }
      </div>
      <div class="foot">
        <slot></slot>
        <button class="button plain" type="button" ?disabled=${!moved} @click=${this.handleReset}>
          ${icon('retry')} Back to the model’s own
        </button>
      </div>
    `;
  }

  private renderLine(line: {
    label: string;
    value: number;
    max: number;
    hint: string;
    change: (share: number) => Thresholds;
  }) {
    const announce = (event: Event, settled: boolean) => {
      event.stopPropagation();
      const value = (event.currentTarget as HTMLElement & { value: number }).value;
      const thresholds = line.change(value / 100);
      this.thresholds = thresholds;
      this.dispatchEvent(new ThresholdsChangeEvent(thresholds, settled));
    };
    return html`<div class="line">
      <p class="name" aria-hidden="true">
        ${line.label} <span class="value">${formatPercent(line.value)}</span>
      </p>
      <wa-slider
        label=${line.label}
        min="0"
        max=${line.max}
        step="1"
        .value=${Math.round(line.value * 100)}
        .valueFormatter=${(value: number) => `${value} %`}
        @input=${(event: Event) => announce(event, false)}
        @change=${(event: Event) => announce(event, true)}
      ></wa-slider>
      <p class="hint">${line.hint}</p>
    </div>`;
  }

  private handleReset(): void {
    this.dispatchEvent(new ThresholdsResetEvent());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'threshold-controls': ThresholdControls;
  }
  interface GlobalEventHandlersEventMap {
    'thresholds-change': ThresholdsChangeEvent;
    'thresholds-reset': ThresholdsResetEvent;
  }
}

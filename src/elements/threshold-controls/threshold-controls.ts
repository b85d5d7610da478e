import '@awesome.me/webawesome/dist/components/slider/slider.js';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { MIN_COVERAGE } from '../../core/sets/label-p-values';
import { DEFAULT_COVERAGE } from '../../core/thresholds';
import type { Thresholds } from '../../core/verdict';
import { baseStyles, buttonStyles } from '../shared/base.styles';
import { formatPercent } from '../shared/format';
import { icon } from '../shared/icons';

/** A person moved one of the lines. `settled` is false while the slider still moves. */
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
 * The lines a person draws: how confident is confident enough, how many false out-of-domain warnings
 * are fine, and how often the labels named must hold the right one.
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
    coverage: DEFAULT_COVERAGE,
  };
  /** The model's own lines. */
  @property({ attribute: false }) defaults: Thresholds | null = null;
  /** The model cannot judge unfamiliar photos. */
  @property({ type: Boolean, attribute: 'without-familiarity' }) withoutFamiliarity = false;
  /** The highest coverage that the model's sets can have; `null`: it has no sets. */
  @property({ attribute: false }) highestCoverage: number | null = null;

  override render() {
    const { confidence, falseAlarmRate, coverage } = this.thresholds;
    const { defaults } = this;
    const moved =
      defaults &&
      (defaults.confidence !== confidence ||
        defaults.falseAlarmRate !== falseAlarmRate ||
        defaults.coverage !== coverage);
    return html`
      <div class="lines">
        ${this.renderLine({
          label: 'Confidence needed',
          value: confidence,
          max: 99,
          hint: 'Below this I say unsure instead of naming one label.',
          change: (share) => ({ confidence: share }),
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
                change: (share) => ({ falseAlarmRate: share }),
              })
        }
        ${this.renderCoverage(coverage)}
      </div>
      <div class="foot">
        <slot></slot>
        <button class="button plain" type="button" ?disabled=${!moved} @click=${this.handleReset}>
          ${icon('retry')} Back to the model’s own
        </button>
      </div>
    `;
  }

  private renderCoverage(coverage: number) {
    const { highestCoverage } = this;
    if (highestCoverage === null || highestCoverage <= MIN_COVERAGE) {
      return html`<p class="hint">
        This model was not checked with enough labelled photos, so there is no line for how many
        labels to name.
      </p>`;
    }
    return this.renderLine({
      label: 'Right label among those named',
      value: coverage,
      min: Math.round(MIN_COVERAGE * 100),
      max: Math.round(Math.max(highestCoverage, coverage) * 100),
      hint:
        coverage > highestCoverage
          ? `This model was checked with too few photos for that: above ${formatPercent(highestCoverage)} every label has to be named.`
          : 'In how many good photos of 100 the labels I name must hold the right one. Higher names more labels, so I say unsure more often.',
      change: (share) => ({ coverage: share }),
    });
  }

  private renderLine(line: {
    label: string;
    value: number;
    min?: number;
    max: number;
    hint: string;
    change: (share: number) => Partial<Thresholds>;
  }) {
    const announce = (event: Event, settled: boolean) => {
      event.stopPropagation();
      const value = (event.currentTarget as HTMLElement & { value: number }).value;
      const thresholds = { ...this.thresholds, ...line.change(value / 100) };
      this.thresholds = thresholds;
      this.dispatchEvent(new ThresholdsChangeEvent(thresholds, settled));
    };
    return html`<div class="line">
      <p class="name" aria-hidden="true">
        ${line.label} <span class="value">${formatPercent(line.value)}</span>
      </p>
      <wa-slider
        label=${line.label}
        min=${line.min ?? 0}
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

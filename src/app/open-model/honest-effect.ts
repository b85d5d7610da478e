import './photo-thumb';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { measureEffect, type JudgedTwice } from '../../core/stranger-effect';
import { DEFAULT_COVERAGE, ownThresholds } from '../../core/thresholds';
import { decideVerdict, type Thresholds, type Verdict } from '../../core/verdict';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { countOf, firstNameOf, formatPercent } from '../../elements/shared/format';
import { icon } from '../../elements/shared/icons';
import type { HonestyState } from '../../services/honesty-session';
import type { Settings } from '../../services/settings';
import { pageStyles } from '../page.styles';
import { Watch } from '../watch';
import { openModelStyles } from './open-model.styles';

type Done = Extract<HonestyState, { step: 'done' }>;

/** The rates to choose from; those that the photos cannot support are left out. */
const rates = [0.01, 0.02, 0.05, 0.1, 0.2];

/** What a person's photos changed, shown on their own photos of something else. */
@customElement('honest-effect')
export class HonestEffect extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    pageStyles,
    openModelStyles,
    css`
      .figures-row {
        display: flex;
        flex-wrap: wrap;
        gap: var(--gap-3) var(--gap-6);
      }

      .figures-row dd {
        font-size: 1.75rem;
        font-weight: var(--weight-strong);
        line-height: 1.15;
        font-variant-numeric: var(--type-figures);
      }

      .figures-row div {
        display: grid;
        align-content: start;
      }

      .figures-row dt {
        order: 1;
        max-width: 22ch;
        color: var(--ink-soft);
        font-size: var(--size-note);
      }

      .strangers {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr));
        gap: var(--gap-3);
      }

      .strangers li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--gap-3);
        align-items: center;
      }

      .strangers p {
        font-size: var(--size-note);
        overflow-wrap: anywhere;
      }

      .out-of-domain {
        color: var(--dusk);
        font-weight: var(--weight-strong);
      }

      .unsure {
        color: var(--amber);
        font-weight: var(--weight-strong);
      }

      .match {
        font-weight: var(--weight-strong);
      }

      .rate {
        display: grid;
        gap: var(--gap-2);
        justify-items: start;
      }

      .rate label {
        font-weight: var(--weight-strong);
      }
    `,
  ];

  @property({ attribute: false }) done: Done | null = null;
  @property({ attribute: false }) settings: Settings | null = null;

  constructor() {
    super();
    new Watch(this, () => (this.settings ? [this.settings] : []));
  }

  override render() {
    const { done } = this;
    if (!done) return nothing;
    const { detector, calibration } = done.result.manifest;
    return html`<div class="sheet stack" role="status">
      <h2>
        ${
          detector
            ? 'It now notices what it does not know'
            : 'It could not be given a sense of what it does not know'
        }
      </h2>
      ${detector ? this.renderStrangers(done) : nothing}
      ${detector ? this.renderRate(done, detector.heldOutDistances.length) : nothing}
      <ul class="tight">
        ${
          detector
            ? html`<li class="note-line">
                ${icon('check')} ${countOf(detector.bankLabels.length, 'reference photo')} kept as
                numbers, not as pictures.
              </li>`
            : nothing
        }
        <li class="note-line">
          ${icon(calibration ? 'check' : 'question')}
          ${
            calibration
              ? `Its confidence was checked on ${countOf(calibration.photos, 'photo')}.`
              : 'Its confidence is still as it claims it itself.'
          }
        </li>
        <li class="note-line">
          ${icon('file')}
          <span
            ><a href="#/models/${encodeURIComponent(done.result.manifest.id)}">Its model card</a>
            says in figures what it gained.</span
          >
        </li>
        ${done.result.notes.map((note) => html`<li class="note-line">${icon('question')} ${note}</li>`)}
        ${
          done.result.failures.length > 0
            ? html`<li class="note-line">
                ${icon('alert')} ${countOf(done.result.failures.length, 'photo')} could not be
                opened and had to be left out.
              </li>`
            : nothing
        }
      </ul>
    </div>`;
  }

  private get thresholds(): Thresholds {
    const manifest = this.done?.result.manifest;
    if (!manifest) return { confidence: 0, falseAlarmRate: 0, coverage: DEFAULT_COVERAGE };
    return { ...ownThresholds(manifest), ...this.settings?.current.thresholds[manifest.id] };
  }

  private renderStrangers(done: Done) {
    const { result, before, strangers } = done;
    if (result.strangers.length === 0) {
      return html`<p>
        You gave no photos of something else, so the effect is not shown. Add a few, or try it with
        any photo.
      </p>`;
    }
    const effect = measureEffect(result.strangers, ownThresholds(before), this.thresholds);
    return html`<dl class="figures-row">
        <div>
          <dt>of your photos of something else got a label before</dt>
          <dd>${effect.labelledBefore} of ${effect.photos}</dd>
        </div>
        <div>
          <dt>get a label now</dt>
          <dd>${effect.labelledAfter} of ${effect.photos}</dd>
        </div>
        <div>
          <dt>are warned about now</dt>
          <dd>${effect.warned} of ${effect.photos}</dd>
        </div>
      </dl>
      <ul class="strangers">
        ${result.strangers.map((judged, index) =>
          this.renderStranger(judged, ownThresholds(before), strangers[index]?.file ?? null, index),
        )}
      </ul>`;
  }

  private renderStranger(
    judged: JudgedTwice,
    before: Thresholds,
    photo: Blob | null,
    index: number,
  ) {
    const old = decideVerdict(judged.before, before);
    const now = decideVerdict(judged.after, this.thresholds);
    return html`<li>
      <photo-thumb .photo=${photo} alt="Something else, photo ${index + 1}"></photo-thumb>
      <p>
        Before: ${describeShortly(old)}<br />
        <span class=${now.kind}>Now: ${describeShortly(now)}</span>
      </p>
    </li>`;
  }

  private renderRate({ result }: Done, heldOut: number) {
    const lowest = 1 / (heldOut + 1);
    const own = result.manifest.thresholds.falseAlarmRate;
    const offered = [...new Set([...rates.filter((rate) => rate >= lowest), own])].sort(
      (a, b) => a - b,
    );
    return html`<div class="rate">
      <label for="rate">False alarms you accept</label>
      <select id="rate" @change=${this.handleRate}>
        ${offered.map(
          (rate) =>
            html`<option value=${rate} ?selected=${rate === this.thresholds.falseAlarmRate}>
              about ${formatPercent(rate)} of good photos
            </option>`,
        )}
      </select>
      <p class="soft">Accepting more catches more strange photos. You can change it at any time.</p>
    </div>`;
  }

  private handleRate(event: Event): void {
    const { settings, done } = this;
    if (!(event.currentTarget instanceof HTMLSelectElement) || !settings || !done) return;
    const falseAlarmRate = Number(event.currentTarget.value);
    const { id } = done.result.manifest;
    const thresholds = { ...this.thresholds, falseAlarmRate };
    settings.change({ thresholds: { ...settings.current.thresholds, [id]: thresholds } });
  }
}

function describeShortly(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'match':
      return `${firstNameOf(verdict.label)}, ${formatPercent(verdict.confidence)} sure`;
    case 'unsure':
      return 'unsure';
    case 'out-of-domain':
      return 'nothing it knows';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'honest-effect': HonestEffect;
  }
}

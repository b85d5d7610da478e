import '../familiarity-plot/familiarity-plot';
import '../probability-bars/probability-bars';
import '../verdict-dial/verdict-dial';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PhotoNotice } from '../../core/classification';
import { ClassifierError } from '../../core/errors';
import type { Thresholds, Verdict } from '../../core/verdict';
import { baseStyles, buttonStyles } from '../shared/base.styles';
import { capitalise, formatPercent } from '../shared/format';
import { icon } from '../shared/icons';
import { describeFamiliarity, describeVerdict, noBankWords, noticeWords } from '../shared/words';
import type { WhySources } from '../verdict-why/verdict-why';
import { verdictViewStyles } from './verdict-view.styles';

/**
 * One verdict in plain words. A match has a large label. Unsure names what it may be. Out of domain
 * shows no label at all: the guess is one click away, marked as not to be trusted.
 *
 * @slot advice - More that can be done about an unsure or out-of-domain photo.
 * @csspart verdict - The headline and what it means.
 * @csspart label - The headline.
 */
@customElement('verdict-view')
export class VerdictView extends LitElement {
  static override styles = [baseStyles, buttonStyles, verdictViewStyles];

  /** What explains a verdict is fetched when somebody first asks. */
  @state() private why: 'closed' | 'open' | ClassifierError = 'closed';

  @property({ attribute: false }) verdict: Verdict | null = null;
  /** The lines in force, which explanations name. */
  @property({ attribute: false }) thresholds: Thresholds | null = null;
  /** How the verdict can be looked into further; `null`: there is nothing beside it. */
  @property({ attribute: false }) whySources: WhySources | null = null;
  /** How many held-out photos familiarity is measured against. */
  @property({ type: Number }) checked = 0;
  @property({ attribute: false }) notices: readonly PhotoNotice[] = [];
  /** What a person said it is, which goes before what the model said. */
  @property({ attribute: 'corrected-to' }) correctedTo = '';
  /** Smaller, for tight places; leaves the advice out. */
  @property({ type: Boolean, reflect: true }) compact = false;

  override render() {
    const { verdict } = this;
    if (!verdict) return nothing;
    const words = describeVerdict(verdict);
    return html`
      <section class="verdict ${verdict.kind}" part="verdict" data-verdict=${verdict.kind}>
        <verdict-dial state=${verdict.kind}></verdict-dial>
        <div>
          <p class="kind">${words.kind}</p>
          <h3 class="headline" part="label">${words.headline}</h3>
          <p class="explanation">${words.explanation} ${this.renderFamiliarity(verdict)}</p>
        </div>
      </section>
      ${
        this.correctedTo
          ? html`<p class="note said">${icon('person')} You said: ${this.correctedTo}</p>`
          : nothing
      }
      ${this.notices.map((one) => html`<p class="note">${icon('image')} ${noticeWords[one]}</p>`)}
      ${
        verdict.familiarity || verdict.kind === 'out-of-domain'
          ? nothing
          : html`<p class="note warn">${icon('alert')} ${noBankWords}</p>`
      }
      ${this.compact ? nothing : this.renderWhy(verdict)}
      ${this.compact ? nothing : this.renderAdvice(words.advice)}
      <slot name="advice"></slot>
      ${verdict.kind === 'out-of-domain' && !this.compact ? this.renderGuess(verdict) : nothing}
    `;
  }

  private renderFamiliarity({ familiarity, kind }: Verdict) {
    if (!familiarity || kind === 'unsure') return nothing;
    const says = describeFamiliarity(familiarity, this.checked);
    return kind === 'match' && familiarity.pValue > 0.2
      ? 'It looks familiar.'
      : html`It is ${says}.`;
  }

  private renderWhy(verdict: Verdict) {
    const { why } = this;
    return html`<details class="why" @toggle=${this.handleWhy}>
      <summary>Why?</summary>
      ${
        why instanceof ClassifierError
          ? html`<p role="alert"><b>${why.message}</b> ${why.wayOn}</p>`
          : why === 'open'
            ? html`<verdict-why
                .verdict=${verdict}
                .thresholds=${this.thresholds}
                checked=${this.checked}
                .sources=${this.whySources}
              ></verdict-why>`
            : nothing
      }
    </details>`;
  }

  private async handleWhy({ currentTarget }: Event): Promise<void> {
    if (!(currentTarget instanceof HTMLDetailsElement)) return;
    if (!currentTarget.open) {
      this.why = 'closed';
      return;
    }
    try {
      await import('../verdict-why/verdict-why');
      this.why = 'open';
    } catch (error) {
      this.why = ClassifierError.from(error, 'network-offline');
    }
  }

  private renderAdvice(advice: readonly string[]) {
    if (advice.length === 0) return nothing;
    return html`<div class="advice">
      <h4>What you can do</h4>
      <ul>
        ${advice.map((one) => html`<li>${one}</li>`)}
      </ul>
    </div>`;
  }

  private renderGuess({ ranked, confidence }: Verdict) {
    const guess = ranked[0]?.label ?? '';
    return html`<details class="guess">
      <summary>Show the guess anyway</summary>
      <p>
        If it had to be one of its labels: ${capitalise(guess)}, ${formatPercent(confidence)}.
        <strong>Not to be trusted.</strong> The model has to choose one of its labels whatever it is
        shown, and sounds sure all the same.
      </p>
      <probability-bars untrusted .ranked=${ranked.slice(0, 5)}></probability-bars>
    </details>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'verdict-view': VerdictView;
  }
}

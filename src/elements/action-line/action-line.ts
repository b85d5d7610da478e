import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ActionPlan } from '../../core/actions/action-plan';
import { advise, type Advice } from '../../core/actions/advise';
import type { Verdict } from '../../core/verdict';
import { baseStyles, buttonStyles } from '../shared/base.styles';
import { capitalise, firstNameOf } from '../shared/format';
import { icon } from '../shared/icons';
import { actionLineStyles } from './action-line.styles';

/** A person decided on an action; empty: the model's advice holds again. */
export class ActionChosenEvent extends Event {
  constructor(readonly action: string) {
    super('action-chosen', { bubbles: true, composed: true });
  }
}

/**
 * What to do about a verdict: the action with the least expected cost, why, and always a way for a
 * person to decide otherwise.
 *
 * @event action-chosen - A person decided on an action.
 * @csspart action - What to do.
 */
@customElement('action-line')
export class ActionLine extends LitElement {
  static override styles = [baseStyles, buttonStyles, actionLineStyles];

  @property({ attribute: false }) verdict: Verdict | null = null;
  @property({ attribute: false }) plan: ActionPlan | null = null;
  /** The model's labels, in its order. */
  @property({ attribute: false }) labels: readonly string[] = [];
  /** The label that a person gave, which goes before the model's. */
  @property({ attribute: 'corrected-to' }) correctedTo = '';
  /** The action that a person decided on. */
  @property() chosen = '';

  override render() {
    const { verdict, plan, labels } = this;
    if (!verdict || !plan) return nothing;
    const advice = advise(verdict, labels, plan);
    const { action, why, kind } = this.describe(verdict, advice, plan);
    return html`<section class="line ${kind}" aria-label="What to do">
      <p class="what">
        ${icon(kind === 'ask' ? 'person' : 'arrow')}
        <strong part="action">${action}</strong>
      </p>
      <p class="why">${why}</p>
      ${
        this.chosen
          ? html`<button class="button plain" @click=${() => this.choose('')}>
              ${icon('retry')} Take back my choice
            </button>`
          : this.renderOther(plan, action)
      }
    </section>`;
  }

  private describe(
    verdict: Verdict,
    advice: Advice,
    plan: ActionPlan,
  ): { action: string; why: string; kind: 'act' | 'ask' } {
    const { chosen, correctedTo, labels } = this;
    if (chosen) return { action: chosen, why: 'You decided so.', kind: 'act' };
    if (correctedTo) {
      const own = plan.labels[labels.indexOf(correctedTo)] ?? '';
      const said = `You said: ${firstNameOf(correctedTo)}.`;
      if (own) return { action: own, why: said, kind: 'act' };
      return { action: plan.ask, why: `${said} No action was set for it.`, kind: 'ask' };
    }
    if (advice.kind === 'ask') {
      return { action: advice.action, why: explainAsking(advice), kind: 'ask' };
    }
    const name = capitalise(firstNameOf(advice.label));
    if (!advice.action) {
      const why = `${name} is what the model goes by. No action was set for it.`;
      return { action: plan.ask, why, kind: 'ask' };
    }
    return {
      action: `${name}: ${startSmall(advice.action)}`,
      why: explainActing(verdict, advice),
      kind: 'act',
    };
  }

  private renderOther(plan: ActionPlan, shown: string) {
    const all = [...new Set([...plan.labels, plan.ask])].filter((action) => action !== '');
    const others = all.filter((action) => action !== shown);
    if (others.length === 0) return nothing;
    return html`<label class="other">
      <span>You decide</span>
      <select @change=${this.handleChange}>
        <option value="">Do something else…</option>
        ${others.map((action) => html`<option value=${action}>${action}</option>`)}
      </select>
    </label>`;
  }

  private readonly handleChange = (event: Event): void => {
    if (event.currentTarget instanceof HTMLSelectElement) this.choose(event.currentTarget.value);
  };

  private choose(action: string): void {
    this.dispatchEvent(new ActionChosenEvent(action));
  }
}

function explainAsking({ reason }: Extract<Advice, { kind: 'ask' }>): string {
  return reason === 'out-of-domain'
    ? 'The model has never seen anything like it, so nothing it says can be relied on.'
    : 'Acting on this guess would probably cost more than asking.';
}

function explainActing(
  { ranked }: Verdict,
  { label, isPrecaution }: Extract<Advice, { kind: 'act' }>,
): string {
  if (!isPrecaution) return 'The action with the least expected cost.';
  const top = firstNameOf(ranked[0]?.label ?? '');
  return `To be on the safe side. ${capitalise(top)} is more likely, but if it were ${firstNameOf(label)}, a mistake would cost more.`;
}

/** "Grizzly: call the ranger". A word of capitals stays as it is. */
function startSmall(action: string): string {
  return /^[A-Z][^A-Z]/.test(action) ? action.charAt(0).toLowerCase() + action.slice(1) : action;
}

declare global {
  interface HTMLElementTagNameMap {
    'action-line': ActionLine;
  }
  interface GlobalEventHandlersEventMap {
    'action-chosen': ActionChosenEvent;
  }
}

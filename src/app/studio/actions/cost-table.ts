import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Decision } from '../../../core/studio/decision';
import { findCost, setCost } from '../../../core/studio/plan-actions';
import type { ProjectLabel } from '../../../core/studio/project';
import { baseStyles, tableStyles } from '../../../elements/shared/base.styles';
import { styleMap } from '../../../elements/shared/style-map';
import { costTableStyles } from './cost-table.styles';

/** A person set other costs. */
export class DecisionChangedEvent extends Event {
  constructor(readonly decision: Partial<Decision>) {
    super('decision-changed', { bubbles: true, composed: true });
  }
}

/** Costs above it are shown no darker. */
const DARKEST = 20;

/**
 * What each mistake costs, and what asking a person costs.
 *
 * @event decision-changed - With what changed.
 */
@customElement('cost-table')
export class CostTable extends LitElement {
  static override styles = [baseStyles, tableStyles, costTableStyles];

  @property({ attribute: false }) labels: readonly ProjectLabel[] = [];
  @property({ attribute: false }) decision: Decision | null = null;

  override render() {
    const { labels, decision } = this;
    if (!decision) return nothing;
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="Costs of mistakes">
        <table>
          <caption>
            Rows: what it really is. Columns: what you act on.
          </caption>
          <thead>
            <tr>
              <td></td>
              ${labels.map(({ name }) => html`<th scope="col">as for ${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${labels.map(
              (truth) =>
                html`<tr>
                  <th scope="row">It is ${truth.name}</th>
                  ${labels.map((said) =>
                    truth.id === said.id
                      ? html`<td class="right">0</td>`
                      : this.renderCost(truth, said, findCost(decision, truth.id, said.id)),
                  )}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <label class="ask"
        >Asking a person costs
        <input
          type="number"
          min="0"
          step="any"
          inputmode="decimal"
          .value=${String(decision.askCost)}
          @change=${(event: Event) => this.read(event, String(decision.askCost), (askCost) => ({ askCost }))}
        />
        <span class="soft">${describeAsking(decision.askCost)}</span>
      </label>
    `;
  }

  private renderCost(truth: ProjectLabel, said: ProjectLabel, cost: number) {
    const share = Math.min(1, Math.log1p(cost) / Math.log1p(DARKEST));
    return html`<td style=${styleMap({ '--share': `${(45 * share).toFixed(1)}%` })}>
      <input
        type="number"
        min="0"
        step="any"
        inputmode="decimal"
        aria-label="Cost when it is ${truth.name} and you act as for ${said.name}"
        .value=${String(cost)}
        @change=${(event: Event) =>
          this.read(event, String(cost), (value, decision) =>
            setCost(decision, { truth: truth.id, said: said.id, cost: value }),
          )}
      />
    </td>`;
  }

  private read(
    event: Event,
    before: string,
    change: (value: number, decision: Decision) => Partial<Decision>,
  ): void {
    const input = event.currentTarget;
    const { decision } = this;
    if (!(input instanceof HTMLInputElement) || !decision) return;
    const value = input.valueAsNumber;
    if (Number.isFinite(value) && value >= 0) {
      this.dispatchEvent(new DecisionChangedEvent(change(value, decision)));
    } else {
      // What stood there before is shown again.
      input.value = before;
    }
  }
}

function describeAsking(cost: number): string {
  if (cost === 0) return 'Asking is free: a person is asked whenever anything could go wrong.';
  if (cost >= 1) return 'Dearer than an ordinary mistake: a person is hardly asked.';
  const questions = Math.round(1 / cost);
  return `About ${questions} ${questions === 1 ? 'question' : 'questions'} for one ordinary mistake.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'cost-table': CostTable;
  }
  interface GlobalEventHandlersEventMap {
    'decision-changed': DecisionChangedEvent;
  }
}

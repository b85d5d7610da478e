import '../sample-thumb';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { chooseLeastCost, type ActionPlan } from '../../../core/actions/action-plan';
import { findActingThresholds } from '../../../core/actions/acting-thresholds';
import { measurePlan } from '../../../core/actions/measure-plan';
import type { Decision } from '../../../core/studio/decision';
import type { Judged } from '../../../core/studio/insight/judged';
import { planActions } from '../../../core/studio/plan-actions';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import { countOf, formatPercent } from '../../../elements/shared/format';
import { styleMap } from '../../../elements/shared/style-map';
import type { ProjectSession } from '../../../services/studio/project-session';
import { pageStyles } from '../../page.styles';
import { RunView } from '../runs/run-view';
import { planEffectStyles } from './plan-effect.styles';

type Labels = readonly { id: string; name: string }[];

const MOST_EXAMPLES = 6;

/** What a plan does: from when it acts, what it would have cost on the project's photos, examples. */
@customElement('plan-effect')
export class PlanEffect extends LitElement {
  static override styles = [baseStyles, buttonStyles, pageStyles, planEffectStyles];

  @property({ attribute: false }) session: ProjectSession | null = null;
  @property({ attribute: false }) decision: Decision | null = null;
  /** Changes with the photos. */
  @property({ type: Number }) revision = 0;

  private readonly view = new RunView(this, () => this.session);

  override render() {
    const { session, decision } = this;
    if (!session || !decision) return nothing;
    const { state } = this.view;
    const labels: Labels = state.status === 'ready' ? state.report.run.labels : session.labels;
    const plan = planActions(decision, labels);
    if (!plan) {
      return html`<section>
        <h2>What this does</h2>
        <p class="soft">Say what to do for at least one label, and see here what follows.</p>
      </section>`;
    }
    return html`<section>
        <h2>From when it acts</h2>
        <p class="soft">
          How sure it has to be of a label before that label’s action is the cheapest, whatever else
          the photo may be.
        </p>
        ${renderThresholds(plan, labels)}
      </section>
      ${state.status === 'ready' && state.joined.photos.length > 0 ? this.renderTrial(plan, labels, state.joined.photos) : nothing}`;
  }

  private renderTrial(plan: ActionPlan, labels: Labels, photos: readonly Judged[]) {
    const { byPlan, byLabel, byAsking, asked, precautions } = measurePlan(photos, plan);
    const most = Math.max(byPlan, byLabel, byAsking) || 1;
    const rows = [
      { name: 'By these costs', cost: byPlan },
      { name: 'Always what is likeliest', cost: byLabel },
      { name: 'Always ask a person', cost: byAsking },
    ];
    const examples = findExamples(plan, photos);
    return html`<section>
      <h2>What it would have cost on your photos</h2>
      <p class="soft">
        ${countOf(photos.length, 'photo')} that it had not seen, as if 100 came by.
      </p>
      <dl class="bars">
        ${rows.map(
          ({ name, cost }) =>
            html`<dt>${name}</dt>
              <dd>
                <span class="bar" aria-hidden="true"
                  ><span style=${styleMap({ width: `${((100 * cost) / most).toFixed(1)}%` })}></span
                ></span>
                <b class="figures">${(100 * cost).toFixed(1)}</b>
              </dd>`,
        )}
      </dl>
      <p>
        A person is asked about ${countOf(asked, 'photo')}.
        ${
          precautions > 0
            ? html`On ${countOf(precautions, 'photo')} it plays safe and acts on a label that is not
              the likeliest.`
            : nothing
        }
      </p>
      ${
        examples.length > 0
          ? html`<ul class="examples">
              ${examples.map((photo) => this.renderExample(photo, plan, labels))}
            </ul>`
          : nothing
      }
    </section>`;
  }

  private renderExample(
    { sample, answer, probabilities }: Judged,
    plan: ActionPlan,
    labels: Labels,
  ) {
    const { said } = chooseLeastCost(probabilities, plan);
    const name = labels[said ?? -1]?.name ?? '';
    const likeliest = `${labels[answer]?.name ?? ''}, ${formatPercent(probabilities[answer] ?? 0)}`;
    return html`<li>
      <sample-thumb .session=${this.session} sampleId=${sample.id}></sample-thumb>
      <p>
        <b>${said === null ? plan.ask : plan.labels[said] || `As for ${name}`}</b><br />
        <span class="soft"
          >${likeliest}${said !== null && said !== answer ? html`; safe side: ${name}` : nothing}</span
        >
      </p>
    </li>`;
  }
}

function renderThresholds(plan: ActionPlan, labels: Labels) {
  const thresholds = findActingThresholds(plan);
  return html`<dl class="bars">
    ${labels.map(({ name }, i) => {
      const threshold = thresholds[i] ?? null;
      return html`<dt>${name}</dt>
        <dd>
          <span class="bar from" aria-hidden="true"
            ><span
              style=${styleMap({ width: `${(100 * (1 - (threshold ?? 1))).toFixed(1)}%` })}
            ></span
          ></span>
          <span class="figures"
            >${threshold === null ? 'never by itself' : html`from <b>${formatPercent(threshold)}</b>`}</span
          >
        </dd>`;
    })}
  </dl>`;
}

/** Photos on which the plan does something else than the likeliest label: these show what it is for. */
function findExamples(plan: ActionPlan, photos: readonly Judged[]): Judged[] {
  return photos
    .map((photo) => ({ photo, said: chooseLeastCost(photo.probabilities, plan).said }))
    .filter(({ photo, said }) => said !== photo.answer)
    .sort((a, b) => Number(a.said === null) - Number(b.said === null))
    .slice(0, MOST_EXAMPLES)
    .map(({ photo }) => photo);
}

declare global {
  interface HTMLElementTagNameMap {
    'plan-effect': PlanEffect;
  }
}

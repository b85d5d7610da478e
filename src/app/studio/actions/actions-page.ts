import './cost-table';
import './plan-effect';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Decision } from '../../../core/studio/decision';
import { planActions, USUAL_ASK } from '../../../core/studio/plan-actions';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import { icon } from '../../../elements/shared/icons';
import { ClassifierError } from '../../../core/errors';
import { findModelOfProject, updateModel } from '../../../services/studio/apply-actions';
import type { ProjectSession } from '../../../services/studio/project-session';
import { pageStyles } from '../../page.styles';
import type { AppServices } from '../../services';
import { Watch } from '../../watch';
import { actionsPageStyles } from './actions-page.styles';

/** What the model is for: the objective, what to do for each label, what a mistake costs. */
@customElement('actions-page')
export class ActionsPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, pageStyles, actionsPageStyles];

  @state() private problem: ClassifierError | null = null;
  @state() private busy = false;

  @property({ attribute: false }) session: ProjectSession | null = null;
  @property({ attribute: false }) services: AppServices | null = null;

  constructor() {
    super();
    new Watch(this, () => [
      ...(this.session ? [this.session] : []),
      ...(this.services ? [this.services.library] : []),
    ]);
  }

  override render() {
    const { session } = this;
    if (!session) return nothing;
    const { decision, labels } = session.project;
    if (labels.length < 2) {
      return html`<p class="soft">
        Actions follow labels. Add photos with at least two labels first.
      </p>`;
    }
    return html`<div class="page">
      <section>
        <h2>What is it for?</h2>
        <p class="soft">
          A model is only worth what people do because of it. Say what you want, what to do, and
          what a mistake costs: the verdict then says what to do, and a person always decides.
        </p>
        <label class="field"
          >The objective
          <textarea
            rows="2"
            placeholder="Keep hikers and bears apart"
            .value=${decision.objective}
            @change=${(event: Event) => this.set({ objective: takeText(event) })}
          ></textarea>
        </label>
      </section>
      <section>
        <h2>What to do</h2>
        <div class="actions">
          ${labels.map(
            ({ id, name }) =>
              html`<label class="field"
                >${name}
                <input
                  maxlength="120"
                  placeholder="Nothing said yet"
                  .value=${decision.actions[id] ?? ''}
                  @change=${(event: Event) =>
                    this.set({ actions: { ...decision.actions, [id]: takeText(event) } })}
                />
              </label>`,
          )}
          <label class="field ask"
            >When it is unsure, or out of its depth
            <input
              maxlength="120"
              placeholder=${USUAL_ASK}
              .value=${decision.fallbackAction}
              @change=${(event: Event) => this.set({ fallbackAction: takeText(event) })}
            />
          </label>
        </div>
      </section>
      <section>
        <h2>What does a mistake cost?</h2>
        <p class="soft">
          An ordinary mistake costs 1. Give 20 to a mistake that you would make twenty ordinary ones
          to avoid. The scale is yours: trouble, money, danger.
        </p>
        <cost-table
          .labels=${labels}
          .decision=${decision}
          @decision-changed=${(event: HTMLElementEventMap['decision-changed']) =>
            this.set(event.decision)}
        ></cost-table>
      </section>
      <plan-effect
        .session=${session}
        .decision=${decision}
        .revision=${session.revision}
      ></plan-effect>
      ${this.renderModel(session)}
    </div>`;
  }

  /** The model in use on this device, where it came from this project. */
  private renderModel(session: ProjectSession) {
    const { services, problem } = this;
    const found = services && findModelOfProject(session.project, services.library.entries);
    if (!services || !found) {
      return html`<p class="soft">
        Saved in this project. It goes into every model that you export or use from here on.
      </p>`;
    }
    const { entry, run } = found;
    const plan = planActions(session.project.decision, run.labels);
    const isCurrent = JSON.stringify(entry.manifest.actions ?? null) === JSON.stringify(plan);
    return html`<section>
      <div class="row">
        ${
          isCurrent
            ? html`<p role="status">
                ${icon('check')} ${entry.manifest.name} on this device says so too.
              </p>`
            : html`<p>The model ${entry.manifest.name} on this device does not know of this yet.</p>
                <button
                  class="button primary"
                  ?disabled=${this.busy}
                  @click=${() =>
                    this.attempt(async () => {
                      await updateModel(services.library, entry.id, plan);
                      if (services.session.opened?.manifest.id === entry.id) {
                        await services.session.reopen();
                      }
                    })}
                >
                  Put it into the model
                </button>`
        }
      </div>
      ${problem ? html`<p role="alert"><b>${problem.message}</b> ${problem.wayOn}</p>` : nothing}
    </section>`;
  }

  private set(patch: Partial<Decision>): void {
    const { session } = this;
    if (!session) return;
    // What cannot be written is said at the head of the project.
    session
      .update({ decision: { ...session.project.decision, ...patch } })
      .catch(() => this.requestUpdate());
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.problem = null;
    try {
      await work();
    } catch (error) {
      this.problem = ClassifierError.from(error, 'storage-unavailable');
    } finally {
      this.busy = false;
    }
  }
}

function takeText(event: Event): string {
  const field = event.currentTarget;
  const isField = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
  return isField ? field.value.trim() : '';
}

declare global {
  interface HTMLElementTagNameMap {
    'actions-page': ActionsPage;
  }
}

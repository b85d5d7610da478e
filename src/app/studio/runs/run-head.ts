import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { JudgedRun } from '../../../core/studio/insight/judged';
import type { TrainingProgress } from '../../../engine/training/train-model';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import { formatPercent, joinWords } from '../../../elements/shared/format';
import { icon } from '../../../elements/shared/icons';
import type { ProjectSession } from '../../../services/studio/project-session';
import { findShownRun, listFinished } from '../../../services/studio/run-report';
import type { TrainingSession } from '../../../services/studio/training-session';
import { Watch } from '../../watch';
import { listChanges, nameRun } from './run-words';

/**
 * Which run is shown, and whether the photos have changed since it: with the way to train again.
 */
@customElement('run-head')
export class RunHead extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: var(--gap-2) var(--gap-4);
      }

      label {
        display: grid;
        gap: 0.2rem;
        color: var(--ink-soft);
        font-size: var(--size-small);
      }

      select {
        color: var(--ink);
        font-size: var(--size-body);
        max-width: 100%;
      }

      .changed {
        display: flex;
        flex: 1 1 20rem;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--gap-2) var(--gap-3);
        padding: var(--gap-2) var(--gap-3);
        border-radius: var(--corner);
        background: var(--amber-wash);
      }

      .changed p {
        flex: 1 1 12rem;
      }
    `,
  ];

  @property({ attribute: false }) session: ProjectSession | null = null;
  @property({ attribute: false }) joined: JudgedRun | null = null;
  @property({ attribute: false }) training: TrainingSession | null = null;

  constructor() {
    super();
    new Watch(this, () => (this.training ? [this.training] : []));
  }

  override render() {
    const { session } = this;
    if (!session) return nothing;
    const { project } = session;
    const shown = findShownRun(project);
    return html`<div class="head">
      <label
        >Run
        <select @change=${this.handleChange}>
          ${listFinished(project.runs).map(
            (run) =>
              html`<option value=${run.id} ?selected=${run.id === shown?.id}>
                ${nameRun(project.runs, run)}${describeAccuracy(run.accuracy)}
              </option>`,
          )}
        </select>
      </label>
      ${this.renderTraining(project.id)}
    </div>`;
  }

  private renderTraining(projectId: string) {
    const { state } = this.training ?? {};
    if (state?.step === 'working') {
      return html`<div class="changed" role="status">
        <progress aria-label="Training" max="1" value=${measureProgress(state.progress)}></progress>
        <p>${describeStage(state.progress)}</p>
        <button class="button" @click=${() => this.training?.cancel()}>Cancel</button>
      </div>`;
    }
    if (state?.step === 'stopped' && state.problem) {
      const { message, wayOn } = state.problem;
      return html`<div class="changed" role="alert">
        <p><b>${message}</b> ${wayOn}</p>
        <a class="button" href="#/studio/${projectId}/train">See the training</a>
      </div>`;
    }
    const what = this.joined ? listChanges(this.joined) : [];
    if (what.length === 0) return nothing;
    return html`<div class="changed">
      <p role="status">Since this run: ${joinWords(what, 'and')}.</p>
      <button class="button primary" @click=${this.retrain}>${icon('retry')} Retrain</button>
    </div>`;
  }

  /** The new run is shown once it is there: what it saw in the photos is remembered, so it is quick. */
  private readonly retrain = (): void => {
    const { session, training } = this;
    if (!session || !training) return;
    // What goes wrong is said here, by the state, and at the head of the project.
    session
      .update({ chosenRunId: null })
      .then(() => training.start())
      .catch(() => this.requestUpdate());
  };

  private readonly handleChange = (event: Event): void => {
    if (!(event.currentTarget instanceof HTMLSelectElement)) return;
    // What cannot be written is said at the head of the project.
    this.session
      ?.update({ chosenRunId: event.currentTarget.value })
      .catch(() => this.requestUpdate());
  };
}

function measureProgress(progress: TrainingProgress): number {
  if (progress.stage === 'features') return 0.5 * (progress.done / Math.max(1, progress.total));
  if (progress.stage === 'rounds') return 0.5 + 0.3 * (progress.rounds.length / progress.total);
  if (progress.stage === 'folds') return 0.8 + 0.1 * (progress.done / progress.total);
  if (progress.stage === 'tune') return 0.9 + 0.05 * (progress.done / progress.total);
  return { open: 0, rate: 0.5, finish: 0.95 }[progress.stage];
}

function describeStage(progress: TrainingProgress): string {
  if (progress.stage === 'features') {
    return `Looking at photos: ${progress.done} of ${progress.total}`;
  }
  if (progress.stage === 'rounds') {
    return `Learning: round ${progress.rounds.length} of ${progress.total}`;
  }
  return {
    open: 'Getting ready…',
    rate: 'Finding the learning rate…',
    folds: 'Judging each photo without having seen it…',
    tune: 'Tuning the network’s last block…',
    finish: 'Checking what it can be trusted with…',
  }[progress.stage];
}

function describeAccuracy({ test, valid }: { test: number | null; valid: number | null }): string {
  const share = test ?? valid;
  return share === null ? '' : `: ${formatPercent(share)} right`;
}

declare global {
  interface HTMLElementTagNameMap {
    'run-head': RunHead;
  }
}

import '../../../elements/line-plot/line-plot';
import './training-form';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ClassifierError } from '../../../core/errors';
import { countTrainPhotos, isEnoughToTrain } from '../../../core/training/enough-photos';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import { countOf, formatBytes } from '../../../elements/shared/format';
import type { TrainingRun } from '../../../core/studio/run';
import type { ModelLibrary } from '../../../services/model-library';
import type { ProjectSession } from '../../../services/studio/project-session';
import { listFinished } from '../../../services/studio/run-report';
import type { TrainingSession } from '../../../services/studio/training-session';
import { pageStyles } from '../../page.styles';
import { Watch } from '../../watch';
import { RunView } from '../runs/run-view';
import { plotAccuracy, plotLoss, plotRates } from './plots';
import { renderRunResult } from './run-result';
import { trainPageStyles } from './train-page.styles';
import type { SettingsChangeEvent, TrunkChoice } from './training-form';
import { describeProgress, describeTime } from './training-words';

/** Training: what it will take, its curves while it runs, and what came of it. */
@customElement('train-page')
export class TrainPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, pageStyles, trainPageStyles];

  @state() private problem: ClassifierError | null = null;
  /** For what the remembered photos were counted. */
  private measured = '';

  @property({ attribute: false }) session: ProjectSession | null = null;
  @property({ attribute: false }) training: TrainingSession | null = null;
  @property({ attribute: false }) library: ModelLibrary | null = null;

  /** The newest run that ended well, as it lies on the device. */
  private readonly last = new RunView(
    this,
    () => this.session,
    () => this.findLast()?.id ?? null,
  );

  constructor() {
    super();
    new Watch(this, () => [this.session, this.training, this.library].flatMap((one) => one ?? []));
  }

  protected override updated(): void {
    // Counts anew after whatever may have changed it: photos, settings, a run that ended, or models
    // that are only now listed.
    const { training, session } = this;
    if (!training || !session || training.state.step === 'working') return;
    const { revision, project } = session;
    const state = JSON.stringify([revision, project.id, project.training, project.data]);
    const key = `${state} ${training.state.step} ${this.library?.entries.length}`;
    if (key === this.measured) return;
    this.measured = key;
    training
      .measure()
      .catch(
        (error: unknown) => (this.problem = ClassifierError.from(error, 'storage-unavailable')),
      );
  }

  override render() {
    const { training, session } = this;
    if (!training || !session) return nothing;
    return html`<div class="page">
      ${this.renderProblem(training)} ${this.renderState(training)}
      <div class="columns">
        ${this.renderPlots(training)}
        <section class="card" aria-labelledby="how">
          <h2 id="how">How it learns</h2>
          <training-form
            .settings=${session.project.training}
            .trunks=${this.listTrunks()}
            .tuning=${training.tuning}
            ?disabled=${training.state.step === 'working'}
            @settings-change=${(event: SettingsChangeEvent) =>
              this.attempt(session.update({ training: event.settings }))}
          ></training-form>
        </section>
      </div>
    </div>`;
  }

  private renderProblem({ state: { step }, state }: TrainingSession) {
    const problem = this.problem ?? (step === 'stopped' && 'problem' in state && state.problem);
    return problem
      ? html`<p class="problem" role="alert"><b>${problem.message}</b> ${problem.wayOn}</p>`
      : nothing;
  }

  private renderState(training: TrainingSession) {
    const { state } = training;
    if (state.step === 'working') return this.renderWorking(training);
    if (state.step === 'stopped') return this.renderStopped(training);
    return html`${this.renderResult(training)} ${this.renderStart(training)}`;
  }

  private renderStart(training: TrainingSession) {
    const { plan, estimate } = training;
    if (!isEnoughToTrain(countTrainPhotos(plan.labels.length, plan.samples))) {
      return this.renderTooFew();
    }
    const of = (part: string) => plan.samples.filter((sample) => sample.part === part).length;
    return html`<section class="card" aria-labelledby="ready">
      <h2 id="ready">${this.findLast() ? 'Train again' : 'Ready to train'}</h2>
      <dl>
        <dt>Photos</dt>
        <dd>
          ${countOf(of('train'), 'photo')} to learn from, ${of('valid')} to choose by, ${of('test')}
          to test with
        </dd>
        <dt>Labels</dt>
        <dd>${plan.labels.join(', ') || 'none yet'}</dd>
        <dt>Time</dt>
        <dd>${describeTime(estimate.timeMs)}</dd>
        <dt>Memory</dt>
        <dd>
          about ${formatBytes(estimate.memoryBytes)} while it runs,
          ${formatBytes(estimate.storageBytes)} kept on the device
        </dd>
      </dl>
      <p class="row">
        <button class="button primary" @click=${() => this.attempt(training.start())}>Train</button>
      </p>
    </section>`;
  }

  private renderTooFew() {
    const { message, wayOn } = new ClassifierError('training-too-few');
    return html`<section class="card" aria-labelledby="few">
      <h2 id="few">Not enough photos yet</h2>
      <p>${message} ${wayOn}</p>
      <p class="row">
        <a class="button primary" href="#/studio/${this.session?.project.id}/data">Add photos</a>
      </p>
    </section>`;
  }

  private renderWorking(training: TrainingSession) {
    if (training.state.step !== 'working') return nothing;
    const { text, share, remainingMs } = describeProgress(training.state.progress);
    return html`<section class="card" aria-labelledby="working">
      <h2 id="working">Training</h2>
      <p role="status">${training.isStopping ? 'Stopping. What was seen is put away…' : text}</p>
      <progress max="1" value=${share ?? nothing} aria-label="Training"></progress>
      ${remainingMs === null ? nothing : html`<p class="soft">${describeTime(remainingMs)} left</p>`}
      <p class="row">
        <button
          class="button"
          ?disabled=${training.isStopping}
          @click=${() => this.attempt(training.pause())}
        >
          Pause
        </button>
        <button
          class="button plain"
          ?disabled=${training.isStopping}
          @click=${() => this.attempt(training.cancel())}
        >
          Cancel
        </button>
      </p>
      <p class="soft">
        You can use the other pages meanwhile. If the page closes, training can go on from here.
      </p>
    </section>`;
  }

  private renderStopped(training: TrainingSession) {
    const rounds = training.rounds.length;
    return html`<section class="card" aria-labelledby="stopped">
      <h2 id="stopped">Training has stopped</h2>
      <p role="status">
        ${rounds > 0 ? `It was in round ${rounds}. ` : ''}What was learnt and looked at is kept.
      </p>
      <p class="row">
        <button class="button primary" @click=${() => this.attempt(training.resume())}>
          Go on
        </button>
        <button class="button plain" @click=${() => this.attempt(training.cancel())}>
          Give it up
        </button>
      </p>
    </section>`;
  }

  private renderResult({ state }: TrainingSession) {
    const { session, last } = this;
    if (last.state.status === 'failed') {
      const { message, wayOn } = last.state.problem;
      return html`<p class="problem" role="alert"><b>${message}</b> ${wayOn}</p>`;
    }
    if (!session || last.state.status !== 'ready') return nothing;
    const { report, joined } = last.state;
    const fresh = state.step === 'done' && state.runId === report.run.id ? state.result : null;
    return renderRunResult(session, report, joined, fresh);
  }

  /** Of the run that works or stopped; else of the one whose result is shown. */
  private renderPlots(training: TrainingSession) {
    const shown =
      !['working', 'stopped'].includes(training.state.step) && this.last.state.status === 'ready'
        ? this.last.state.report
        : null;
    const rounds = shown?.run.epochs ?? training.rounds;
    const rate = shown?.record.rate ?? training.rate;
    if (rounds.length === 0 && !rate) return nothing;
    return html`<section class="card" aria-labelledby="curves">
      <h2 id="curves">How it went</h2>
      <line-plot caption="Loss, round by round" .data=${plotLoss(rounds)}></line-plot>
      ${
        rounds.some(({ validAccuracy }) => validAccuracy !== null)
          ? html`<line-plot caption="Share right" .data=${plotAccuracy(rounds)}></line-plot>`
          : nothing
      }
      ${
        rate && rate.points.length > 0
          ? html`<line-plot
              caption="The learning rate, found by a short try"
              .data=${plotRates(rate)}
            ></line-plot>`
          : nothing
      }
    </section>`;
  }

  private findLast(): TrainingRun | null {
    return listFinished(this.session?.project.runs ?? [])[0] ?? null;
  }

  private listTrunks(): TrunkChoice[] {
    return (this.library?.entries ?? []).flatMap((entry) => {
      if (entry.kind !== 'kept') return [];
      const { network, name } = entry.manifest;
      const hasFeatures =
        network.kind === 'head-on-trunk' || ('features' in network && network.features !== null);
      return hasFeatures ? [{ id: entry.id, name }] : [];
    });
  }

  private attempt(work: Promise<void>): void {
    this.problem = null;
    work.catch((error: unknown) => (this.problem = ClassifierError.from(error)));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'train-page': TrainPage;
  }
}

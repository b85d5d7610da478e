import '../../../elements/reliability-diagram/reliability-diagram';
import '../runs/photo-desk';
import '../runs/run-head';
import './compare-panel';
import './confusion-panel';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { measureLogLoss } from '../../../core/calibrate/proper-scores';
import { binReliability } from '../../../core/calibrate/reliability';
import type { Judged, JudgedRun } from '../../../core/studio/insight/judged';
import { baseStyles, buttonStyles, tableStyles } from '../../../elements/shared/base.styles';
import type { ProjectSession } from '../../../services/studio/project-session';
import type { RunReport } from '../../../services/studio/run-report';
import type { TrainingSession } from '../../../services/studio/training-session';
import { pageStyles } from '../../page.styles';
import { Watch } from '../../watch';
import { intervalStyles } from '../runs/interval-bar';
import { renderRunState } from '../runs/render-run-state';
import { RunView } from '../runs/run-view';
import { describeAnswer } from './describe-photo';
import { renderAccuracy, renderLabels, renderSets, renderStrange } from './figures';
import { lookPageStyles } from './look-page.styles';
import { isInScope, scopes, type Scope } from './scope';

const MOST_LOSSES = 24;

/** What a trained model does: how often it is right, its mistakes, how far it can be believed. */
@customElement('look-page')
export class LookPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    tableStyles,
    pageStyles,
    intervalStyles,
    lookPageStyles,
  ];

  /** `null`: the largest that there is. */
  @state() private chosenScope: Scope | null = null;

  @property({ attribute: false }) session: ProjectSession | null = null;
  @property({ attribute: false }) training: TrainingSession | null = null;

  private readonly view = new RunView(this, () => this.session);

  constructor() {
    super();
    new Watch(this, () => (this.session ? [this.session] : []));
  }

  override render() {
    const { session } = this;
    if (!session) return nothing;
    return renderRunState(this.view.state, session.project.id, ({ report, joined }) =>
      this.renderRun(session, report, joined),
    );
  }

  private renderRun(session: ProjectSession, report: RunReport, joined: JudgedRun) {
    const scope = this.chooseScope(joined.photos);
    const photos = joined.photos.filter((photo) => isInScope(photo, scope));
    const { labels } = report.run;
    const { revision } = session;
    return html`<div class="page">
      <div class="top">
        <run-head .session=${session} .joined=${joined} .training=${this.training}></run-head>
        ${this.renderScopes(joined.photos, scope)}
      </div>
      ${
        photos.length === 0
          ? html`<p class="soft">None of these photos are left.</p>`
          : html`
              <section>
                <h2>How often it is right</h2>
                ${renderAccuracy(photos, scope)}
              </section>
              <confusion-panel
                .session=${session}
                .labels=${labels}
                .photos=${photos}
              ></confusion-panel>
              ${this.renderLosses(photos, labels)} ${renderLabels(photos, labels)}
              ${this.renderReliability(photos)}
            `
      }
      ${renderSets(report.record.evaluation)} ${renderStrange(findBakeOff(report))}
      <compare-panel
        .session=${session}
        .joined=${joined}
        .scope=${scope}
        .revision=${revision}
      ></compare-panel>
    </div>`;
  }

  private renderScopes(photos: readonly Judged[], scope: Scope) {
    return html`<fieldset class="scopes">
      <legend>Figures of</legend>
      ${scopes.map(({ id, name }) => {
        const count = photos.filter((photo) => isInScope(photo, id)).length;
        return html`<label
          ><input
            type="radio"
            name="scope"
            .checked=${id === scope}
            ?disabled=${count === 0}
            @change=${() => (this.chosenScope = id)}
          />${name} <span class="soft figures">${count}</span></label
        >`;
      })}
    </fieldset>`;
  }

  private renderLosses(photos: readonly Judged[], labels: readonly { name: string }[]) {
    const ranked = photos
      .map((photo) => ({ photo, loss: measureLogLoss(photo.probabilities, photo.truth) }))
      .sort((a, b) => b.loss - a.loss)
      .slice(0, MOST_LOSSES)
      .map(({ photo }) => photo);
    return html`<section>
      <h2>Its worst mistakes</h2>
      <p class="soft">
        The photos that surprised it most: sure and wrong first. Often it is the label that is
        wrong.
      </p>
      <photo-desk
        .session=${this.session}
        .samples=${ranked.map(({ sample }) => sample)}
        .notes=${new Map(ranked.map((one) => [one.sample.id, describeAnswer(one, labels)]))}
        .label=${'Its worst mistakes'}
      ></photo-desk>
    </section>`;
  }

  private renderReliability(photos: readonly Judged[]) {
    const bins = binReliability(
      photos.map(({ truth, answer, probabilities }) => ({
        confidence: Math.min(1, probabilities[answer] ?? 0),
        correct: truth === answer,
      })),
    );
    return html`<section>
      <h2>Can its confidence be believed?</h2>
      <p class="soft">
        Of all photos on which it is 80 % sure, it should be right on 80 %. Points on the line: it
        is. Below the line: it boasts.
      </p>
      <reliability-diagram .bins=${bins}></reliability-diagram>
    </section>`;
  }

  private chooseScope(photos: readonly Judged[]): Scope {
    if (this.chosenScope) return this.chosenScope;
    return photos.some((photo) => isInScope(photo, 'developed')) ? 'developed' : 'test';
  }
}

function findBakeOff({ manifest }: RunReport) {
  return manifest.detector?.kind === 'scores' ? manifest.detector.bakeOff : null;
}

declare global {
  interface HTMLElementTagNameMap {
    'look-page': LookPage;
  }
}

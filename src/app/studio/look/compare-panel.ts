import '../runs/photo-desk';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { compareRuns, type RunComparison } from '../../../core/studio/insight/compare-runs';
import type { Judged, JudgedRun } from '../../../core/studio/insight/judged';
import type { TrainingRun } from '../../../core/studio/run';
import { baseStyles, buttonStyles, tableStyles } from '../../../elements/shared/base.styles';
import { countOf, formatPercent } from '../../../elements/shared/format';
import type { ProjectSession } from '../../../services/studio/project-session';
import { findShownRun, listFinished } from '../../../services/studio/run-report';
import { pageStyles } from '../../page.styles';
import { intervalStyles, renderInterval } from '../runs/interval-bar';
import { nameRun } from '../runs/run-words';
import { RunView } from '../runs/run-view';
import { describeAnswer } from './describe-photo';
import { listDifferences } from './run-differences';
import { isInScope, type Scope } from './scope';

/** A difference that chance alone would make as large this seldom is believed. */
const BELIEVED = 0.05;

/** The run that is shown beside an earlier one: figures, and the photos that moved. */
@customElement('compare-panel')
export class ComparePanel extends LitElement {
  static override styles = [baseStyles, buttonStyles, tableStyles, pageStyles, intervalStyles];

  @state() private otherId: string | null = null;

  @property({ attribute: false }) session: ProjectSession | null = null;
  /** The run that is shown, joined with the photos. */
  @property({ attribute: false }) joined: JudgedRun | null = null;
  @property() scope: Scope = 'developed';
  /** Changes with the photos. */
  @property({ type: Number }) revision = 0;

  private readonly other = new RunView(
    this,
    () => this.session,
    () => this.findOther()?.id ?? null,
  );

  override render() {
    const { session } = this;
    const other = this.findOther();
    const shown = session && findShownRun(session.project);
    if (!session || !shown) return nothing;
    if (!other) {
      return html`<section>
        <h2>What moved since the last run</h2>
        <p class="soft">
          This is the only run so far. Train again, and the two stand side by side.
        </p>
      </section>`;
    }
    const { runs } = session.project;
    return html`<section>
      <div class="row">
        <h2>What moved</h2>
        <label class="row"
          >since
          <select @change=${this.handleChange}>
            ${listFinished(runs)
              .filter(({ id }) => id !== shown.id)
              .map(
                (run) =>
                  html`<option value=${run.id} ?selected=${run.id === other.id}>
                    ${nameRun(runs, run)}
                  </option>`,
              )}
          </select>
        </label>
      </div>
      ${this.renderComparison(session, other, shown)}
    </section>`;
  }

  private renderComparison(session: ProjectSession, other: TrainingRun, shown: TrainingRun) {
    const { state } = this.other;
    const { joined, scope } = this;
    if (state.status === 'failed') {
      return html`<p role="alert"><b>${state.problem.message}</b> ${state.problem.wayOn}</p>`;
    }
    if (state.status !== 'ready' || !joined) return html`<p role="status">Reading the run…</p>`;
    const before = new Map(state.joined.photos.map((one) => [one.sample.id, one]));
    const after = joined.photos.filter((one) => isInScope(one, scope) && before.has(one.sample.id));
    const compared = compareRuns(
      after.map((one) => ({
        id: one.sample.id,
        wasRight: isRight(before.get(one.sample.id)),
        isRight: isRight(one),
      })),
    );
    if (!compared) return html`<p class="soft">The two runs have no such photo in common.</p>`;
    const { runs } = session.project;
    const differences = listDifferences(other, shown);
    return html`
      <p>${describeDifference(compared)}</p>
      <div class="scroll" tabindex="0" role="region" aria-label="Both runs">
        <table>
          <caption>
            On the ${countOf(compared.photos, 'photo')} that both judged, under the labels that they
            have now.
          </caption>
          <thead>
            <tr>
              <td></td>
              <th scope="col">${nameRun(runs, other)}</th>
              <th scope="col">${nameRun(runs, shown)}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">Right</th>
              <td>${renderInterval(compared.before)}</td>
              <td>${renderInterval(compared.after)}</td>
            </tr>
            ${differences.map(
              ({ name, before: was, after: is }) =>
                html`<tr>
                  <th scope="row">${name}</th>
                  <td>${was}</td>
                  <td>${is}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${
        hasMoved(compared)
          ? html`${this.renderMoved('Right now, wrong before', compared.becameRight, after, shown)}
            ${this.renderMoved('Wrong now, right before', compared.becameWrong, after, shown)}`
          : nothing
      }
    `;
  }

  private renderMoved(
    title: string,
    ids: readonly string[],
    photos: readonly Judged[],
    { labels }: TrainingRun,
  ) {
    if (ids.length === 0) return html`<p class="soft">${title}: no photo.</p>`;
    const wanted = new Set(ids);
    const own = photos.filter(({ sample }) => wanted.has(sample.id));
    return html`<details>
      <summary>${title}: ${countOf(own.length, 'photo')}</summary>
      <photo-desk
        .session=${this.session}
        .samples=${own.map(({ sample }) => sample)}
        .notes=${new Map(own.map((one) => [one.sample.id, describeAnswer(one, labels)]))}
        .label=${title}
      ></photo-desk>
    </details>`;
  }

  /** The run that a person chose, else the one before the shown one, else any other. */
  private findOther(): TrainingRun | null {
    const { session } = this;
    if (!session) return null;
    const shown = findShownRun(session.project);
    const finished = listFinished(session.project.runs);
    const others = finished.filter(({ id }) => id !== shown?.id);
    const older = others.find(({ startedAt }) => shown && startedAt < shown.startedAt);
    return others.find(({ id }) => id === this.otherId) ?? older ?? others[0] ?? null;
  }

  private handleChange(event: Event): void {
    if (event.currentTarget instanceof HTMLSelectElement) this.otherId = event.currentTarget.value;
  }
}

function isRight(photo: Judged | undefined): boolean {
  return photo !== undefined && photo.truth === photo.answer;
}

function hasMoved({ becameRight, becameWrong }: RunComparison): boolean {
  return becameRight.length + becameWrong.length > 0;
}

function describeDifference(compared: RunComparison): string {
  if (!hasMoved(compared)) return 'No photo moved.';
  const { difference, pValue, becameRight, becameWrong } = compared;
  const { value, low, high } = difference;
  const moved = `${countOf(becameRight.length, 'photo')} became right, ${becameWrong.length} became wrong.`;
  const points = (share: number) => `${share > 0 ? '+' : ''}${(100 * share).toFixed(1)}`;
  const range = `${points(value)} points (${points(low)} to ${points(high)})`;
  if (pValue > BELIEVED) {
    return `${moved} ${range}: so small a difference may be chance (it would be as large in ${formatPercent(pValue)} of cases if neither were better).`;
  }
  return `${moved} ${range}: this run is ${value > 0 ? 'better' : 'worse'}, and hardly by chance.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'compare-panel': ComparePanel;
  }
}

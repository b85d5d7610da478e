import '../data/doubles-view';
import '../runs/photo-desk';
import '../runs/run-head';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { JudgedRun } from '../../../core/studio/insight/judged';
import type { TrainingRun } from '../../../core/studio/run';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import { countOf } from '../../../elements/shared/format';
import type { ProjectSession } from '../../../services/studio/project-session';
import type { TrainingSession } from '../../../services/studio/training-session';
import { pageStyles } from '../../page.styles';
import { Watch } from '../../watch';
import { renderRunState } from '../runs/render-run-state';
import { RunView } from '../runs/run-view';
import { cleanPageStyles } from './clean-page.styles';
import { listLosses, listSuspects, type CleanList } from './list-suspects';

type Order = 'suspects' | 'losses' | 'doubles';

const orders: readonly { id: Order; name: string }[] = [
  { id: 'suspects', name: 'Probably wrong labels' },
  { id: 'losses', name: 'Worst mistakes first' },
  { id: 'doubles', name: 'Near doubles' },
];

/** Photos that deserve a second look, the worst first, to be put right by keyboard and in bulk. */
@customElement('clean-page')
export class CleanPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, pageStyles, cleanPageStyles];

  @state() private order: Order = 'suspects';
  /** Label whose photos are shown; empty: all. */
  @state() private labelId = '';
  /** Photos too whose label a person has looked at since they came in. */
  @state() private withConfirmed = false;
  private listed: { key: string; joined: JudgedRun; list: CleanList } | null = null;

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
    return html`<div class="stack">
      ${this.renderOrders()}
      ${
        this.order === 'doubles'
          ? html`<doubles-view .session=${session} .revision=${session.revision}></doubles-view>`
          : renderRunState(this.view.state, session.project.id, ({ report, joined }) => {
              return this.renderList(session, report.run, joined);
            })
      }
    </div>`;
  }

  private renderOrders() {
    return html`<div class="row" role="group" aria-label="Which photos">
      ${orders.map(
        ({ id, name }) =>
          html`<button
            class="button"
            aria-pressed=${id === this.order ? 'true' : 'false'}
            @click=${() => (this.order = id)}
          >
            ${name}
          </button>`,
      )}
    </div>`;
  }

  private renderList(session: ProjectSession, run: TrainingRun, joined: JudgedRun) {
    const list = this.list(run, joined);
    const label = orders.find(({ id }) => id === this.order)?.name ?? '';
    return html`
      <run-head .session=${session} .joined=${joined} .training=${this.training}></run-head>
      <div class="row filters">
        <label class="row"
          >Label
          <select @change=${this.handleLabel}>
            <option value="">All labels</option>
            ${run.labels.map(
              ({ id, name }) =>
                html`<option value=${id} ?selected=${id === this.labelId}>${name}</option>`,
            )}
          </select>
        </label>
        <label class="row check"
          ><input
            type="checkbox"
            .checked=${this.withConfirmed}
            @change=${() => (this.withConfirmed = !this.withConfirmed)}
          />Show those I have looked at too</label
        >
      </div>
      ${this.renderCount(list)}
      <photo-desk
        .session=${session}
        .samples=${list.samples}
        .notes=${list.notes}
        .suggestions=${list.suggestions}
        .label=${label}
      ></photo-desk>
      ${list.samples.length > 0 ? renderKeys(session) : nothing}
    `;
  }

  private renderCount({ samples, estimated }: CleanList) {
    if (estimated === null) {
      return html`<p class="soft">
        ${countOf(samples.length, 'photo')}, the one that surprised the model most first. Each was
        judged by a copy that never saw it.
      </p>`;
    }
    if (samples.length === 0) {
      return html`<p role="status">
        No label looks wrong here. That does not prove that all are right: look at the worst
        mistakes too.
      </p>`;
    }
    return html`<p class="soft">
      ${countOf(samples.length, 'photo')} that the model, without having learnt from
      ${samples.length === 1 ? 'it' : 'them'}, takes for another label as surely as it takes photos
      of that label on average. ${samples.length === 1 ? nothing : 'The worst first. '}The label may
      still be right: hard photos look like wrong labels.
    </p>`;
  }

  private list(run: TrainingRun, joined: JudgedRun): CleanList {
    const { order, labelId, withConfirmed } = this;
    const key = `${order} ${labelId} ${withConfirmed}`;
    if (this.listed?.key === key && this.listed.joined === joined) return this.listed.list;
    const all =
      order === 'suspects'
        ? listSuspects(joined.photos, run.labels)
        : listLosses(joined.photos, run.labels);
    const samples = all.samples.filter(
      (sample) =>
        (labelId === '' || sample.labelId === labelId) &&
        (withConfirmed || sample.confirmedAt === null),
    );
    const list = { ...all, samples };
    this.listed = { key, joined, list };
    return list;
  }

  private handleLabel(event: Event): void {
    if (event.currentTarget instanceof HTMLSelectElement) this.labelId = event.currentTarget.value;
  }
}

function renderKeys({ labels }: ProjectSession) {
  return html`<details>
    <summary>Keys</summary>
    <dl class="keys">
      <dt><kbd>Arrows</kbd> <kbd>Space</kbd></dt>
      <dd>move, select; with Shift a range, <kbd>Ctrl</kbd> <kbd>A</kbd> all</dd>
      ${labels.slice(0, 9).map(
        ({ name }, i) =>
          html`<dt><kbd>${i + 1}</kbd></dt>
            <dd>it is ${name}</dd>`,
      )}
      <dt><kbd>S</kbd></dt>
      <dd>take the suggestion</dd>
      <dt><kbd>C</kbd></dt>
      <dd>the label is right</dd>
      <dt><kbd>Delete</kbd></dt>
      <dd>take the photo out</dd>
      <dt><kbd>Enter</kbd></dt>
      <dd>see it large</dd>
      <dt><kbd>Ctrl</kbd> <kbd>Z</kbd></dt>
      <dd>undo, on every page of the project</dd>
    </dl>
  </details>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'clean-page': CleanPage;
  }
}

import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  cleanLabelName,
  deleteLabel,
  findLabel,
  renameLabel,
} from '../../../core/studio/edit-labels';
import type { ProjectLabel } from '../../../core/studio/project';
import { countByLabel } from '../../../core/studio/warnings';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import { countOf } from '../../../elements/shared/format';
import { icon } from '../../../elements/shared/icons';
import { styleMap } from '../../../elements/shared/style-map';
import type { ProjectSession } from '../../../services/studio/project-session';
import { labelListStyles } from './label-list.styles';

/** Which photos are shown: all, those without a label, or a label's. */
export type LabelFilter = 'all' | 'none' | { labelId: string };

export class FilterChangedEvent extends Event {
  constructor(readonly filter: LabelFilter) {
    super('filter-changed', { bubbles: true, composed: true });
  }
}

/**
 * A project's labels with their counts: choose one to see its photos; add, rename, merge, delete.
 *
 * @event filter-changed - Other photos are to be shown.
 */
@customElement('label-list')
export class LabelList extends LitElement {
  static override styles = [baseStyles, buttonStyles, labelListStyles];

  @state() private editing: string | null = null;
  @state() private asking: string | null = null;
  @state() private draft = '';
  @state() private said = '';

  @property({ attribute: false }) session: ProjectSession | null = null;
  @property({ attribute: false }) filter: LabelFilter = 'all';
  /** Changes with the photos. */
  @property({ type: Number }) revision = 0;

  override render() {
    const { session } = this;
    if (!session) return nothing;
    const { samples, labels } = session;
    const counts = new Map(countByLabel(samples, labels).map((one) => [one.labelId, one.count]));
    const most = Math.max(1, ...counts.values());
    const unlabelled = samples.filter(({ labelId }) => labelId === null).length;
    return html`<section aria-labelledby="labels">
      <h2 id="labels">Labels</h2>
      <ul>
        ${this.renderRow('All photos', samples.length, 'all')}
        ${unlabelled > 0 ? this.renderRow('No label', unlabelled, 'none') : nothing}
        ${labels.map((label) => this.renderLabel(label, counts.get(label.id) ?? 0, most))}
      </ul>
      <form class="add" @submit=${this.handleAdd}>
        <input
          type="text"
          maxlength="80"
          aria-label="New label"
          placeholder="New label"
          name="label"
        />
        <button class="button">Add</button>
      </form>
      <p class="said" role="status">${this.said}</p>
    </section>`;
  }

  private renderRow(name: string, count: number, filter: 'all' | 'none') {
    return html`<li>
      <button
        class="choose"
        aria-pressed=${this.filter === filter ? 'true' : 'false'}
        @click=${() => this.show(filter)}
      >
        <span class="name">${name}</span>
        <span class="figures">${count.toLocaleString('en')}</span>
      </button>
    </li>`;
  }

  private renderLabel(label: ProjectLabel, count: number, most: number) {
    if (this.editing === label.id) return this.renderEditing(label);
    if (this.asking === label.id) return this.renderAsking(label, count);
    const { filter } = this;
    const isShown = typeof filter === 'object' && filter.labelId === label.id;
    return html`<li>
      <button
        class="choose"
        aria-pressed=${isShown ? 'true' : 'false'}
        @click=${() => this.show({ labelId: label.id })}
      >
        <span class="name">${label.name}</span>
        <span class="figures">${count.toLocaleString('en')}</span>
        <span class="bar" style=${styleMap({ '--share': String(count / most) })}></span>
      </button>
      <button
        class="button plain icon"
        aria-label="Rename ${label.name}"
        title="Rename, or merge with another"
        @click=${() => this.edit(label)}
      >
        ${icon('pencil')}
      </button>
      <button
        class="button plain icon"
        aria-label="Delete ${label.name}"
        title="Delete"
        @click=${() => this.askOrDelete(label, count)}
      >
        ${icon('trash')}
      </button>
    </li>`;
  }

  private renderEditing(label: ProjectLabel) {
    const { session } = this;
    const taken = session && findLabel(session.labels, this.draft);
    const merges = taken !== undefined && taken !== null && taken.id !== label.id;
    return html`<li>
      <form class="edit" @submit=${(event: Event) => this.handleRename(event, label)}>
        <input
          type="text"
          maxlength="80"
          aria-label="New name of ${label.name}"
          .value=${this.draft}
          @input=${this.handleDraft}
          @keydown=${this.handleEscape}
        />
        <button class="button primary">${merges ? 'Merge' : 'Rename'}</button>
        <button class="button plain" type="button" @click=${this.leave}>Cancel</button>
        ${
          merges
            ? html`<p class="soft" role="status">
                There is a label “${taken.name}” already: the photos of both go together.
              </p>`
            : nothing
        }
      </form>
    </li>`;
  }

  private renderAsking(label: ProjectLabel, count: number) {
    return html`<li>
      <div class="edit" role="group" aria-label="Delete ${label.name}">
        <p>Delete “${label.name}” with its ${countOf(count, 'photo')}?</p>
        <button class="button primary" @click=${() => this.delete(label, 'keep')}>
          Keep the photos, without a label
        </button>
        <button class="button" @click=${() => this.delete(label, 'delete')}>
          Delete the photos too
        </button>
        <button class="button plain" @click=${this.leave}>Cancel</button>
      </div>
    </li>`;
  }

  private show(filter: LabelFilter): void {
    this.dispatchEvent(new FilterChangedEvent(filter));
  }

  private edit(label: ProjectLabel): void {
    this.leave();
    this.editing = label.id;
    this.draft = label.name;
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLInputElement>('.edit input')?.select(),
    );
  }

  private askOrDelete(label: ProjectLabel, count: number): void {
    this.leave();
    if (count === 0) this.delete(label, 'keep');
    else this.asking = label.id;
  }

  private readonly leave = (): void => {
    this.editing = null;
    this.asking = null;
    this.said = '';
  };

  private handleDraft(event: Event): void {
    if (event.currentTarget instanceof HTMLInputElement) this.draft = event.currentTarget.value;
  }

  private handleEscape(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.leave();
  }

  private handleAdd(event: Event): void {
    event.preventDefault();
    const { session } = this;
    const form = event.currentTarget;
    if (!session || !(form instanceof HTMLFormElement)) return;
    const entered = new FormData(form).get('label');
    const name = cleanLabelName(typeof entered === 'string' ? entered : '');
    if (name === '') return;
    if (findLabel(session.labels, name)) {
      this.said = `There is a label “${name}” already.`;
      return;
    }
    form.reset();
    const label = { id: crypto.randomUUID(), name };
    const labels = { before: [...session.labels], after: [...session.labels, label] };
    this.attempt(session.change(`add ${name}`, [], labels), `${name} added.`);
    this.show({ labelId: label.id });
  }

  private handleRename(event: Event, label: ProjectLabel): void {
    event.preventDefault();
    const { session, draft } = this;
    const name = cleanLabelName(draft);
    if (!session || name === '') return;
    const { labels, samples } = renameLabel(session.labels, session.samples, label.id, name);
    const merged = labels.length < session.labels.length;
    const title = `${merged ? 'merge' : 'rename'} ${label.name}`;
    this.leave();
    this.attempt(
      session.change(title, samples, { before: [...session.labels], after: labels }),
      merged ? `${label.name} merged with ${name}.` : `Renamed to ${name}.`,
    );
    if (merged) this.show('all');
  }

  private delete(label: ProjectLabel, photos: 'keep' | 'delete'): void {
    const { session } = this;
    if (!session) return;
    const { labels, samples } = deleteLabel(session.labels, session.samples, label.id, photos);
    this.leave();
    const change = { before: [...session.labels], after: labels };
    this.attempt(session.change(`delete ${label.name}`, samples, change), `${label.name} deleted.`);
    this.show('all');
  }

  /** What cannot be written is said at the head of the project. */
  private attempt(work: Promise<void>, said: string): void {
    work.then(
      () => (this.said = said),
      () => (this.said = ''),
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'label-list': LabelList;
  }
  interface GlobalEventHandlersEventMap {
    'filter-changed': FilterChangedEvent;
  }
}

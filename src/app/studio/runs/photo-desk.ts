import '../data/large-photo';
import '../data/photo-grid';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { parts, type Sample } from '../../../core/studio/sample';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import { countOf } from '../../../elements/shared/format';
import { icon } from '../../../elements/shared/icons';
import type { ProjectSession } from '../../../services/studio/project-session';
import type { PhotoOpenedEvent, SelectionChangedEvent } from '../data/photo-grid';
import { partWords } from '../part-words';
import { takeChoice } from '../take-choice';
import { toolbarStyles } from '../toolbar.styles';
import { confirmLabels, takeSuggestions } from './edit-photos';
import { photoDeskStyles } from './photo-desk.styles';

/**
 * Photos that a person goes through: relabel, confirm, move, delete, one or many at once, by mouse or
 * keyboard. All of it goes to the project's one history.
 */
@customElement('photo-desk')
export class PhotoDesk extends LitElement {
  static override styles = [baseStyles, buttonStyles, toolbarStyles, photoDeskStyles];

  @state() private selected: ReadonlySet<string> = new Set();
  @state() private openId: string | null = null;

  @property({ attribute: false }) session: ProjectSession | null = null;
  @property({ attribute: false }) samples: readonly Sample[] = [];
  /** A few words under a photo, by its id. */
  @property({ attribute: false }) notes: ReadonlyMap<string, string> = new Map();
  /** The label that a photo more likely has, by its id. */
  @property({ attribute: false }) suggestions: ReadonlyMap<string, string> = new Map();
  /** For screen readers: what these photos are. */
  @property() label = 'Photos';

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('samples')) return;
    const here = new Set(this.samples.map(({ id }) => id));
    const kept = [...this.selected].filter((id) => here.has(id));
    if (kept.length !== this.selected.size) this.selected = new Set(kept);
  }

  override render() {
    const { session, samples } = this;
    if (!session) return nothing;
    return html`
      ${this.renderToolbar(session)}
      <photo-grid
        .session=${session}
        .samples=${samples}
        .selected=${this.selected}
        .notes=${this.notes}
        .label="${this.label}. Arrows move, Space selects, Enter opens, digits give a label."
        @selection-changed=${this.handleSelection}
        @photo-opened=${this.handleOpen}
        @keydown=${this.handleKey}
      ></photo-grid>
      <large-photo
        .session=${session}
        .sampleId=${this.openId}
        @wa-after-hide=${() => (this.openId = null)}
      ></large-photo>
    `;
  }

  private renderToolbar(session: ProjectSession) {
    const ids = [...this.selected];
    const none = ids.length === 0;
    const suggested = ids.filter((id) => this.suggestions.has(id)).length;
    return html`<div
      class="tools ${none ? 'idle' : ''}"
      role="toolbar"
      aria-label="Selected photos"
    >
      <p role="status">
        ${none ? 'Select photos to change them.' : `${countOf(ids.length, 'photo')} selected`}
      </p>
      <button
        class="button plain"
        @click=${() => (this.selected = new Set(none ? this.samples.map(({ id }) => id) : []))}
      >
        ${none ? 'Select all' : 'Let go'}
      </button>
      <select aria-label="Label as" ?disabled=${none} @change=${this.handleRelabel}>
        <option value="">Label as…</option>
        ${session.labels.map(
          ({ id, name }, i) =>
            html`<option value=${id}>${i < 9 ? `${i + 1}  ` : ''}${name}</option>`,
        )}
        <option value="-">No label</option>
      </select>
      ${
        this.suggestions.size > 0
          ? html`<button
              class="button"
              ?disabled=${suggested === 0}
              @click=${() => this.attempt(takeSuggestions(session, ids, this.suggestions))}
            >
              Take the suggestion
            </button>`
          : nothing
      }
      <button
        class="button"
        ?disabled=${none}
        @click=${() => this.attempt(confirmLabels(session, ids))}
      >
        ${icon('check')} Label is right
      </button>
      <select aria-label="Move to" ?disabled=${none} @change=${this.handleMove}>
        <option value="">Move to…</option>
        ${parts.map((part) => html`<option value=${part}>${partWords[part].name}</option>`)}
      </select>
      <button class="button" ?disabled=${none} @click=${() => this.attempt(session.remove(ids))}>
        ${icon('trash')} Delete
      </button>
    </div>`;
  }

  private handleSelection(event: SelectionChangedEvent): void {
    this.selected = event.ids;
  }

  private handleOpen(event: PhotoOpenedEvent): void {
    this.openId = event.sampleId;
  }

  private handleRelabel(event: Event): void {
    const value = takeChoice(event);
    const { session } = this;
    if (session && value !== '') {
      this.attempt(session.relabel([...this.selected], value === '-' ? null : value));
    }
  }

  private handleMove(event: Event): void {
    const value = takeChoice(event);
    const part = parts.find((one) => one === value);
    const { session } = this;
    if (session && part) this.attempt(session.moveTo([...this.selected], part));
  }

  /** Digits relabel, Enter opens, C confirms, S takes the suggestion, Delete deletes, Ctrl+Z undoes. */
  private handleKey(event: KeyboardEvent): void {
    const { session } = this;
    if (!session) return;
    const ids = [...this.selected];
    const key = event.key.toLowerCase();
    const label = /^[1-9]$/.test(key) ? session.labels[Number(key) - 1] : undefined;
    if (event.ctrlKey || event.metaKey) {
      if (key !== 'z') return;
      this.attempt(event.shiftKey ? session.redo() : session.undo());
    } else if (ids.length === 0) return;
    else if (label) this.attempt(session.relabel(ids, label.id));
    else if (key === 'delete' || key === 'backspace') this.attempt(session.remove(ids));
    else if (key === 'c') this.attempt(confirmLabels(session, ids));
    else if (key === 's') this.attempt(takeSuggestions(session, ids, this.suggestions));
    else return;
    event.preventDefault();
  }

  /** What cannot be written is said at the head of the project. */
  private attempt(work: Promise<void>): void {
    work.catch(() => this.requestUpdate());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'photo-desk': PhotoDesk;
  }
}

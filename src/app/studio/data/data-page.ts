import './doubles-view';
import './import-panel';
import './label-list';
import './large-photo';
import './photo-grid';
import './warning-list';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { parts, type Part, type Sample } from '../../../core/studio/sample';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import { countOf } from '../../../elements/shared/format';
import { icon } from '../../../elements/shared/icons';
import type { PhotoImport } from '../../../services/studio/photo-import';
import type { ProjectSession } from '../../../services/studio/project-session';
import { Watch } from '../../watch';
import { partWords } from '../part-words';
import { takeChoice } from '../take-choice';
import { toolbarStyles } from '../toolbar.styles';
import { dataPageStyles } from './data-page.styles';
import type { FilterChangedEvent, LabelFilter } from './label-list';
import type { PhotoOpenedEvent, SelectionChangedEvent } from './photo-grid';
import type { WarningShownEvent } from './warning-list';

/** The photos of a warning, shown instead of a label's. */
interface Shown {
  title: string;
  ids: ReadonlySet<string>;
}

/** A project's photos: add, look, select, relabel, move, delete; labels and warnings beside them. */
@customElement('data-page')
export class DataPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, toolbarStyles, dataPageStyles];

  @state() private filter: LabelFilter = 'all';
  @state() private onlyPart: Part | 'all' = 'all';
  @state() private shown: Shown | null = null;
  @state() private view: 'photos' | 'doubles' = 'photos';
  @state() private selected: ReadonlySet<string> = new Set();
  @state() private openId: string | null = null;
  private listed: { key: string; filter: unknown; shown: unknown; samples: Sample[] } | null = null;

  @property({ attribute: false }) session: ProjectSession | null = null;
  @property({ attribute: false }) imports: PhotoImport | null = null;

  constructor() {
    super();
    new Watch(this, () => (this.session ? [this.session] : []));
  }

  override render() {
    const { session, imports } = this;
    if (!session || !imports) return nothing;
    const { revision } = session;
    const labelId = typeof this.filter === 'object' ? this.filter.labelId : null;
    return html`<div class="stack">
      <import-panel .session=${session} .imports=${imports} .labelId=${labelId}></import-panel>
      <warning-list
        .session=${session}
        .revision=${imports.isRunning ? -1 : revision}
        ?hidden=${imports.isRunning}
        @warning-shown=${this.handleWarning}
      ></warning-list>
      <div class="columns">
        <label-list
          class="side"
          .session=${session}
          .revision=${revision}
          .filter=${this.filter}
          @filter-changed=${this.handleFilter}
        ></label-list>
        <div class="main">
          ${session.samples.length === 0 ? renderEmpty() : this.renderPhotos(session)}
        </div>
      </div>
      <large-photo
        .session=${session}
        .sampleId=${this.openId}
        @wa-after-hide=${() => (this.openId = null)}
      ></large-photo>
    </div>`;
  }

  private renderPhotos(session: ProjectSession) {
    const samples = this.listSamples(session);
    const title = this.titleOf(session);
    const isDoubles = this.view === 'doubles';
    return html`
      <div class="views">
        <h2>
          ${isDoubles ? 'Near doubles' : title}
          ${isDoubles ? nothing : html`<span class="soft figures">${samples.length.toLocaleString('en')}</span>`}
        </h2>
        <div class="views">
          ${
            isDoubles
              ? nothing
              : html`<select aria-label="Part shown" @change=${this.handlePart}>
                  <option value="all" ?selected=${this.onlyPart === 'all'}>All parts</option>
                  ${parts.map(
                    (part) =>
                      html`<option value=${part} ?selected=${this.onlyPart === part}>
                        Only ${partWords[part].name}
                      </option>`,
                  )}
                </select>`
          }
          ${
            this.shown
              ? html`<button class="button" @click=${() => (this.shown = null)}>Show all</button>`
              : nothing
          }
          <button
            class="button"
            aria-pressed=${isDoubles ? 'true' : 'false'}
            @click=${() => (this.view = isDoubles ? 'photos' : 'doubles')}
          >
            Near doubles
          </button>
        </div>
      </div>
      ${
        isDoubles
          ? html`<doubles-view .session=${session} .revision=${session.revision}></doubles-view>`
          : html`${this.selected.size > 0 ? this.renderActions(session) : nothing}
              <photo-grid
                .session=${session}
                .samples=${samples}
                .selected=${this.selected}
                .label=${`${title}. Arrows move, Space selects, Enter opens.`}
                @selection-changed=${this.handleSelection}
                @photo-opened=${this.handleOpen}
                @keydown=${this.handleKey}
              ></photo-grid>`
      }
    `;
  }

  private renderActions(session: ProjectSession) {
    const ids = [...this.selected];
    return html`<div class="tools" role="toolbar" aria-label="Selected photos">
      <p role="status">${countOf(ids.length, 'photo')} selected</p>
      <select
        aria-label="Label as"
        @change=${(event: Event) => {
          const value = takeChoice(event);
          if (value !== '') this.attempt(session.relabel(ids, value === '-' ? null : value));
        }}
      >
        <option value="">Label as…</option>
        ${session.labels.map(({ id, name }, i) => {
          return html`<option value=${id}>${i < 9 ? `${i + 1}  ` : ''}${name}</option>`;
        })}
        <option value="-">No label</option>
      </select>
      <select
        aria-label="Move to"
        @change=${(event: Event) => {
          // Read once: reading it takes the select back to its first line.
          const value = takeChoice(event);
          const part = parts.find((one) => one === value);
          if (part) this.attempt(session.moveTo(ids, part));
        }}
      >
        <option value="">Move to…</option>
        ${parts.map((part) => html`<option value=${part}>${partWords[part].name}</option>`)}
      </select>
      <button class="button" @click=${() => this.attempt(session.remove(ids))}>
        ${icon('trash')} Delete
      </button>
      <button class="button plain" @click=${() => (this.selected = new Set())}>Let go</button>
    </div>`;
  }

  private titleOf(session: ProjectSession): string {
    const { filter, shown } = this;
    if (shown) return shown.title;
    if (filter === 'all') return 'All photos';
    return filter === 'none' ? 'No label' : session.labelName(filter.labelId);
  }

  /** Counted anew only when the photos or what is asked for have changed. */
  private listSamples(session: ProjectSession): Sample[] {
    const { filter, onlyPart: part, shown } = this;
    const key = `${session.revision} ${part}`;
    const { listed } = this;
    if (listed?.key === key && listed.filter === filter && listed.shown === shown) {
      return listed.samples;
    }
    const samples = session.samples.filter(
      (sample) =>
        (shown ? shown.ids.has(sample.id) : isAmong(sample, filter)) &&
        (part === 'all' || (sample.part === part && sample.labelId !== null)),
    );
    this.listed = { key, filter, shown, samples };
    return samples;
  }

  private handleFilter(event: FilterChangedEvent): void {
    this.filter = event.filter;
    this.shown = null;
    this.view = 'photos';
    this.selected = new Set();
  }

  private handlePart(event: Event): void {
    if (!(event.currentTarget instanceof HTMLSelectElement)) return;
    const { value } = event.currentTarget;
    this.onlyPart = parts.find((one) => one === value) ?? 'all';
    this.selected = new Set();
  }

  private handleSelection(event: SelectionChangedEvent): void {
    this.selected = event.ids;
  }

  private handleOpen(event: PhotoOpenedEvent): void {
    this.openId = event.sampleId;
  }

  private handleWarning(event: WarningShownEvent): void {
    this.shown = { title: event.title, ids: new Set(event.ids) };
    this.view = 'photos';
    this.onlyPart = 'all';
    this.selected = new Set();
  }

  /** Digits relabel, Delete deletes; Ctrl+Z takes it back. */
  private handleKey(event: KeyboardEvent): void {
    const { session } = this;
    if (!session) return;
    const ids = [...this.selected];
    const isCommand = event.ctrlKey || event.metaKey;
    const label = /^[1-9]$/.test(event.key) ? session.labels[Number(event.key) - 1] : undefined;
    if (isCommand && event.key.toLowerCase() === 'z') {
      this.attempt(event.shiftKey ? session.redo() : session.undo());
    } else if (isCommand || ids.length === 0) return;
    else if (event.key === 'Delete' || event.key === 'Backspace') this.attempt(session.remove(ids));
    else if (label) this.attempt(session.relabel(ids, label.id));
    else return;
    event.preventDefault();
  }

  /** What cannot be written is said at the head of the project. */
  private attempt(work: Promise<void>): void {
    const keepThere = () => {
      const { session } = this;
      this.selected = new Set([...this.selected].filter((id) => session?.find(id)));
    };
    work.then(keepThere, keepThere);
  }
}

function renderEmpty() {
  return html`<p class="soft">
    No photos yet. The quickest way: a folder for each label, all in one folder, and add that.
  </p>`;
}

function isAmong({ labelId }: Sample, filter: LabelFilter): boolean {
  if (filter === 'all') return true;
  return filter === 'none' ? labelId === null : labelId === filter.labelId;
}

declare global {
  interface HTMLElementTagNameMap {
    'data-page': DataPage;
  }
}

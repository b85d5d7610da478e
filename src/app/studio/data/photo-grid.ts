import '../sample-thumb';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { grid } from '@lit-labs/virtualizer/layouts/grid.js';
import { virtualize, virtualizerRef } from '@lit-labs/virtualizer/virtualize.js';
import type { VirtualizerHostElement } from '@lit-labs/virtualizer/virtualize.js';
import type { Sample } from '../../../core/studio/sample';
import { baseStyles } from '../../../elements/shared/base.styles';
import type { ProjectSession } from '../../../services/studio/project-session';
import { partWords } from '../part-words';
import { photoGridStyles } from './photo-grid.styles';

/**
 * Width and height of a photo's place, with its caption, and what lies between two, in pixels: about,
 * for places grow or shrink until they fill the row.
 */
const CELL = { width: 128, height: 152, gap: 8 };
/** Room for the outline of a selected photo. */
const PADDING = 3;

/** Other photos are selected now. */
export class SelectionChangedEvent extends Event {
  constructor(readonly ids: ReadonlySet<string>) {
    super('selection-changed', { bubbles: true, composed: true });
  }
}

/** A person wants to see one photo large. */
export class PhotoOpenedEvent extends Event {
  constructor(readonly sampleId: string) {
    super('photo-opened', { bubbles: true, composed: true });
  }
}

/**
 * Photos in a grid; only those in sight exist, so that tens of thousands scroll smoothly. Select with
 * the mouse (Shift for a range, Ctrl for one more) or the keyboard: arrows move, Space selects,
 * Shift with an arrow extends, Ctrl+A selects all, Enter opens, Escape lets go.
 *
 * @event selection-changed - With the ids selected.
 * @event photo-opened - A person wants to see one large.
 */
@customElement('photo-grid')
export class PhotoGrid extends LitElement {
  static override styles = [baseStyles, photoGridStyles];

  /** Where the keyboard is. */
  @state() private active = 0;
  /** Where a range begins. */
  private anchor = 0;

  @property({ attribute: false }) session: ProjectSession | null = null;
  @property({ attribute: false }) samples: readonly Sample[] = [];
  @property({ attribute: false }) selected: ReadonlySet<string> = new Set();
  /** A few words under a photo, in place of its part, by its id. */
  @property({ attribute: false }) notes: ReadonlyMap<string, string> = new Map();
  /** For screen readers: "Photos of grizzly". */
  @property() label = 'Photos';

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('samples')) {
      this.active = Math.max(0, Math.min(this.active, this.samples.length - 1));
      this.anchor = Math.min(this.anchor, this.active);
    }
  }

  override render() {
    const { samples } = this;
    // A new list whenever something that a cell shows has changed: the virtualizer asks for no less.
    return html`<div
      class="grid"
      role="listbox"
      tabindex="0"
      aria-multiselectable="true"
      aria-label=${this.label}
      aria-activedescendant=${samples.length > 0 ? `cell-${this.active}` : nothing}
      @keydown=${this.handleKey}
      @click=${this.handleClick}
      @dblclick=${this.handleDoubleClick}
    >
      ${virtualize({
        items: [...samples],
        // When photos go, the virtualizer asks once more for places that are no longer there.
        keyFunction: (sample: Sample | undefined, index: number) => sample?.id ?? index,
        renderItem: (sample: Sample | undefined, index: number) =>
          sample ? this.renderCell(sample, index) : html``,
        layout: grid({
          itemSize: { width: `${CELL.width}px`, height: `${CELL.height}px` },
          gap: `${CELL.gap}px`,
          padding: `${PADDING}px`,
          flex: { preserve: 'aspect-ratio' },
        }),
      })}
    </div>`;
  }

  private renderCell(sample: Sample, index: number) {
    const { session } = this;
    const name = session?.labelName(sample.labelId) ?? '';
    const note = this.notes.get(sample.id);
    return html`<div
      class="cell ${index === this.active ? 'active' : ''}"
      id="cell-${index}"
      data-index=${index}
      data-sample=${sample.id}
      role="option"
      aria-selected=${this.selected.has(sample.id) ? 'true' : 'false'}
      aria-posinset=${index + 1}
      aria-setsize=${this.samples.length}
    >
      <sample-thumb .session=${session} sampleId=${sample.id}></sample-thumb>
      ${sample.alike ? html`<span class="mark">alike</span>` : nothing}
      <span class="caption ${note === undefined ? '' : 'noted'}">
        <span class="name ${sample.labelId === null ? 'none' : ''}">${name}</span>
        <span class="part"
          >${note ?? (sample.labelId === null ? nothing : partWords[sample.part].short)}</span
        >
      </span>
      <span class="sr-only">${fileNameOf(sample)}</span>
    </div>`;
  }

  private handleClick(event: MouseEvent): void {
    const index = findIndex(event);
    if (index === null) return;
    const sample = this.samples[index];
    if (!sample) return;
    this.active = index;
    if (event.shiftKey) this.selectRange(this.anchor, index);
    else {
      this.anchor = index;
      // With the finger there is no Ctrl: each touch selects one more.
      const isTouch = event instanceof PointerEvent && event.pointerType === 'touch';
      if (event.ctrlKey || event.metaKey || isTouch) this.toggle(sample.id);
      else this.select([sample.id]);
    }
  }

  private handleDoubleClick(event: MouseEvent): void {
    const index = findIndex(event);
    if (index !== null) this.open(index);
  }

  private handleKey(event: KeyboardEvent): void {
    const { active, samples } = this;
    const step = this.stepOf(event.key);
    if (step !== null) {
      const next = Math.max(0, Math.min(samples.length - 1, active + step));
      this.moveTo(next);
      if (event.shiftKey) this.selectRange(this.anchor, next);
      else this.anchor = next;
    } else if (event.key === ' ') this.toggle(samples[active]?.id ?? '');
    else if (event.key === 'Enter') this.open(active);
    else if (event.key === 'Escape') this.select([]);
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      this.select(samples.map(({ id }) => id));
    } else return;
    event.preventDefault();
  }

  /** How far a key moves, in photos; `null` for other keys. */
  private stepOf(key: string): number | null {
    const columns = this.countColumns();
    const rows = Math.max(1, Math.floor(innerHeight / (CELL.height + CELL.gap)) - 1);
    const steps: Partial<Record<string, number>> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -columns,
      ArrowDown: columns,
      PageUp: -columns * rows,
      PageDown: columns * rows,
      Home: -Infinity,
      End: Infinity,
    };
    return steps[key] ?? null;
  }

  private countColumns(): number {
    const width = this.host?.clientWidth ?? CELL.width;
    // As the layout counts them: half a place more is room enough for all to shrink a little.
    return Math.max(1, Math.round((width - 2 * PADDING + CELL.gap) / (CELL.width + CELL.gap)));
  }

  private get host(): VirtualizerHostElement | null {
    return this.renderRoot.querySelector<VirtualizerHostElement>('.grid');
  }

  private moveTo(index: number): void {
    this.active = index;
    const virtualizer = this.host?.[virtualizerRef];
    virtualizer?.element(index)?.scrollIntoView({ block: 'nearest' });
  }

  private toggle(id: string): void {
    if (id === '') return;
    const ids = new Set(this.selected);
    if (!ids.delete(id)) ids.add(id);
    this.announce(ids);
  }

  private selectRange(from: number, to: number): void {
    const range = this.samples.slice(Math.min(from, to), Math.max(from, to) + 1);
    this.select(range.map(({ id }) => id));
  }

  private select(ids: readonly string[]): void {
    this.announce(new Set(ids));
  }

  private announce(ids: ReadonlySet<string>): void {
    this.dispatchEvent(new SelectionChangedEvent(ids));
  }

  private open(index: number): void {
    const sample = this.samples[index];
    if (sample) this.dispatchEvent(new PhotoOpenedEvent(sample.id));
  }
}

function findIndex(event: Event): number | null {
  const cell = event
    .composedPath()
    .find((one): one is HTMLElement => one instanceof HTMLElement && 'index' in one.dataset);
  return cell ? Number(cell.dataset['index']) : null;
}

function fileNameOf({ path }: Sample): string {
  return path.split('/').at(-1) ?? path;
}

declare global {
  interface HTMLElementTagNameMap {
    'photo-grid': PhotoGrid;
  }
  interface GlobalEventHandlersEventMap {
    'selection-changed': SelectionChangedEvent;
    'photo-opened': PhotoOpenedEvent;
  }
}

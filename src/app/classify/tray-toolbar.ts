import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { countOf } from '../../elements/shared/format';
import { icon } from '../../elements/shared/icons';
import { countByFilter, type ItemFilter, type SortOrder } from '../../services/arrange-items';
import { downloadFile } from '../download-file';
import type { AppServices } from '../services';
import { Watch } from '../watch';

/** A person wants the grid in another order, or only some of it. */
export class TrayViewEvent extends Event {
  constructor(
    readonly order: SortOrder,
    readonly filter: ItemFilter,
  ) {
    super('tray-view', { bubbles: true, composed: true });
  }
}

const filters: readonly [ItemFilter, string][] = [
  ['all', 'All'],
  ['match', 'Match'],
  ['unsure', 'Unsure'],
  ['out-of-domain', 'Out of domain'],
  ['failed', 'Failed'],
  ['needs-look', 'Needs a human look'],
];

const orders: readonly [SortOrder, string][] = [
  ['added', 'As added'],
  ['doubt', 'Most doubtful first'],
  ['name', 'Name'],
  ['verdict', 'Verdict'],
];

/** Progress, filter, order and what can be done with all photos at once. */
@customElement('tray-toolbar')
export class TrayToolbar extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--gap-3);
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--gap-2) var(--gap-3);
      }

      .busy progress {
        flex: 1 1 10rem;
        height: 0.5rem;
        accent-color: var(--action);
      }

      .filters {
        display: flex;
        flex-wrap: wrap;
        gap: var(--gap-2);
      }

      .push {
        margin-inline-start: auto;
      }

      .filters button {
        min-height: var(--touch);
        padding: 0 0.9rem;
        border: 1.5px solid var(--rule);
        border-radius: 99px;
        background: none;
      }

      .filters button[aria-pressed='true'] {
        border-color: var(--ink);
        background: var(--ink);
        color: var(--paper);
      }

      .filters span {
        opacity: 0.75;
        font-variant-numeric: var(--type-figures);
      }

      label {
        display: inline-flex;
        align-items: center;
        gap: 0.5em;
      }

      @media (max-width: 40rem) {
        .actions label,
        .actions select {
          flex: 1 1 100%;
        }

        .actions .button {
          flex: 1;
          padding-inline: 0.5rem;
        }

        .filters {
          flex-wrap: nowrap;
          overflow-x: auto;
          min-width: calc(100% + 2rem);
          margin-inline: -1rem;
          padding: 4px 1rem;
          scrollbar-width: none;
        }

        .filters button {
          flex: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) services: AppServices | null = null;
  @property() order: SortOrder = 'added';
  @property() filter: ItemFilter = 'all';

  constructor() {
    super();
    new Watch(this, () => (this.services ? [this.services.tray] : []));
  }

  override render() {
    const { services } = this;
    if (!services) return nothing;
    const { items } = services.tray;
    const counts = countByFilter(items);
    return html`
      ${this.renderProgress(services)}
      <div class="row">
        <div class="filters" role="group" aria-label="Show">
          ${filters
            .filter(([id]) => id === 'all' || counts[id] > 0 || id === this.filter)
            .map(
              ([id, name]) =>
                html`<button
                  aria-pressed=${this.filter === id}
                  @click=${() => this.dispatchEvent(new TrayViewEvent(this.order, id))}
                >
                  ${name} <span>${counts[id]}</span>
                </button>`,
            )}
        </div>
      </div>
      <div class="row actions">
        <label>
          <span class="soft">Sort</span>
          <select @change=${this.handleOrder}>
            ${orders.map(
              ([id, name]) =>
                html`<option value=${id} ?selected=${this.order === id}>${name}</option>`,
            )}
          </select>
        </label>
        <button class="button push" @click=${this.downloadCsv}>${icon('download')} CSV</button>
        <button class="button" @click=${this.downloadJson}>${icon('download')} JSON</button>
        <button class="button" @click=${this.clear}>${icon('trash')} Clear</button>
      </div>
    `;
  }

  private renderProgress({ tray }: AppServices) {
    const { done, total, busy } = tray.progress;
    const stopped = tray.items.filter(({ state }) => state === 'stopped').length;
    if (busy) {
      return html`<div class="row busy">
        <span class="figures">${done} of ${countOf(total, 'photo')} done</span>
        <progress aria-label="Photos done" max=${total} value=${done}></progress>
        <button class="button" @click=${() => tray.stop()}>${icon('stop')} Stop</button>
      </div>`;
    }
    if (stopped === 0) return nothing;
    return html`<div class="row busy">
      <span>${countOf(stopped, 'photo')} stopped.</span>
      <button class="button" @click=${() => tray.resume()}>${icon('play')} Go on</button>
    </div>`;
  }

  private handleOrder(event: Event): void {
    const select = event.currentTarget;
    if (!(select instanceof HTMLSelectElement)) return;
    const order = orders.find(([id]) => id === select.value)?.[0] ?? 'added';
    this.dispatchEvent(new TrayViewEvent(order, this.filter));
  }

  private async downloadCsv(): Promise<void> {
    // Fetched when first needed: few visits end in a spreadsheet.
    const { toCsv } = await import('../../services/export-results');
    downloadFile('bearings-results.csv', toCsv(this.services?.tray.items ?? []), 'text/csv');
  }

  private async downloadJson(): Promise<void> {
    const { toJson } = await import('../../services/export-results');
    downloadFile(
      'bearings-results.json',
      toJson(this.services?.tray.items ?? []),
      'application/json',
    );
  }

  private clear(): void {
    const { services } = this;
    if (!services) return;
    const files = services.tray.clear();
    services.notices.add({
      topic: 'cleared',
      title: `${countOf(files.length, 'photo')} cleared.`,
      text: 'They and their results are gone from this device.',
      action: { label: 'Undo', run: () => void services.tray.add(files) },
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tray-toolbar': TrayToolbar;
  }
  interface GlobalEventHandlersEventMap {
    'tray-view': TrayViewEvent;
  }
}

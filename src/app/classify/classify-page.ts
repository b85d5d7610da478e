import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '../../elements/drop-zone/drop-zone';
import '../../elements/threshold-controls/threshold-controls';
import './photo-card';
import './photo-report';
import './tray-toolbar';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import {
  firstNameOf,
  capitalise,
  countOf,
  joinWords,
  toSentenceCase,
} from '../../elements/shared/format';
import { icon } from '../../elements/shared/icons';
import { describeVerdict } from '../../elements/shared/words';
import {
  filterItems,
  sortItems,
  type ItemFilter,
  type SortOrder,
} from '../../services/arrange-items';
import { ClassifierError } from '../../core/errors';
import { findHighestCoverage } from '../../core/sets/highest-coverage';
import { canWarn, ownThresholds } from '../../core/thresholds';
import type { TrayItem } from '../../services/tray-item';
import type { AppServices } from '../services';
import { Watch } from '../watch';
import { addToTray } from './add-to-tray';
import { classifyPageStyles } from './classify-page.styles';
import type { PhotoActionEvent } from './photo-card';
import { identity } from '../identity';
import { fetchSample, samples, type Sample } from './samples';
import type { TrayViewEvent } from './tray-toolbar';

/** The main page: photos in, verdicts out. One photo is shown large, several as a grid. */
@customElement('classify-page')
export class ClassifyPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, classifyPageStyles];

  @state() private order: SortOrder = 'added';
  @state() private filter: ItemFilter = 'all';
  @state() private openId: string | null = null;

  @property({ attribute: false }) services: AppServices | null = null;

  constructor() {
    super();
    new Watch(this, () => {
      const { services } = this;
      return services ? [services.tray, services.session, services.reviews] : [];
    });
  }

  override render() {
    const { services } = this;
    if (!services) return nothing;
    const { items } = services.tray;
    return html`
      ${items.length === 0 ? this.renderStart() : this.renderTray(services, items)}
      <p class="sr-only" role="status">${this.announce(items)}</p>
    `;
  }

  private renderStart() {
    const manifest = this.services?.session.entry?.manifest;
    const labels = manifest?.labels ?? [];
    const known = toSentenceCase(labels.slice(0, 12), labels).map(firstNameOf);
    return html`
      <div class="start">
        <drop-zone multiple @files-chosen=${this.handleFiles} @files-failed=${this.handleFailed}>
          <div class="prompt">
            <h1>What have you got there?</h1>
            <p>
              ${
                known.length > 0
                  ? html`The ${manifest?.name} model tells apart
                      <b>${joinWords(known, 'and')}${labels.length > 12 ? ' and more' : ''}</b>.
                      Show it anything else and it should say that it is lost.`
                  : nothing
              }
            </p>
            <p class="by-hand">Drop photos or a whole folder here, or paste one.</p>
          </div>
        </drop-zone>
        ${identity.exported ? nothing : this.renderSamples()}
      </div>
    `;
  }

  private renderSamples() {
    return html`
      <section class="samples" aria-labelledby="samples">
        <h2 id="samples">No photo at hand?</h2>
        <p>
          ${
            this.services?.session.entry?.id === 'bears'
              ? 'The bear model knows the first of these. It has never seen anything like the others: watch it say so instead of guessing.'
              : 'Most of these are nothing this model has ever seen: watch it say so instead of guessing.'
          }
        </p>
        <ul>
          ${samples.map(
            (sample) =>
              html`<li>
                <button @click=${() => this.trySample(sample)} aria-label="Try: ${sample.alt}">
                  <img
                    src=${sample.url}
                    alt=""
                    width="160"
                    height="120"
                    loading="lazy"
                    decoding="async"
                  />
                  <span>${sample.alt}</span>
                </button>
              </li>`,
          )}
        </ul>
      </section>
    `;
  }

  private renderTray(services: AppServices, items: readonly TrayItem[]) {
    const shown = sortItems(filterItems(items, this.filter), this.order);
    const [only] = items;
    return html`
      <h1 class="sr-only">Your photos</h1>
      <div class="tray">
        <drop-zone
          compact
          multiple
          @files-chosen=${this.handleFiles}
          @files-failed=${this.handleFailed}
        >
          <p class="more">
            <b class="by-drop">Drop more photos here</b><b class="by-touch">More photos</b>
          </p>
        </drop-zone>
        ${
          items.length === 1 && only
            ? html`<div class="single">
                <photo-report .services=${services} .item=${only}></photo-report>
                <div class="end">
                  <button class="button" @click=${() => services.tray.remove(only.id)}>
                    ${icon('trash')} Clear this photo
                  </button>
                </div>
              </div>`
            : html`
                <tray-toolbar
                  .services=${services}
                  order=${this.order}
                  filter=${this.filter}
                  @tray-view=${this.handleView}
                ></tray-toolbar>
                <ul class="grid" @photo-action=${this.handleAction}>
                  ${repeat(
                    shown,
                    ({ id }) => id,
                    (item) => html`<li><photo-card .item=${item}></photo-card></li>`,
                  )}
                </ul>
                ${shown.length === 0 ? html`<p class="none">No photo is of this kind.</p>` : nothing}
                ${this.renderDialog(services, shown)}
              `
        }
        ${this.renderLines(services)}
      </div>
    `;
  }

  private renderDialog(services: AppServices, shown: readonly TrayItem[]) {
    const at = shown.findIndex(({ id }) => id === this.openId);
    const item = shown[at] ?? services.tray.items.find(({ id }) => id === this.openId);
    const step = (by: number) => {
      this.openId = shown[(at + by + shown.length) % shown.length]?.id ?? null;
    };
    return html`<wa-dialog
      label=${item ? `Photo: ${item.name}` : 'Photo'}
      without-header
      light-dismiss
      ?open=${item !== undefined}
      @wa-after-hide=${this.handleHidden}
      @keydown=${(event: KeyboardEvent) => {
        const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        // Inside a field or a scrolling table the arrows belong to it.
        if (by && !event.composedPath().some(ownsArrows)) step(by);
      }}
    >
      ${
        item
          ? html`<div class="dialog-bar">
                <button class="button plain" @click=${() => step(-1)} ?disabled=${shown.length < 2}>
                  ${icon('chevronLeft')} <span>Previous</span>
                </button>
                <span class="figures soft">${at < 0 ? '' : `${at + 1} of ${shown.length}`}</span>
                <button class="button plain" @click=${() => step(1)} ?disabled=${shown.length < 2}>
                  <span>Next</span> ${icon('chevronRight')}
                </button>
                <button class="button plain close" @click=${() => (this.openId = null)}>
                  ${icon('close')} Close
                </button>
              </div>
              <photo-report .services=${services} .item=${item}></photo-report>`
          : nothing
      }
    </wa-dialog>`;
  }

  private renderLines({ session, tray }: AppServices) {
    const { thresholds, opened } = session;
    if (!thresholds || !opened) return nothing;
    const { manifest } = opened;
    const { changed, judged } = tray.countChanges(ownThresholds(manifest));
    return html`<details class="lines">
      <summary>Where to draw the line</summary>
      <threshold-controls
        .thresholds=${thresholds}
        .defaults=${ownThresholds(manifest)}
        .highestCoverage=${findHighestCoverage(manifest.calibration)}
        ?without-familiarity=${!canWarn(manifest)}
        @thresholds-change=${(event: HTMLElementEventMap['thresholds-change']) =>
          session.setThresholds(event.thresholds)}
        @thresholds-reset=${() => session.resetThresholds()}
      >
        <p role="status">
          ${
            changed === 0
              ? 'Move a line, and the verdicts follow at once.'
              : `${changed} of ${countOf(judged, 'photo')} ${changed === 1 ? 'gets' : 'get'} another verdict than under the model’s own lines.`
          }
        </p>
      </threshold-controls>
    </details>`;
  }

  /** The newest verdict, for ears: one photo in full, many as a count. */
  private announce(items: readonly TrayItem[]): string {
    const [only] = items;
    if (!only) return '';
    if (items.length === 1) {
      if (only.error) return `${only.error.message} ${only.error.wayOn}`;
      if (!only.verdict) return '';
      const { kind, headline } = describeVerdict(only.verdict);
      return `${kind}: ${headline}`;
    }
    const done = items.filter(({ state }) => state === 'done' || state === 'failed').length;
    if (done < items.length) return done % 10 === 0 ? `${done} of ${items.length} photos done` : '';
    const look = this.services?.reviews.size ?? 0;
    return `${capitalise(countOf(done, 'photo'))} done. ${look} need a human look.`;
  }

  private handleFiles(event: HTMLElementEventMap['files-chosen']): void {
    if (this.services) void addToTray(this.services, event.files);
  }

  private handleFailed(event: HTMLElementEventMap['files-failed']): void {
    this.services?.notices.addError(event.error);
  }

  private handleView(event: TrayViewEvent): void {
    this.order = event.order;
    this.filter = event.filter;
  }

  private handleAction({ action, id }: PhotoActionEvent): void {
    if (action === 'open') this.openId = id;
    else if (action === 'remove') this.services?.tray.remove(id);
    else this.services?.tray.resume(id);
  }

  private handleHidden(event: Event): void {
    if (event.target === event.currentTarget) this.openId = null;
  }

  private async trySample(sample: Sample): Promise<void> {
    const { services } = this;
    if (!services) return;
    try {
      const file = await fetchSample(sample);
      await addToTray(services, [{ name: file.name, file }]);
    } catch (error) {
      services.notices.addError(ClassifierError.from(error, 'network-offline'));
    }
  }
}

/** Whether arrow keys mean something to an element already. */
function ownsArrows(target: EventTarget): boolean {
  return target instanceof Element && target.matches('input, select, textarea, [tabindex="0"]');
}

declare global {
  interface HTMLElementTagNameMap {
    'classify-page': ClassifyPage;
  }
}

import '../../elements/familiarity-plot/familiarity-plot';
import '../../elements/label-correction/label-correction';
import '../../elements/probability-bars/probability-bars';
import '../../elements/verdict-view/verdict-view';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Manifest } from '../../core/manifest';
import type { Thresholds } from '../../core/verdict';
import { baseStyles, buttonStyles, tableStyles } from '../../elements/shared/base.styles';
import { icon } from '../../elements/shared/icons';
import type { WhySources } from '../../elements/verdict-why/verdict-why';
import type { TrayItem } from '../../services/tray-item';
import type { AppServices } from '../services';
import { renderNumbers } from './photo-numbers';
import { photoReportStyles } from './photo-report.styles';
import './seen-square';

/** Everything about one photo: the verdict in plain words first, numbers after, one click away. */
@customElement('photo-report')
export class PhotoReport extends LitElement {
  static override styles = [baseStyles, buttonStyles, tableStyles, photoReportStyles];

  private sources: WhySources | null = null;

  @state() private photoUrl: string | null = null;

  @property({ attribute: false }) services: AppServices | null = null;
  @property({ attribute: false }) item: TrayItem | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.freePhoto();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('item')) return;
    const before = changed.get('item');
    if (before?.file === this.item?.file && this.photoUrl) return;
    this.freePhoto();
    // Only what the worker has opened: a browser may choke on a decompression bomb.
    if (this.item) this.photoUrl = URL.createObjectURL(this.item.file);
  }

  override render() {
    const { item, services } = this;
    const manifest = services?.session.opened?.manifest;
    const thresholds = services?.session.thresholds;
    if (!item || !services) return nothing;
    return html`
      <article class="report" data-verdict=${item.verdict?.kind ?? item.state}>
        ${this.renderPhoto(item, manifest)}
        <div class="words">
          <h2 class="sr-only">What the model says</h2>
          ${item.state === 'failed' ? this.renderFailure(item) : nothing}
          ${
            item.state === 'working' || item.state === 'waiting'
              ? html`<p class="waiting">
                  <verdict-dial state="seeking"></verdict-dial>
                  ${item.state === 'working' ? 'Looking at the photo…' : 'Waiting for the model…'}
                </p>`
              : nothing
          }
          ${
            item.verdict && manifest && thresholds
              ? this.renderVerdict(item, manifest, thresholds)
              : nothing
          }
        </div>
      </article>
    `;
  }

  private renderPhoto(item: TrayItem, manifest: Manifest | undefined) {
    const { classification } = item;
    const fit = manifest?.input.fit;
    const opened = item.state === 'done' && this.photoUrl;
    return html`<figure class="photo">
      ${
        opened
          ? html`<div class="frame ${fit === 'crop' ? 'cropped' : ''}">
              <img src=${opened} alt=${item.name} />
            </div>`
          : html`<div class="frame blank">${icon('image')}</div>`
      }
      <figcaption>
        <span class="name">${item.name}</span>
        ${
          classification && manifest
            ? html`<seen-square
                .tray=${this.services?.tray ?? null}
                photo=${item.id}
                fit=${manifest.input.fit}
              ></seen-square>`
            : nothing
        }
      </figcaption>
    </figure>`;
  }

  private renderVerdict(item: TrayItem, manifest: Manifest, thresholds: Thresholds) {
    const { verdict, classification, review } = item;
    if (!verdict || !classification) return nothing;
    const heldOut = manifest.detector?.heldOutDistances ?? [];
    const from = verdict.kind === 'match' ? verdict.label : '';
    return html`
      <verdict-view
        .verdict=${verdict}
        .notices=${classification.photo.notices}
        .thresholds=${thresholds}
        .whySources=${this.whySources(item, manifest)}
        checked=${heldOut.length}
        corrected-to=${review?.kind === 'corrected' ? review.to : ''}
      ></verdict-view>
      ${this.renderAction(item, manifest)}
      <div class="answer">
        ${
          review
            ? html`<button class="button plain" @click=${() => this.review(null)}>
                ${icon('retry')} Take back what I said
              </button>`
            : html`${
                  verdict.kind === 'match'
                    ? html`<button
                        class="button"
                        @click=${() => this.review({ kind: 'confirmed' })}
                      >
                        ${icon('check')} That’s right
                      </button>`
                    : html`<button
                        class="button"
                        @click=${() => this.review({ kind: 'confirmed' })}
                      >
                        ${icon('person')} A person has looked
                      </button>`
                }
                <label-correction
                  .labels=${manifest.labels}
                  from=${from}
                  @classifier-correct=${(event: HTMLElementEventMap['classifier-correct']) =>
                    this.review({ kind: 'corrected', to: event.to })}
                ></label-correction>`
        }
      </div>
      ${
        verdict.kind === 'out-of-domain'
          ? nothing
          : html`<section>
              <h4>How sure, label by label</h4>
              <probability-bars
                .ranked=${verdict.ranked.slice(0, 6)}
                .line=${thresholds.confidence}
              ></probability-bars>
            </section>`
      }
      ${
        verdict.familiarity
          ? html`<section>
              <h4>How unusual</h4>
              <familiarity-plot
                .familiarity=${verdict.familiarity}
                .heldOut=${heldOut}
                .falseAlarmRate=${thresholds.falseAlarmRate}
              ></familiarity-plot>
            </section>`
          : nothing
      }
      ${renderNumbers(classification, verdict, manifest, thresholds)}
    `;
  }

  /** What to do about it, for models that say so: only then is the element fetched. */
  private renderAction({ verdict, review }: TrayItem, { actions, labels }: Manifest) {
    if (!actions || !verdict) return nothing;
    void import('../../elements/action-line/action-line');
    return html`<action-line
      .verdict=${verdict}
      .plan=${actions}
      .labels=${labels}
      corrected-to=${review?.kind === 'corrected' ? review.to : ''}
      chosen=${review?.kind === 'acted' ? review.action : ''}
      @action-chosen=${({ action }: { action: string }) =>
        this.review(action === '' ? null : { kind: 'acted', action })}
    ></action-line>`;
  }

  private renderFailure({ id, error }: TrayItem) {
    return html`<div class="failure" role="alert">
      <h3>${icon('alert')} ${error?.message ?? ''}</h3>
      <p>${error?.wayOn ?? ''}</p>
      <button class="button" @click=${() => this.services?.tray.resume(id)}>
        ${icon('retry')} Try again
      </button>
      ${
        error?.detail
          ? html`<details>
              <summary>What exactly happened</summary>
              <code>${error.code}: ${error.detail}</code>
            </details>`
          : nothing
      }
    </div>`;
  }

  /** The same object for the same photo and model: another one would begin anew. */
  private whySources({ id, file }: TrayItem, manifest: Manifest): WhySources {
    const subject = `${manifest.id}/${id}`;
    if (this.sources?.subject !== subject) {
      const { library, explainer } = this.services ?? {};
      this.sources = {
        subject,
        readPictures: library ? () => library.readPictures(manifest.id) : null,
        explain: explainer
          ? (labels, options) =>
              explainer.explain({ photo: file, modelId: manifest.id, labels }, options)
          : null,
      };
    }
    return this.sources;
  }

  private review(review: TrayItem['review']): void {
    if (this.item) this.services?.tray.review(this.item.id, review);
  }

  private freePhoto(): void {
    if (this.photoUrl) URL.revokeObjectURL(this.photoUrl);
    this.photoUrl = null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'photo-report': PhotoReport;
  }
}

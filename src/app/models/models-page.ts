import './kept-card';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Manifest } from '../../core/manifest';
import { baseStyles, buttonStyles, tableStyles } from '../../elements/shared/base.styles';
import { firstNameOf, formatBytes, formatPercent, joinWords, toSentenceCase } from '../../elements/shared/format';
import { icon } from '../../elements/shared/icons';
import type { CatalogueEntry } from '../../services/catalogue';
import type { LibraryEntry } from '../../services/model-library';
import { pageStyles } from '../page.styles';
import type { AppServices } from '../services';
import { Watch } from '../watch';
import { cardStyles } from './card.styles';

/** The models there are, each with what it is good for and where it fails. */
@customElement('models-page')
export class ModelsPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    tableStyles,
    pageStyles,
    cardStyles,
  ];

  @property({ attribute: false }) services: AppServices | null = null;
  /** What the address says beyond the page: the id of the model whose card is wanted. */
  @property({ attribute: false }) detail: readonly string[] = [];

  constructor() {
    super();
    new Watch(this, () =>
      this.services ? [this.services.session, this.services.library] : [],
    );
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    // The card and its plots are fetched when the first one is looked at.
    if (changed.has('detail') && this.detail.length > 0) void import('./card/model-card-page');
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    // Going from the list to a card and back is going to another page.
    if (changed.get('detail') !== undefined) scrollTo({ top: 0 });
  }

  override render() {
    const { session, library } = this.services ?? {};
    if (!session || !library) return nothing;
    const [wanted] = this.detail;
    if (wanted !== undefined) {
      return html`<model-card-page
        .services=${this.services}
        model=${wanted}
      ></model-card-page>`;
    }
    return html`
      <div class="page">
        <div class="lead">
          <h1>Models</h1>
          <p>
            Each knows a few kinds of things and nothing else. Choose the one that fits your photos;
            the photos you have added are judged again.
          </p>
          <p class="row">
            <a class="button primary" href="#/open">${icon('file')} Open a model of your own</a>
          </p>
        </div>
        <div class="cards">
          ${library.entries.map((entry) => this.renderEntry(entry))}
          ${library.entries.length === 0
            ? html`<p class="soft">Reading the list of models…</p>`
            : nothing}
        </div>
      </div>
    `;
  }

  private renderEntry(entry: LibraryEntry) {
    if (entry.kind === 'kept') {
      return html`<kept-card .services=${this.services} .entry=${entry}></kept-card>`;
    }
    if (entry.manifest) return this.renderCard(entry.manifest, entry);
    return entry.addedByUser ? renderAbsentMobilenet() : renderBroken(entry);
  }

  private renderCard(manifest: Manifest, entry: CatalogueEntry) {
    const { id } = entry;
    const { session } = this.services ?? {};
    const state = session?.state;
    const current = state && state.status !== 'idle' && state.id === id;
    const { evaluation, labels } = manifest;
    return html`
      <article class="sheet card ${current && state.status === 'ready' ? 'chosen' : ''}" aria-labelledby="m-${id}">
        <div class="head">
          <div>
            <h2 id="m-${id}">${manifest.name}</h2>
            <p>${manifest.summary}</p>
          </div>
          ${current && state.status === 'ready'
            ? html`<span class="in-use">${icon('check')} In use</span>`
            : html`<button
                class="button"
                ?disabled=${current && state.status === 'opening'}
                @click=${() => session?.choose(id)}
              >
                ${current && state.status === 'opening' ? 'Opening…' : `Use ${manifest.name}`}
              </button>`}
        </div>
        <dl class="figure-row">
          ${evaluation
            ? html`<div>
                <dt>
                  right on ${evaluation.photos.toLocaleString('en')} photos it had not seen (95 % interval: ${formatPercent(evaluation.accuracy.low)} to ${formatPercent(evaluation.accuracy.high)})
                </dt>
                <dd>${(evaluation.accuracy.value * 100).toFixed(1)} %</dd>
              </div>`
            : nothing}
          ${strangersCaught(manifest)}
          <div>
            <dt>${manifest.network.kind === 'head-on-trunk' ? 'beside the shared trunk' : 'classes'}</dt>
            <dd>
              ${manifest.network.kind === 'head-on-trunk'
                ? formatBytes(manifest.network.head.bytes + (manifest.detector?.bank.bytes ?? 0))
                : labels.length.toLocaleString('en')}
            </dd>
          </div>
        </dl>
        <p class="labels">
          Knows ${joinWords(toSentenceCase(labels.slice(0, 12), labels).map(firstNameOf), 'and')}${labels.length > 12 ? ' and more' : ''}.
        </p>
        ${manifest.detector
          ? nothing
          : html`<p class="problem-line">${icon('alert')} It has no reference photos, so it cannot judge unfamiliar ones.</p>`}
        <p>
          <a class="button" href="#/models/${encodeURIComponent(id)}"
            >${icon('file')} Model card<span class="sr-only"> of ${manifest.name}</span></a
          >
          <a class="button" href="#/export/${encodeURIComponent(id)}"
            >${icon('download')} Export<span class="sr-only"> ${manifest.name}</span></a
          >
        </p>
      </article>
    `;
  }
}

function strangersCaught({ evaluation }: Manifest) {
  if (!evaluation || evaluation.outOfDomain.length === 0) return nothing;
  const photos = evaluation.outOfDomain.reduce((sum, one) => sum + one.photos, 0);
  const warned = evaluation.outOfDomain.reduce((sum, one) => sum + one.warned * one.photos, 0);
  return html`<div>
    <dt>of ${photos.toLocaleString('en')} strange pictures warned about</dt>
    <dd>${formatPercent(warned / photos)}</dd>
  </div>`;
}

function renderAbsentMobilenet() {
  return html`<article class="sheet card" aria-labelledby="m-mobilenet">
    <div class="head">
      <div>
        <h2 id="m-mobilenet">MobileNet (ImageNet)</h2>
        <p>
          Tells 1,000 everyday things apart. Its weights are not part of Bearings; whoever runs this
          site can add a copy.
        </p>
      </div>
      <span class="soft">Not added yet</span>
    </div>
    <details>
      <summary>How to add it</summary>
      <div class="page">
        <p>On the machine that serves this site, with the address or folder of a copy:</p>
        <pre><code>npm run models:mobilenet -- &lt;address or folder&gt;</code></pre>
        <p>
          It wants the TensorFlow.js graph model (model.json and its weights) that
          @tensorflow-models/mobilenet loads. It has no reference photos, so it cannot judge unfamiliar
          ones, and will say so with every verdict.
        </p>
      </div>
    </details>
  </article>`;
}

function renderBroken({ id, problem }: CatalogueEntry) {
  return html`<article class="sheet card">
    <h2>${id}</h2>
    <p class="problem-line">${icon('alert')} ${problem?.message} ${problem?.wayOn}</p>
  </article>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'models-page': ModelsPage;
  }
}

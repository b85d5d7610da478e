import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { BackendTrial, Classification } from '../../core/classification';
import { ClassifierError } from '../../core/errors';
import { baseStyles, buttonStyles, tableStyles } from '../../elements/shared/base.styles';
import { countOf, formatBytes, formatMs } from '../../elements/shared/format';
import { icon } from '../../elements/shared/icons';
import { pageStyles } from '../page.styles';
import type { AppServices } from '../services';
import { Watch } from '../watch';
import './backend-trials';
import { devicePageStyles } from './device-page.styles';
import { fieldTroubles, serverReasons } from './field-troubles';
import './stage-bar';

/** A mobile network's usual speed up, for the comparison; said on the page. */
const UPLOAD_BITS_PER_S = 5_000_000;
const ROUND_TRIP_MS = 60;

/** Why the model runs here, told with the figures of what just ran here. */
@customElement('device-page')
export class DevicePage extends LitElement {
  static override styles = [baseStyles, buttonStyles, tableStyles, pageStyles, devicePageStyles];

  private comparing: AbortController | null = null;

  @state() private trials: readonly BackendTrial[] | null = null;
  @state() private busy = false;
  @state() private problem: ClassifierError | null = null;

  @property({ attribute: false }) services: AppServices | null = null;

  constructor() {
    super();
    new Watch(this, () => {
      const { services } = this;
      return services ? [services.session, services.tray, services.observations] : [];
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.comparing?.abort();
  }

  override render() {
    const { services } = this;
    if (!services) return nothing;
    const done = services.tray.items.filter(({ state }) => state === 'done');
    const last = done.at(-1);
    return html`
      <div class="page">
        <div class="lead">
          <h1>On your device</h1>
          <p>
            Most classifiers send your photo to a server. This one came to you instead: the model
            was fetched once, and everything since happened in this tab. Here is what that took.
          </p>
        </div>
        ${
          last?.classification
            ? this.renderLast(last.name, last.classification)
            : html`<p class="sheet">
                <a href="#/classify">Classify a photo</a> and its figures show here.
              </p>`
        }
        ${this.renderAgainstServer(last?.classification ?? null)} ${this.renderCompare(services)}
        ${renderServerReasons()} ${this.renderField(services)}
      </div>
    `;
  }

  private renderLast(name: string, { timings, requests, photo }: Classification) {
    const opened = this.services?.session.opened;
    return html`<section aria-labelledby="ran">
      <h2 id="ran">What just ran</h2>
      <div class="sheet ran">
        <dl class="big">
          <div>
            <dt>from file to verdict</dt>
            <dd>${formatMs(timings.totalMs)}</dd>
          </div>
          <div>
            <dt>requests made for it</dt>
            <dd>${requests}</dd>
          </div>
          ${
            opened
              ? html`<div>
                    <dt>fetched once, for the model</dt>
                    <dd>${formatBytes(opened.bytesFetched)}</dd>
                  </div>
                  <div>
                    <dt>${countOf(opened.device.threads, 'thread')}</dt>
                    <dd>${backendWords[opened.device.backend]}</dd>
                  </div>`
              : nothing
          }
        </dl>
        <stage-bar .timings=${timings}></stage-bar>
        <p class="soft">${name}, ${photo.size.width} × ${photo.size.height} pixels.</p>
      </div>
    </section>`;
  }

  private renderAgainstServer(last: Classification | null) {
    const bytes = last?.photo.bytes ?? 3_500_000;
    const upMs = (bytes * 8000) / UPLOAD_BITS_PER_S;
    const rows: [string, string, string][] = [
      ['Bytes sent', '0', `${formatBytes(bytes)}, ${last ? 'this photo' : 'a usual phone photo'}`],
      [
        'Wait',
        last ? formatMs(last.timings.totalMs) : 'a fraction of a second',
        `${formatMs(upMs + ROUND_TRIP_MS)} on the way at 5 Mbit/s, then their queue`,
      ],
      ['Who gets to see it', 'you', 'its operator, their suppliers, whoever breaks in'],
      ['No signal', 'works', 'does not'],
      ['Ten thousand users', 'bring their own processors', 'a bill that grows with them'],
      ['A new model', 'when each device next updates', 'at once, for everyone'],
    ];
    return html`<section aria-labelledby="server">
      <h2 id="server">Here, and on a server</h2>
      <div class="scroll" tabindex="0" role="group" aria-label="Table: here, and on a server">
        <table class="against">
          <thead>
            <tr>
              <td></td>
              <th scope="col">On your device</th>
              <th scope="col">On a server</th>
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              ([what, here, there]) =>
                html`<tr>
                  <th scope="row">${what}</th>
                  <td>${here}</td>
                  <td>${there}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  private renderCompare({ session }: AppServices) {
    const trials = this.trials ?? session.opened?.device.trials ?? [];
    return html`<section aria-labelledby="compare">
      <h2 id="compare">CPU against GPU, on this very device</h2>
      <p>
        A GPU pays off when there is much to do at once. For one photo on a small model a CPU is
        often as quick, and it is there on every device. Time it here; a way that gives wrong
        answers or only pretends to be a GPU is refused.
      </p>
      <div class="row">
        <button class="button" ?disabled=${!session.opened || this.busy} @click=${this.compare}>
          ${icon('cpu')} ${this.busy ? 'Timing…' : 'Time them now'}
        </button>
        ${
          this.busy
            ? html`<progress aria-label="Timing"></progress>
                <button class="button plain" @click=${() => this.comparing?.abort()}>
                  Cancel
                </button>`
            : nothing
        }
      </div>
      ${
        this.problem
          ? html`<p role="alert"><b>${this.problem.message}</b> ${this.problem.wayOn}</p>`
          : nothing
      }
      ${
        trials.length > 0
          ? html`<div class="sheet"><backend-trials .trials=${trials}></backend-trials></div>`
          : nothing
      }
    </section>`;
  }

  private renderField({ session, observations, reviews }: AppServices) {
    const manifest = session.opened?.manifest;
    const counts = manifest ? observations.countsFor(manifest.id) : null;
    const total = counts ? counts.match + counts.unsure + counts['out-of-domain'] : 0;
    return html`<section aria-labelledby="field">
      <h2 id="field">What goes wrong in the field</h2>
      <p>A model is trained on one world and used in another. What this app does about it:</p>
      <dl class="troubles">
        ${fieldTroubles.map(
          ({ trouble, why, here }) =>
            html`<div>
              <dt>${trouble}</dt>
              <dd class="soft">${why}</dd>
              <dd>${here}</dd>
            </div>`,
        )}
      </dl>
      ${
        counts && total > 0
          ? html`<p class="sheet">
              So far on this device, ${manifest?.name}: ${counts.match} match, ${counts.unsure}
              unsure, ${counts['out-of-domain']} out of domain.
              ${
                reviews.size > 0
                  ? html`<a href="#/classify"
                      >${countOf(reviews.size, 'photo')} need a human look.</a
                    >`
                  : nothing
              }
            </p>`
          : nothing
      }
    </section>`;
  }

  private async compare(): Promise<void> {
    const { classifier } = this.services ?? {};
    if (!classifier) return;
    this.comparing = new AbortController();
    this.busy = true;
    this.problem = null;
    try {
      this.trials = await classifier.compareBackends({ signal: this.comparing.signal });
    } catch (error) {
      const problem = ClassifierError.from(error);
      if (problem.code !== 'cancelled') this.problem = problem;
    } finally {
      this.busy = false;
    }
  }
}

const backendWords = {
  wasm: 'CPU, WebAssembly',
  webgl: 'GPU, WebGL',
  webgpu: 'GPU, WebGPU',
  cpu: 'CPU, JavaScript',
} as const;

function renderServerReasons() {
  return html`<section aria-labelledby="reasons">
    <h2 id="reasons">When a server is better all the same</h2>
    <dl class="reasons">
      ${serverReasons.map(
        ({ when, why }) =>
          html`<div>
            <dt>${when}</dt>
            <dd class="soft">${why}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'device-page': DevicePage;
  }
}

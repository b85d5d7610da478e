import './honest-effect';
import './label-photos';
import './progress-line';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { takePicked } from '../../elements/drop-zone/take-picked';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { countOf, formatPercent } from '../../elements/shared/format';
import { icon } from '../../elements/shared/icons';
import { ENOUGH_PHOTOS, MIN_PHOTOS, type HonestySession } from '../../services/honesty-session';
import type { Settings } from '../../services/settings';
import type { HandedFiles } from '../../worker/import-protocol';
import { pageStyles } from '../page.styles';
import { Watch } from '../watch';
import { openModelStyles } from './open-model.styles';

/**
 * The third step: a few photos of each label, so that the model notices what it does not know.
 *
 * @event skip - The person goes on without, or is done.
 */
@customElement('honest-panel')
export class HonestPanel extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    pageStyles,
    openModelStyles,
    css`
      .lost {
        display: grid;
        justify-items: start;
        gap: var(--gap-2);
        max-width: 64ch;
      }
    `,
  ];

  @state() private tookSamples = false;

  @property({ attribute: false }) session: HonestySession | null = null;
  @property({ attribute: false }) settings: Settings | null = null;
  /** What the model was opened from, when its photos came along. */
  @property({ attribute: false }) handed: HandedFiles | null = null;
  /** How many photos came along. */
  @property({ type: Number }) samples = 0;

  constructor() {
    super();
    new Watch(this, () => (this.session ? [this.session] : []));
  }

  override render() {
    const { session } = this;
    if (!session) return nothing;
    const { state } = session;
    if (state.step === 'done') {
      return html`<div class="stack">
        <honest-effect .done=${state} .settings=${this.settings}></honest-effect>
        ${
          state.problem
            ? html`<p class="problem" role="alert">
                <b>${state.problem.message}</b> ${state.problem.wayOn}
              </p>`
            : nothing
        }
        <div class="foot">
          <button class="button primary" @click=${this.handleSkip}>Done ${icon('arrow')}</button>
          <button class="button" @click=${() => session.collectMore()}>Add more photos</button>
        </div>
      </div>`;
    }
    const isBusy = state.step === 'working';
    const problem = state.step === 'collecting' ? state.problem : null;
    return html`<div class="stack">
      ${this.renderSources(session, isBusy)}
      <label-photos
        .photos=${session.photos}
        .labels=${session.labels}
        .wanted=${MIN_PHOTOS}
        strangers
        ?disabled=${isBusy}
      ></label-photos>
      ${
        problem && problem.code !== 'cancelled'
          ? html`<p class="problem" role="alert"><b>${problem.message}</b> ${problem.wayOn}</p>`
          : nothing
      }
      ${
        state.step === 'working'
          ? html`<progress-line
              what="Making it honest."
              .progress=${state.progress}
              @cancel=${() => session.cancel()}
            ></progress-line>`
          : this.renderFoot(session)
      }
    </div>`;
  }

  private renderSources(session: HonestySession, isBusy: boolean) {
    const { handed, samples } = this;
    return html`<div class="foot">
      ${
        handed && samples > 0 && !this.tookSamples
          ? html`<button
              class="button primary"
              ?disabled=${isBusy}
              @click=${() => {
                this.tookSamples = true;
                void session.useSamples(handed);
              }}
            >
              ${icon('image')} Use the ${countOf(samples, 'photo')} that came along
            </button>`
          : nothing
      }
      <button
        class="button"
        ?disabled=${isBusy}
        @click=${() => this.renderRoot.querySelector<HTMLInputElement>('input.project')?.click()}
      >
        ${icon('file')} Photos of a Teachable Machine project (.tm)
      </button>
      <input
        class="project"
        type="file"
        accept=".tm,.zip"
        hidden
        aria-label="Teachable Machine project"
        tabindex="-1"
        @change=${this.handleProject}
      />
    </div>`;
  }

  private renderFoot(session: HonestySession) {
    const short = session.shortLabels;
    const floor = session.manifest?.thresholds.confidence ?? 0;
    const words = session.canStart
      ? short.length === 0
        ? `${countOf(session.photos.count(session.labels), 'photo')}: enough. Up to ${ENOUGH_PHOTOS} a label make it better.`
        : `${countOf(short.length, 'label')} still ${short.length === 1 ? 'has' : 'have'} fewer than ${MIN_PHOTOS} photos: photos of ${short.length === 1 ? 'it' : 'those'} may be called unfamiliar.`
      : `${MIN_PHOTOS} to ${ENOUGH_PHOTOS} photos of each label. Photos as you will take them later are best.`;
    return html`<div class="foot">
        <button
          class="button primary"
          ?disabled=${!session.canStart}
          @click=${() => void session.start()}
        >
          Make it honest
        </button>
        <span class="soft">${words}</span>
      </div>
      <div class="lost">
        <button class="button" @click=${this.handleSkip}>Go on without</button>
        ${
          session.manifest?.detector
            ? html`<p class="soft">It stays as it is.</p>`
            : html`<p class="soft">
                What is lost: it will not notice photos of things it never learnt, and every verdict
                will say so. All that is left is its confidence: below ${formatPercent(floor)} it
                says that it is unsure. You can do this later, from Models.
              </p>`
        }
      </div>`;
  }

  private handleProject(event: Event): void {
    const [file] = takePicked(event);
    if (!file) return;
    const files = [{ path: file.name, blob: file }];
    // No model was handed over under this number.
    void this.session?.useSamples({ handedId: -1, name: file.name, files });
  }

  private handleSkip(): void {
    this.dispatchEvent(new Event('skip'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'honest-panel': HonestPanel;
  }
}

import '../../elements/probability-bars/probability-bars';
import '../../elements/verdict-view/verdict-view';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ClassifierError } from '../../core/errors';
import { smoothFrame, type SmoothedStream } from '../../core/smoothing';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { icon } from '../../elements/shared/icons';
import { styleMap } from '../../elements/shared/style-map';
import { describeVerdict } from '../../elements/shared/words';
import { addToTray } from '../classify/add-to-tray';
import { pageStyles } from '../page.styles';
import type { AppServices } from '../services';
import { Watch } from '../watch';
import { cameraPageStyles } from './camera-page.styles';
import { FrameLoop, grabFrame } from './frame-loop';

/** A kept frame is as large as the camera gives it, within reason. */
const KEPT_SHORT_SIDE = 1080;

/** Live verdicts from the camera: calm, and honest about what it sees. */
@customElement('camera-page')
export class CameraPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, pageStyles, cameraPageStyles];

  private loop: FrameLoop | null = null;

  @query('video') private readonly video: HTMLVideoElement | undefined;

  @state() private stream: SmoothedStream | null = null;
  @state() private frozen = false;
  @state() private problem: ClassifierError | null = null;
  @state() private kept = 0;
  /** Width over height of the camera's picture: the stage takes its shape. */
  @state() private ratio = 4 / 3;

  @property({ attribute: false }) services: AppServices | null = null;

  constructor() {
    super();
    new Watch(this, () => (this.services ? [this.services.camera, this.services.session] : []));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.handleVisibility);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.handleVisibility);
    this.loop?.stop();
    this.loop = null;
    this.services?.camera.stop();
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const { video, services } = this;
    const state = services?.camera.state;
    if (!video || !services) return;
    if (state?.status === 'live') {
      if (video.srcObject !== state.stream) {
        video.srcObject = state.stream;
        this.stream = null;
        // A refusal here is a refusal to autoplay muted video, which no browser has.
        video.play().catch((reason: unknown) => {
          this.problem = ClassifierError.from(reason);
        });
      }
      this.loop ??= new FrameLoop(video, services.classifier, {
        onResult: ({ evidence, requests, modelId }) => {
          const { session, observations } = services;
          const { thresholds, opened } = session;
          if (!thresholds || opened?.manifest.id !== modelId) return;
          this.problem = null;
          this.stream = smoothFrame(this.stream, evidence, thresholds);
          const { verdict } = this.stream;
          observations.recordObservation({ modelId, verdict, source: 'camera', requests });
        },
        onError: (error) => {
          this.problem = error;
        },
      });
      this.runWhenSeen();
    } else {
      this.loop?.stop();
      video.srcObject = null;
    }
  }

  override render() {
    const state = this.services?.camera.state;
    if (!this.services || !state) return nothing;
    const live = state.status === 'live';
    return html`
      <div class="page ${live ? 'on' : ''}">
        <div class="lead ${live ? 'sr-only' : ''}">
          <h1>Camera</h1>
          <p ?hidden=${live}>
            Point the camera at something and the verdict follows. Pictures stay in this tab;
            nothing is recorded unless you keep a frame.
          </p>
        </div>
        <div
          class="stage ${live ? 'live' : 'dark'}"
          style=${styleMap({ '--ratio': String(this.ratio) })}
          ?hidden=${state.status === 'failed'}
        >
          <video
            muted
            playsinline
            ?hidden=${!live}
            aria-label="What the camera sees"
            @resize=${this.takeShape}
          ></video>
          ${live ? this.renderFinder() : nothing}
          ${
            state.status === 'off'
              ? html`<button class="button primary" @click=${() => this.services?.camera.start()}>
                  ${icon('camera')} Start the camera
                </button>`
              : nothing
          }
          ${state.status === 'starting' ? html`<p role="status">Waiting for the camera…</p>` : nothing}
        </div>
        ${state.status === 'failed' ? this.renderFailure(state.error) : nothing}
        ${live ? this.renderControls() : nothing} ${live ? this.renderVerdict() : nothing}
      </div>
    `;
  }

  /** The square that goes to the model; the rest is only for the eye. */
  private renderFinder() {
    const fit = this.services?.session.opened?.manifest.input.fit;
    return html`<span class="finder ${fit === 'crop' ? '' : 'whole'}" aria-hidden="true"></span>
      <span class="rate figures" ?hidden=${this.frozen}>
        ${(this.loop?.framesPerSecond ?? 0).toFixed(0)} frames a second
      </span>`;
  }

  private renderControls() {
    const { camera } = this.services ?? {};
    return html`<div class="row controls">
      <button class="button" aria-pressed=${this.frozen} @click=${this.toggleFreeze}>
        ${this.frozen ? html`${icon('play')} Go on` : html`${icon('pause')} Freeze`}
      </button>
      <button class="button primary" @click=${this.keepFrame}>
        ${icon('image')} Keep this frame
      </button>
      ${
        (camera?.devices.length ?? 0) > 1
          ? html`<button class="button" @click=${() => camera?.switchCamera()}>
              ${icon('switchCamera')} Switch camera
            </button>`
          : nothing
      }
      <button class="button plain" @click=${() => camera?.stop()}>${icon('stop')} Stop</button>
      <span role="status"
        >${
          this.kept > 0
            ? html`<a href="#/classify"
                >${this.kept === 1 ? '1 frame' : `${this.kept} frames`} kept</a
              >`
            : nothing
        }</span
      >
    </div>`;
  }

  private renderVerdict() {
    const { stream, problem } = this;
    const opened = this.services?.session.opened;
    if (problem) {
      return html`<p class="problem" role="alert"><b>${problem.message}</b> ${problem.wayOn}</p>`;
    }
    if (!stream || !opened) {
      return html`<p class="soft">${opened ? 'Looking…' : 'Waiting for the model…'}</p>`;
    }
    const { verdict } = stream;
    const { kind, headline } = describeVerdict(verdict);
    return html`<div class="verdict" data-kind=${verdict.kind}>
      <verdict-view
        compact
        .verdict=${verdict}
        checked=${opened.manifest.detector?.heldOutDistances.length ?? 0}
      ></verdict-view>
      ${
        verdict.kind === 'out-of-domain'
          ? html`<p class="soft">
              Come closer, turn on a light, or show the whole subject. If it is none of the things
              the model knows, this is the right answer.
            </p>`
          : html`<probability-bars .ranked=${verdict.ranked.slice(0, 4)}></probability-bars>`
      }
      <p class="sr-only" role="status">${kind}: ${headline}</p>
    </div>`;
  }

  private renderFailure(error: ClassifierError) {
    return html`<div class="failure" role="alert">
      <h2>${icon('alert')} ${error.message}</h2>
      <p>${error.wayOn}</p>
      <div class="row">
        <button class="button primary" @click=${() => this.services?.camera.start()}>
          ${icon('retry')} Try again
        </button>
        <a class="button" href="#/classify">${icon('image')} Choose photos instead</a>
      </div>
      <details>
        <summary>What exactly happened</summary>
        <code>${error.code}: ${error.detail}</code>
      </details>
    </div>`;
  }

  /** Fires when the picture's size is first known, and when a phone is turned. */
  private takeShape(): void {
    const { videoWidth = 0, videoHeight = 0 } = this.video ?? {};
    if (videoWidth > 0 && videoHeight > 0) this.ratio = videoWidth / videoHeight;
  }

  private toggleFreeze(): void {
    this.frozen = !this.frozen;
    if (this.frozen) this.video?.pause();
    else void this.video?.play();
    this.runWhenSeen();
  }

  private async keepFrame(): Promise<void> {
    const { video, services } = this;
    if (!video || !services) return;
    try {
      const frame = await grabFrame(video, KEPT_SHORT_SIDE);
      const canvas = new OffscreenCanvas(frame.width, frame.height);
      canvas.getContext('2d')?.drawImage(frame, 0, 0);
      frame.close();
      const file = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
      const time = new Date().toLocaleTimeString('en-GB').replaceAll(':', '.');
      await addToTray(services, [{ name: `camera ${time}.jpg`, file }]);
      this.kept += 1;
    } catch (error) {
      services.notices.addError(ClassifierError.from(error));
    }
  }

  /** A hidden page looks at nothing. */
  private runWhenSeen(): void {
    if (document.hidden || this.frozen) this.loop?.stop();
    else this.loop?.start();
  }

  private readonly handleVisibility = (): void => {
    if (this.services?.camera.state.status === 'live') this.runWhenSeen();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'camera-page': CameraPage;
  }
}

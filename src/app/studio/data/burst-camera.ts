import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ClassifierError } from '../../../core/errors';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import { countOf } from '../../../elements/shared/format';
import { icon } from '../../../elements/shared/icons';
import { Camera } from '../../../services/camera';
import type { IncomingFile } from '../../../services/tray-item';
import { grabFrame } from '../../camera/frame-loop';
import { Watch } from '../../watch';

/** Shorter side of a kept frame, in pixels: more than any model looks at. */
const KEPT_SHORT_SIDE = 720;
/** Between two shots of a burst: quicker ones show the same. */
const SHOT_EVERY_MS = 200;
/** A held button that was forgotten fills no disk. */
const MAX_SHOTS = 200;

/** A burst was taken. Its shots belong together. */
export class BurstTakenEvent extends Event {
  constructor(
    readonly files: IncomingFile[],
    readonly group: string,
  ) {
    super('burst-taken', { bubbles: true, composed: true });
  }
}

/**
 * Takes photos in bursts: hold the button, and move around the thing. The rear camera first.
 *
 * @event burst-taken - With the shots.
 */
@customElement('burst-camera')
export class BurstCamera extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .stage {
        position: relative;
        display: grid;
        max-width: 30rem;
        border-radius: var(--corner);
        background: var(--sunk);
        overflow: hidden;
      }

      video {
        width: 100%;
        max-height: 60vh;
        object-fit: contain;
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--gap-3);
        padding-block-start: var(--gap-3);
      }

      .hold {
        touch-action: none;
        user-select: none;
      }

      .problem {
        padding: var(--gap-3) var(--gap-4);
        border-radius: var(--corner);
        background: var(--alarm-wash);
      }
    `,
  ];

  @query('video') private readonly video: HTMLVideoElement | undefined;

  /** Shots of the burst that is being taken; `null` between bursts. */
  @state() private shots: IncomingFile[] | null = null;
  @state() private problem: ClassifierError | null = null;

  /** Where the shots go: "grizzly". */
  @property() label = '';

  // Absent on pages without https, whatever the types say.
  private readonly camera = new Camera(navigator.mediaDevices);
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    super();
    new Watch(this, () => [this.camera]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.camera.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.endBurst();
    this.camera.stop();
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const { video, camera } = this;
    const stream = camera.state.status === 'live' ? camera.state.stream : null;
    if (!video || video.srcObject === stream) return;
    video.srcObject = stream;
    if (!stream) return;
    video.play().catch((reason: unknown) => {
      this.problem = ClassifierError.from(reason);
    });
  }

  override render() {
    const { state } = this.camera;
    const problem = state.status === 'failed' ? state.error : this.problem;
    const isLive = state.status === 'live';
    const count = this.shots?.length ?? 0;
    return html`
      ${
        problem
          ? html`<p class="problem" role="alert"><b>${problem.message}</b> ${problem.wayOn}</p>`
          : nothing
      }
      <div class="stage" ?hidden=${!isLive}>
        <video muted playsinline aria-label="What the camera sees"></video>
      </div>
      <div class="row">
        ${
          isLive
            ? html`<button
                class="button primary hold"
                aria-pressed=${this.shots ? 'true' : 'false'}
                @pointerdown=${this.handleDown}
                @pointerup=${this.endBurst}
                @pointercancel=${this.endBurst}
                @lostpointercapture=${this.endBurst}
                @keydown=${this.handleKeyDown}
                @keyup=${this.handleKeyUp}
                @contextmenu=${(event: Event) => event.preventDefault()}
              >
                ${icon('camera')} Hold to record
              </button>`
            : nothing
        }
        ${
          isLive && this.camera.devices.length > 1
            ? html`<button class="button" @click=${() => this.camera.switchCamera()}>
                ${icon('switchCamera')} Switch camera
              </button>`
            : nothing
        }
        ${
          state.status === 'failed'
            ? html`<button class="button" @click=${() => this.camera.start()}>
                ${icon('retry')} Try again
              </button>`
            : nothing
        }
        <span role="status">
          ${
            state.status === 'starting'
              ? 'Waiting for the camera…'
              : this.shots
                ? countOf(count, 'shot')
                : isLive
                  ? html`Goes to <b>${this.label}</b>.`
                  : nothing
          }
        </span>
      </div>
    `;
  }

  private handleDown(event: PointerEvent): void {
    if (event.currentTarget instanceof Element) {
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    this.beginBurst();
  }

  private handleKeyDown(event: KeyboardEvent): void {
    if ((event.key !== ' ' && event.key !== 'Enter') || event.repeat) return;
    event.preventDefault();
    this.beginBurst();
  }

  private handleKeyUp(event: KeyboardEvent): void {
    if (event.key === ' ' || event.key === 'Enter') this.endBurst();
  }

  private beginBurst(): void {
    if (this.shots) return;
    this.shots = [];
    void this.shoot();
  }

  private async shoot(): Promise<void> {
    const { video, shots } = this;
    if (!video || !shots) return;
    try {
      const file = await takeShot(video);
      // The button may have been let go meanwhile: a short press is still one shot.
      if (this.shots !== shots && shots.length > 0) return;
      shots.push({ name: `camera/${file.name}`, file });
      if (this.shots !== shots) return this.announce(shots);
      this.requestUpdate();
    } catch (error) {
      this.problem = ClassifierError.from(error);
      this.shots = null;
      return;
    }
    if (shots.length >= MAX_SHOTS) this.endBurst();
    else this.timer = setTimeout(() => void this.shoot(), SHOT_EVERY_MS);
  }

  private readonly endBurst = (): void => {
    const { shots } = this;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.shots = null;
    if (shots && shots.length > 0) this.announce(shots);
  };

  private announce(shots: IncomingFile[]): void {
    this.dispatchEvent(new BurstTakenEvent(shots, crypto.randomUUID()));
  }
}

async function takeShot(video: HTMLVideoElement): Promise<File> {
  const frame = await grabFrame(video, KEPT_SHORT_SIDE);
  try {
    const canvas = new OffscreenCanvas(frame.width, frame.height);
    canvas.getContext('2d')?.drawImage(frame, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
    const time = new Date().toISOString().replaceAll(':', '.');
    return new File([blob], `${time}.jpg`, { type: 'image/jpeg', lastModified: Date.now() });
  } finally {
    frame.close();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'burst-camera': BurstCamera;
  }
  interface GlobalEventHandlersEventMap {
    'burst-taken': BurstTakenEvent;
  }
}

import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ModelImporter } from '../../client/model-importer';
import type { Contract } from '../../core/contract';
import { ClassifierError } from '../../core/errors';
import { takePicked } from '../../elements/drop-zone/take-picked';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { icon } from '../../elements/shared/icons';
import type { ViewContract } from '../../worker/import-protocol';
import { fetchSample, samples } from '../classify/samples';

/** What the model sees of a photo under the contract as it stands, live. */
@customElement('model-eye')
export class ModelEye extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .eye {
        display: grid;
        gap: var(--gap-3);
      }

      .pair {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr);
        align-items: center;
        gap: var(--gap-3);
      }

      figure {
        display: grid;
        gap: var(--gap-2);
        justify-items: center;
      }

      figcaption {
        color: var(--ink-soft);
        font-size: var(--size-note);
        text-align: center;
      }

      img,
      canvas {
        max-width: 100%;
        max-height: 14rem;
        background: var(--sunk);
      }

      canvas {
        width: 14rem;
        height: auto;
        image-rendering: auto;
        padding: 4px;
        border: 1.5px solid var(--ink);
      }

      .pair > svg {
        color: var(--ink-soft);
      }

      .samples {
        display: flex;
        flex-wrap: wrap;
        gap: var(--gap-2);
        align-items: center;
      }

      .samples button.thumb {
        width: var(--touch);
        height: var(--touch);
        padding: 0;
        border: 2px solid transparent;
        border-radius: var(--corner);
        overflow: hidden;
        background: var(--sunk);
      }

      .samples button.thumb[aria-pressed='true'] {
        border-color: var(--action);
      }

      .thumb img {
        width: 100%;
        height: 100%;
        object-fit: cover;
      }
    `,
  ];

  private drawing: AbortController | null = null;
  private objectUrl = '';

  @query('canvas') private readonly canvas: HTMLCanvasElement | undefined;

  @state() private photo: Blob | null = null;
  @state() private photoUrl = '';
  @state() private chosen = '';
  @state() private problem: ClassifierError | null = null;

  @property({ attribute: false }) importer: ModelImporter | null = null;
  @property({ attribute: false }) contract: Contract | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    const [first] = samples;
    if (!this.photo && first) void this.showSample(first.url);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.drawing?.abort();
    URL.revokeObjectURL(this.objectUrl);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const keys: PropertyKey[] = ['contract', 'photo', 'importer'];
    if (keys.some((key) => changed.has(key as keyof ModelEye))) void this.draw();
  }

  override render() {
    const { contract, problem } = this;
    if (!contract) return nothing;
    const { width, height } = contract.size.value;
    return html`<div class="eye">
      <div class="pair">
        <figure>
          ${this.photoUrl ? html`<img src=${this.photoUrl} alt="As it is, uncut" />` : nothing}
          <figcaption>The photo</figcaption>
        </figure>
        ${icon('arrow')}
        <figure>
          <canvas
            width="224"
            height="224"
            role="img"
            aria-label="What the model sees: ${describeView(contract)}"
          ></canvas>
          <figcaption>What the model sees, ${width} × ${height} pixels</figcaption>
        </figure>
      </div>
      ${problem ? html`<p role="alert"><b>${problem.message}</b> ${problem.wayOn}</p>` : nothing}
      <div class="samples" role="group" aria-label="Photo for the preview">
        ${samples.map(
          ({ url, alt }) =>
            html`<button
              class="thumb"
              type="button"
              aria-label=${alt}
              aria-pressed=${this.chosen === url}
              @click=${() => void this.showSample(url)}
            >
              <img src=${url} alt="" loading="lazy" />
            </button>`,
        )}
        <button
          class="button"
          type="button"
          @click=${() => this.renderRoot.querySelector('input')?.click()}
        >
          ${icon('image')} One of yours
        </button>
        <input
          type="file"
          accept="image/*"
          hidden
          aria-label="One of your photos"
          tabindex="-1"
          @change=${this.handlePicked}
        />
      </div>
    </div>`;
  }

  private async showSample(url: string): Promise<void> {
    const sample = samples.find((one) => one.url === url);
    if (!sample) return;
    try {
      this.show(await fetchSample(sample), url);
    } catch (error) {
      this.problem = ClassifierError.from(error, 'network-offline');
    }
  }

  private handlePicked(event: Event): void {
    const [file] = takePicked(event);
    if (file) this.show(file, '');
  }

  private show(photo: Blob, chosen: string): void {
    URL.revokeObjectURL(this.objectUrl);
    this.objectUrl = URL.createObjectURL(photo);
    this.photoUrl = this.objectUrl;
    this.chosen = chosen;
    this.photo = photo;
  }

  private async draw(): Promise<void> {
    const { photo, contract, importer } = this;
    this.drawing?.abort();
    if (!photo || !contract || !importer) return;
    const drawing = new AbortController();
    this.drawing = drawing;
    try {
      const picture = await importer.preview(photo, viewOf(contract), { signal: drawing.signal });
      const { canvas } = this;
      if (!drawing.signal.aborted && canvas) {
        canvas.width = picture.width;
        canvas.height = picture.height;
        canvas.getContext('2d')?.drawImage(picture, 0, 0);
        this.problem = null;
      }
      picture.close();
    } catch (error) {
      const problem = ClassifierError.from(error);
      if (!drawing.signal.aborted && problem.code !== 'cancelled') this.problem = problem;
    }
  }
}

function viewOf({ size, fit, channels, orientation }: Contract): ViewContract {
  return {
    size: size.value,
    fit: fit.value,
    channels: channels.value,
    orientation: orientation.value,
  };
}

function describeView({ fit, channels }: Contract): string {
  const cut = {
    crop: 'the middle of the photo',
    squish: 'the whole photo, squeezed',
    pad: 'the whole photo with borders',
  }[fit.value];
  const colours = {
    rgb: 'in its colours',
    bgr: 'with red and blue exchanged',
    grey: 'without colours',
    rgba: 'in its colours',
  }[channels.value];
  return `${cut}, ${colours}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'model-eye': ModelEye;
  }
}

import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ClassifierError } from '../../core/errors';
import type { Fit } from '../../core/fit';
import { baseStyles } from '../../elements/shared/base.styles';
import type { Tray } from '../../services/tray';

const fitWords: Record<Fit, string> = {
  crop: 'It cuts the photo to a square from the middle.',
  pad: 'It keeps the whole photo and fills up the square.',
  squish: 'It squeezes the whole photo into a square.',
};

/** The square that the model really saw, as it came back from the engine. */
@customElement('seen-square')
export class SeenSquare extends LitElement {
  static override styles = [
    baseStyles,
    css`
      .seen {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: var(--gap-3) var(--gap-4);
        align-items: center;
        color: var(--ink-soft);
        font-size: var(--size-note);
      }

      /* A map sheet's corner marks: this much and no more was looked at. */
      .square {
        padding: 5px;
        background:
          linear-gradient(var(--ink) 0 0) 0 0 / 12px 1.5px,
          linear-gradient(var(--ink) 0 0) 0 0 / 1.5px 12px,
          linear-gradient(var(--ink) 0 0) 100% 0 / 12px 1.5px,
          linear-gradient(var(--ink) 0 0) 100% 0 / 1.5px 12px,
          linear-gradient(var(--ink) 0 0) 0 100% / 12px 1.5px,
          linear-gradient(var(--ink) 0 0) 0 100% / 1.5px 12px,
          linear-gradient(var(--ink) 0 0) 100% 100% / 12px 1.5px,
          linear-gradient(var(--ink) 0 0) 100% 100% / 1.5px 12px;
        background-repeat: no-repeat;
      }

      canvas {
        width: 7rem;
        height: auto;
        background: var(--sunk);
      }

      b {
        color: var(--ink);
        font-weight: var(--weight-strong);
      }
    `,
  ];

  private abort: AbortController | null = null;

  @query('canvas') private readonly canvas: HTMLCanvasElement | undefined;

  @state() private size: { width: number; height: number } | null = null;
  @state() private problem = '';

  @property({ attribute: false }) tray: Tray | null = null;
  @property() photo = '';
  @property() fit: Fit = 'crop';

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.abort?.abort();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('photo') || changed.has('fit')) void this.fetchView();
  }

  override render() {
    const { size } = this;
    return html`<div class="seen">
      <span class="square"
        ><canvas width="224" height="224" role="img" aria-label="The square the model saw"></canvas
      ></span>
      <p>
        <b>What the model saw.</b> ${fitWords[this.fit]}
        ${size ? `${size.width} × ${size.height} pixels, nothing else.` : nothing} ${this.problem}
      </p>
    </div>`;
  }

  private async fetchView(): Promise<void> {
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    try {
      const reply = await this.tray?.fetchView(this.photo, abort.signal);
      const view = reply?.view;
      if (!view) return;
      if (!abort.signal.aborted && this.canvas) {
        this.canvas.width = view.width;
        this.canvas.height = view.height;
        this.canvas.getContext('2d')?.drawImage(view, 0, 0);
        this.size = { width: view.width, height: view.height };
        this.problem = '';
      }
      view.close();
    } catch (error) {
      const problem = ClassifierError.from(error);
      if (problem.code !== 'cancelled') this.problem = problem.message;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'seen-square': SeenSquare;
  }
}

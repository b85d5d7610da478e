import { LitElement, css, html, unsafeCSS } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import uPlot from 'uplot';
import plotStyles from 'uplot/dist/uPlot.min.css?inline';
import { baseStyles } from '../shared/base.styles';
import { chooseStart, planPlot, type PlotColours, type PlotPoint } from './plan-plot';

/** Wider does not show more. */
const MAX_WIDTH_PX = 460;
const MIN_WIDTH_PX = 200;
/** Height by width: both axes are shares, so the plot itself should be about square. */
const SHAPE = 0.86;

/**
 * What was claimed against what was found, as points with whiskers: on the diagonal claims are true.
 * A picture only: whoever uses it puts the same figures beside it as a table.
 */
@customElement('interval-plot')
export class IntervalPlot extends LitElement {
  static override styles = [
    baseStyles,
    unsafeCSS(plotStyles),
    css`
      .room {
        max-width: 460px;
        overflow: hidden;
      }

      .line {
        color: var(--moss);
      }

      .rule {
        color: var(--rule);
      }
    `,
  ];

  @property({ attribute: false }) points: readonly PlotPoint[] = [];
  /** What the axes say. */
  @property() across = '';
  @property() upwards = '';
  /** What the picture shows, for those who do not see it. */
  @property() name = '';

  private plot: uPlot | null = null;
  private readonly sizes = new ResizeObserver(() => this.follow());
  private drawnWidth = 0;
  private readonly theme = new MutationObserver(() => this.draw());
  private readonly darkness = matchMedia('(prefers-color-scheme: dark)');

  override connectedCallback(): void {
    super.connectedCallback();
    // The theme is the system's, or the page's own choice on its root.
    this.darkness.addEventListener('change', this.draw);
    this.theme.observe(document.documentElement, { attributeFilter: ['data-appearance'] });
    if (this.hasUpdated) this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.darkness.removeEventListener('change', this.draw);
    this.theme.disconnect();
    this.sizes.disconnect();
    this.plot?.destroy();
    this.plot = null;
    this.drawnWidth = 0;
  }

  override render() {
    return html`<div class="room" role="img" aria-label=${this.name}></div>
      <span class="line" hidden></span><span class="soft" hidden></span
      ><span class="rule" hidden></span>`;
  }

  protected override firstUpdated(): void {
    this.begin();
  }

  protected override updated(): void {
    this.draw();
  }

  private begin(): void {
    const room = this.room;
    if (room) this.sizes.observe(room);
  }

  private get room(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.room');
  }

  /** The plot's own height changes with its width, which must not be taken for another resize. */
  private follow(): void {
    requestAnimationFrame(() => {
      if (this.isConnected && this.room?.clientWidth !== this.drawnWidth) this.draw();
    });
  }

  private readonly draw = (): void => {
    const { room, points, across, upwards } = this;
    if (!room || room.clientWidth === 0) return;
    this.drawnWidth = room.clientWidth;
    const width = Math.max(MIN_WIDTH_PX, Math.min(MAX_WIDTH_PX, room.clientWidth));
    const size = { width, height: Math.round(width * SHAPE) };
    this.plot?.destroy();
    this.plot = null;
    if (points.length === 0) return;
    const plan = { points, from: chooseStart(points), across, upwards };
    this.plot = new uPlot(
      planPlot(plan, size, this.readColours()),
      [points.map(({ at }) => at), points.map(({ measured }) => measured.value)],
      room,
    );
  };

  /** A canvas knows no custom properties: elements that nobody sees tell what they mean now. */
  private readColours(): PlotColours {
    const styleOf = (name: string) => {
      const probe = this.renderRoot.querySelector(name);
      return probe ? getComputedStyle(probe) : getComputedStyle(this);
    };
    return {
      line: styleOf('.line').color,
      soft: styleOf('.soft').color,
      rule: styleOf('.rule').color,
      font: getComputedStyle(this).fontFamily,
    };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'interval-plot': IntervalPlot;
  }
}

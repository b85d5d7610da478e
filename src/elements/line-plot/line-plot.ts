import { LitElement, css, html, nothing, unsafeCSS, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import uPlot from 'uplot';
import plotCss from 'uplot/dist/uPlot.min.css?inline';
import { baseStyles, tableStyles } from '../shared/base.styles';

/** One line of a plot. */
interface PlotLine {
  name: string;
  /** One a place on the x axis; `null` leaves a gap. */
  values: readonly (number | null)[];
  /** The name of a colour token: `--moss`. */
  colour: string;
  /** Dashed, so that lines differ by more than their colour. */
  dashed?: boolean;
}

/** Everything that a plot shows. */
export interface PlotData {
  xName: string;
  x: readonly number[];
  lines: readonly PlotLine[];
  /** Places on the x axis in equal ratios instead of equal steps. */
  logarithmic?: boolean;
  /** From 0 to 1, as per cent. */
  isShare?: boolean;
  /** A place on the x axis to mark, and what it means. */
  mark?: { x: number; name: string } | null;
}

const HEIGHT_PX = 190;

/**
 * Lines over a common axis. The picture is for eyes alone; the same as a table is one click away, for
 * everybody.
 */
@customElement('line-plot')
export class LinePlot extends LitElement {
  static override styles = [
    unsafeCSS(plotCss),
    baseStyles,
    tableStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }

      figure {
        display: grid;
        gap: var(--gap-2);
        min-width: 0;
        margin: 0;
      }

      figcaption {
        font-weight: var(--weight-strong);
      }

      .plot {
        min-width: 0;
        overflow: hidden;
      }

      .keys {
        display: flex;
        flex-wrap: wrap;
        gap: var(--gap-1) var(--gap-4);
        margin: 0;
        padding: 0;
        color: var(--ink-soft);
        font-size: var(--size-note);
        list-style: none;
      }

      .keys li {
        display: flex;
        align-items: center;
      }

      .keys svg {
        flex: none;
        width: 1.6rem;
        height: 0.6rem;
        margin-inline-end: 0.35rem;
      }

      summary {
        min-height: 2rem;
        color: var(--ink-soft);
        font-size: var(--size-note);
        cursor: pointer;
      }

      .scroll {
        max-height: 18rem;
        overflow: auto;
      }
    `,
  ];

  @query('.plot') private readonly place: HTMLElement | undefined;

  @property() caption = '';
  @property({ attribute: false }) data: PlotData = { xName: '', x: [], lines: [] };

  private plot: uPlot | null = null;
  private readonly sizes = new ResizeObserver(() => this.fit());
  private readonly scheme = matchMedia('(prefers-color-scheme: dark)');
  private readonly onScheme = () => this.draw();

  override connectedCallback(): void {
    super.connectedCallback();
    this.sizes.observe(this);
    this.scheme.addEventListener('change', this.onScheme);
    if (this.hasUpdated) this.draw();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
    this.scheme.removeEventListener('change', this.onScheme);
    this.plot?.destroy();
    this.plot = null;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('data')) this.draw();
  }

  override render() {
    const { lines, mark } = this.data;
    return html`<figure>
      <figcaption>${this.caption}</figcaption>
      <ul class="keys" aria-hidden="true">
        ${lines.map(({ name, colour, dashed }) => html`<li>${renderKey(colour, dashed)}${name}</li>`)}
        ${mark ? html`<li>${renderMarkKey()}${mark.name}: ${formatNumber(mark.x)}</li>` : nothing}
      </ul>
      <div class="plot" aria-hidden="true"></div>
      <details>
        <summary>${this.caption}: as a table</summary>
        ${this.renderTable()}
      </details>
    </figure>`;
  }

  private renderTable() {
    const { x, xName, lines, isShare, mark } = this.data;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${this.caption}>
      <table>
        <caption class="sr-only">
          ${this.caption}${mark ? `. ${mark.name}: ${formatNumber(mark.x)}` : ''}
        </caption>
        <thead>
          <tr>
            <th scope="col">${xName}</th>
            ${lines.map(({ name }) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${x.map(
            (place, i) =>
              html`<tr>
                <th scope="row">${formatNumber(place)}</th>
                ${lines.map(({ values }) => html`<td>${formatValue(values[i], isShare)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  /** Colours are read anew: they change with the scheme, and a canvas does not. */
  private draw(): void {
    const { data, place } = this;
    this.plot?.destroy();
    this.plot = null;
    if (data.x.length === 0 || !place) return;
    this.plot = new uPlot(
      this.describe(data, place),
      [
        data.x.map((x) => (data.logarithmic ? Math.log10(x) : x)),
        ...data.lines.map(({ values }) => [...values]),
      ],
      place,
    );
  }

  private describe(
    { lines, logarithmic, isShare, mark }: PlotData,
    place: HTMLElement,
  ): uPlot.Options {
    const colourOf = (token: string) => readColour(place, token);
    const grid = { stroke: colourOf('--rule'), width: 1 };
    const axis = {
      stroke: colourOf('--ink-soft'),
      grid,
      ticks: grid,
      font: `12px ${getComputedStyle(this).fontFamily}`,
    };
    return {
      width: Math.max(1, place.clientWidth),
      height: HEIGHT_PX,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false },
        y: isShare ? { range: [0, 1] } : {},
      },
      axes: [
        {
          ...axis,
          // Whole powers of ten alone: what lies between them is too long to read.
          ...(logarithmic ? { incrs: [1, 2, 3, 4] } : {}),
          values: (_, places) => places.map((at) => formatNumber(logarithmic ? 10 ** at : at)),
        },
        {
          ...axis,
          size: 48,
          values: (_, places) => places.map((one) => formatValue(one, isShare)),
        },
      ],
      series: [
        {},
        ...lines.map(({ name, colour, dashed }) => ({
          label: name,
          stroke: colourOf(colour),
          width: 2.5,
          spanGaps: true,
          points: { show: lines[0]?.values.length === 1 },
          ...(dashed ? { dash: DASH } : {}),
        })),
      ],
      hooks: {
        draw: mark
          ? [(plot) => drawMark(plot, logarithmic ? Math.log10(mark.x) : mark.x, colourOf('--ink'))]
          : [],
      },
    };
  }

  private fit(): void {
    const width = this.place?.clientWidth ?? 0;
    if (this.plot && width > 0) this.plot.setSize({ width, height: HEIGHT_PX });
  }
}

const DASH = [7, 5];

function renderKey(colour: string, dashed = false) {
  return html`<svg viewBox="0 0 32 12">
    <line
      x1="0"
      x2="32"
      y1="6"
      y2="6"
      stroke="var(${colour})"
      stroke-width="5"
      stroke-dasharray=${dashed ? '9 6' : 'none'}
    />
  </svg>`;
}

function renderMarkKey() {
  return html`<svg viewBox="0 0 32 12">
    <line x1="16" x2="16" y1="0" y2="12" stroke="var(--ink)" stroke-width="3" />
  </svg>`;
}

function drawMark({ ctx, bbox, valToPos }: uPlot, x: number, colour: string): void {
  const at = Math.round(valToPos(x, 'x', true));
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.moveTo(at, bbox.top);
  ctx.lineTo(at, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

/** A token's colour as a canvas understands it. */
function readColour(place: HTMLElement, token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  place.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function formatValue(value: number | null | undefined, isShare = false): string {
  if (value === null || value === undefined) return '';
  return isShare ? `${(100 * value).toFixed(0)} %` : formatNumber(value);
}

function formatNumber(value: number): string {
  return Number.isInteger(value) ? value.toFixed(0) : Number(value.toPrecision(3)).toString();
}

declare global {
  interface HTMLElementTagNameMap {
    'line-plot': LinePlot;
  }
}

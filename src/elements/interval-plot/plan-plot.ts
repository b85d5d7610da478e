import type uPlot from 'uplot';
import type { Interval } from '../../core/manifest';

/** One point: both in [0, 1], the measured one with its interval. */
export interface PlotPoint {
  at: number;
  measured: Interval;
}

/** Colours as the theme of the moment has them. */
export interface PlotColours {
  line: string;
  soft: string;
  rule: string;
  font: string;
}

interface PlotPlan {
  points: readonly PlotPoint[];
  /** Where both axes begin, in [0, 1). */
  from: number;
  across: string;
  upwards: string;
}

/** Where both axes begin so that the points fill the plot: a multiple of a tenth. */
export function chooseStart(points: readonly PlotPoint[]): number {
  const least = Math.min(1, ...points.flatMap(({ at, measured }) => [at, measured.low]));
  return Math.max(0, Math.min(0.9, Math.floor(least * 10 - 1e-9) / 10));
}

/** What the chart library is to draw: points with whiskers on a diagonal. */
export function planPlot(
  { points, from, across, upwards }: PlotPlan,
  size: { width: number; height: number },
  colours: PlotColours,
): uPlot.Options {
  const axis = (label: string, room: number): uPlot.Axis => ({
    label,
    size: room,
    labelSize: 22,
    labelFont: `13px ${colours.font}`,
    font: `12px ${colours.font}`,
    stroke: colours.soft,
    grid: { stroke: colours.rule, width: 1 },
    ticks: { show: false },
    space: 48,
    values: (_plot, splits) => splits.map((share) => `${Math.round(100 * share)} %`),
  });
  const range: uPlot.Range.MinMax = [from, 1];
  return {
    ...size,
    padding: [12, 24, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range }, y: { range } },
    axes: [axis(across, 34), axis(upwards, 50)],
    series: [
      {},
      {
        stroke: colours.line,
        width: 2,
        points: { show: true, size: 9, fill: colours.line, stroke: colours.line },
      },
    ],
    hooks: {
      drawAxes: [(plot) => drawDiagonal(plot, from, colours.soft)],
      drawSeries: [(plot) => drawWhiskers(plot, points, colours.line)],
    },
  };
}

/** On this line what was claimed is true. */
function drawDiagonal(plot: uPlot, from: number, colour: string): void {
  const { ctx } = plot;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(plot.valToPos(from, 'x', true), plot.valToPos(from, 'y', true));
  ctx.lineTo(plot.valToPos(1, 'x', true), plot.valToPos(1, 'y', true));
  ctx.stroke();
  ctx.restore();
}

function drawWhiskers(plot: uPlot, points: readonly PlotPoint[], colour: string): void {
  const { ctx } = plot;
  const end = 3 * devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.beginPath();
  for (const { at, measured } of points) {
    const x = plot.valToPos(at, 'x', true);
    const [low, high] = [measured.low, measured.high].map((y) => plot.valToPos(y, 'y', true));
    if (low === undefined || high === undefined) continue;
    ctx.moveTo(x, low);
    ctx.lineTo(x, high);
    for (const y of [low, high]) {
      ctx.moveTo(x - end, y);
      ctx.lineTo(x + end, y);
    }
  }
  ctx.stroke();
  ctx.restore();
}

import type { RateSearch, Round } from '../../../core/training/training-plan';
import type { PlotData } from '../../../elements/line-plot/line-plot';

export function plotLoss(rounds: readonly Round[]): PlotData {
  return {
    xName: 'Round',
    x: rounds.map((_, i) => i + 1),
    lines: [
      {
        name: 'On photos it learns from',
        values: rounds.map(({ trainLoss }) => trainLoss),
        colour: '--moss',
      },
      {
        name: 'On photos to choose by',
        values: rounds.map(({ validLoss }) => validLoss),
        colour: '--dusk',
        dashed: true,
      },
    ],
  };
}

export function plotAccuracy(rounds: readonly Round[]): PlotData {
  return {
    xName: 'Round',
    x: rounds.map((_, i) => i + 1),
    lines: [
      {
        name: 'Right, of the photos to choose by',
        values: rounds.map(({ validAccuracy }) => validAccuracy),
        colour: '--dusk',
        dashed: true,
      },
    ],
    isShare: true,
  };
}

export function plotRates({ points, chosen }: RateSearch): PlotData {
  return {
    xName: 'Learning rate',
    x: points.map(({ learningRate }) => learningRate),
    lines: [{ name: 'Loss', values: points.map(({ loss }) => loss), colour: '--moss' }],
    logarithmic: true,
    mark: { x: chosen, name: 'Chosen' },
  };
}

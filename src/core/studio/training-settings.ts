/** How a model is trained on a project's photos. */
export interface TrainingSettings {
  /** Whose features the head learns from: the built-in trunk, or the id of a kept model. */
  trunk: 'built-in' | { modelId: string };
  /** Chance in training: order, dropout, transforms. A whole number, 0 … 2³¹ - 1. */
  seed: number;
  /** Rounds over all photos. */
  epochs: number;
  /** Photos a step. */
  batchSize: number;
  /** The largest learning rate of the schedule; `null`: the finder chooses. */
  learningRate: number | null;
  /** Share of the target that is spread over all labels, 0 … 0.5. */
  labelSmoothing: number;
  /** Rare labels weigh as much as common ones. */
  weighLabels: boolean;
  /** Stops after this many rounds without getting better on the valid part; `null`: never. */
  patience: number | null;
  /** How many differently transformed copies of each photo are learnt from; 0: only the plain photo. */
  augmentedCopies: number;
  /** Last blocks of the trunk that learn too; 0: the head alone. */
  fineTunedBlocks: number;
}

export const defaultTrainingSettings: TrainingSettings = {
  trunk: 'built-in',
  seed: 42,
  epochs: 30,
  batchSize: 32,
  learningRate: null,
  labelSmoothing: 0.1,
  weighLabels: true,
  patience: 8,
  augmentedCopies: 2,
  fineTunedBlocks: 0,
};

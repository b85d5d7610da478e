import type { FileTree } from '../file-tree';
import type { ForeignModel } from '../foreign-model';
import type { FormatOptions } from './format';
import { recognise } from './recognise';

export type { FormatOptions } from './format';
export { readSamples } from './samples';

/** What a tree of files holds. */
export type Recognised =
  /** Our own bundle: the path of its `bearings.json`, for `ModelReader`. */
  { kind: 'bearings'; path: string } | { kind: 'foreign'; model: ForeignModel };

/**
 * Finds out whose export a tree of files is, and reads it.
 *
 * @throws ClassifierError that names what it is and what to do: the `model-is-…` codes for what is no
 *   image classifier for TensorFlow.js, `model-none-found`, `model-several-found`,
 *   `model-weights-only`, `model-part-missing`, `model-part-damaged`, `model-weights-invalid`,
 *   `model-asks-for-code`, `model-layer-unsupported`, and the other `model-…` codes; `cancelled`,
 *   `file-unreadable`.
 */
export function recogniseModel(tree: FileTree, options: FormatOptions = {}): Promise<Recognised> {
  return recognise(tree, options);
}

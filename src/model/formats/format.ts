import type { FileTree } from '../file-tree';
import type { ForeignModel, FormatId } from '../foreign-model';
import type { Sidecars } from './sidecars';

/** A `model.json` of TensorFlow.js, parsed but not yet believed. */
export interface ModelJson {
  /** In the tree. */
  path: string;
  json: Record<string, unknown>;
  topology: Record<string, unknown>;
  kind: 'layers' | 'graph';
}

/** What the small files of a tree say; enough to tell whose export it is. */
export interface Clues {
  tree: FileTree;
  model: ModelJson;
  sidecars: Sidecars;
}

export interface FormatOptions {
  signal?: AbortSignal;
  /** Bytes of weights read so far and in all. */
  onProgress?: (loaded: number, total: number) => void;
}

/** One maker's kind of export: how it is known, and how it is opened. */
export interface Format {
  id: FormatId;
  /** For people: "Teachable Machine image model". */
  name: string;
  match(clues: Clues): boolean;
  /**
   * @throws ClassifierError when it is this kind of export but cannot be opened; the code says why.
   */
  open(clues: Clues, options: FormatOptions): Promise<ForeignModel>;
}

import type { NetworkFindings } from '../core/network-findings';
import type { BundleFile } from '../model/bundle-file';
import type { FileTree } from '../model/file-tree';
import type { ForeignModel } from '../model/foreign-model';
import { recogniseModel } from '../model/formats';
import { type ModelBundle, ModelReader } from '../model/read-model';
import { readFromTree } from '../model/read-from-tree';
import type { Engine } from './engine';
import { writeModel } from './write-model';

/** Somebody else's model, and what became of it. */
export interface ForeignImport {
  model: ForeignModel;
  findings: NetworkFindings;
  /** The bundle it was written to. */
  files: BundleFile[];
}

/** A model that was opened from whatever was handed over. */
export interface ImportedModel {
  /** Read back from the bundle, as it will be opened. */
  bundle: ModelBundle;
  /** `null` when it was a bundle of ours already. */
  foreign: ForeignImport | null;
}

export interface ImportOptions {
  reader?: ModelReader;
  signal?: AbortSignal;
  /** Bytes of weights read so far and in all. */
  onProgress?: (loaded: number, total: number) => void;
}

/**
 * The whole way from files to a model that can be opened, taking the contract as the files and the
 * maker's habits give it: recognise, run on the golden inputs, draft the manifest, write our bundle,
 * read it back.
 *
 * @param id The new model's own: small letters, digits and hyphens.
 * @throws ClassifierError as `recogniseModel`, `Engine.inspect`, `writeModel` and `ModelReader.read`.
 */
export async function importModel(
  engine: Engine,
  tree: FileTree,
  id: string,
  { reader = new ModelReader(), signal, onProgress }: ImportOptions = {},
): Promise<ImportedModel> {
  const options = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  const recognised = await recogniseModel(tree, options);
  if (recognised.kind === 'bearings') {
    const bundle = await readFromTree(reader, tree, recognised.path, options);
    return { bundle, foreign: null };
  }
  const { model } = recognised;
  const findings = await engine.inspect(model, signal ? { signal } : {});
  const writing = { reader, ...(signal ? { signal } : {}) };
  const { bundle, files } = await writeModel(model, findings, id, writing);
  return { bundle, foreign: { model, findings, files } };
}

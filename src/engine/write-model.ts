import { draftManifest } from '../core/draft-manifest';
import type { NetworkFindings } from '../core/network-findings';
import type { BundleFile } from '../model/bundle-file';
import type { ForeignModel } from '../model/foreign-model';
import { holdFiles, MemoryFiles } from '../model/memory-files';
import type { ModelBundle, ModelReader } from '../model/read-model';
import { MANIFEST_NAME, writeBundle } from '../model/write-bundle';

/** A model of ours that was just written. */
interface WrittenModel {
  /** Read back from the files: what was written is what will be opened. */
  bundle: ModelBundle;
  files: BundleFile[];
}

/**
 * Writes a foreign model as one of ours, with its contract and the findings about its network.
 *
 * @param findings Made with this very contract: golden outputs hold for one way of preparing photos.
 * @param id The new model's own: small letters, digits and hyphens.
 * @throws ClassifierError as `draftManifest`, `writeBundle` and `ModelReader.read`.
 */
export async function writeModel(
  model: ForeignModel,
  findings: NetworkFindings,
  id: string,
  { reader, signal }: { reader: ModelReader; signal?: AbortSignal },
): Promise<WrittenModel> {
  const { contract } = model;
  const files = await writeBundle(model, (parts) =>
    draftManifest({ id, model, contract, findings, files: parts }),
  );
  const held = holdFiles(files);
  const options = signal ? { signal } : {};
  const bundle = await reader.read(new MemoryFiles(model.name, held), MANIFEST_NAME, options);
  return { bundle, files };
}

import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ClassifierError } from '../core/errors';
import type { Manifest } from '../core/manifest';
import { toModelId } from '../core/model-id';
import { Engine } from '../engine/engine';
import { type ForeignImport, importModel } from '../engine/import-model';
import { limits } from '../model/intake/limits';
import { openTree } from '../model/intake/open-tree';
import { type ModelBundle, ModelReader } from '../model/read-model';
import { MANIFEST_NAME } from '../model/write-bundle';
import { DiskFiles } from './disk-files';
import { listSources } from './list-sources';
import { createNodeHost } from './node-host';

/** A model that is open under Node. */
export interface OpenedInNode {
  engine: Engine;
  manifest: Manifest;
  /** What another maker's export was found to be; `null` for a model of ours. */
  foreign: ForeignImport | null;
}

/**
 * Opens a model from the disk: one of ours, or whatever another maker exported.
 *
 * @param model A folder, a zip, a manifest of ours or another maker's `model.json`.
 * @throws ClassifierError as `openTree`, `importModel` and `Engine.open`.
 */
export async function openInNode(model: string): Promise<OpenedInNode> {
  const engine = new Engine(createNodeHost());
  const { bundle, foreign } = await read(engine, model);
  await engine.open(bundle, 'wasm');
  return { engine, manifest: bundle.manifest, foreign };
}

async function read(
  engine: Engine,
  model: string,
): Promise<{ bundle: ModelBundle; foreign: ForeignImport | null }> {
  const manifest = await findManifest(model);
  if (manifest) {
    const files = new DiskFiles(dirname(manifest));
    return { bundle: await new ModelReader().read(files, basename(manifest)), foreign: null };
  }
  // The weights of a lone model.json lie beside it.
  const sources = await listSources(/\.json$/i.test(model) ? dirname(model) : model);
  const tree = await openTree(sources);
  return importModel(engine, tree, toModelId(tree.name));
}

/** The manifest that a path means, `null` when it is not of ours. */
async function findManifest(path: string): Promise<string | null> {
  const found = await stat(path).catch((error: unknown) => {
    throw new ClassifierError('model-not-found', path, { cause: error });
  });
  if (found.isDirectory()) {
    const manifest = join(path, MANIFEST_NAME);
    const isOurs = await stat(manifest).then(
      (file) => file.isFile(),
      () => false,
    );
    return isOurs ? manifest : null;
  }
  if (!/\.json$/i.test(path) || found.size > limits.jsonBytes) return null;
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw ClassifierError.from(error, 'file-unreadable');
  });
  return /"(?:modelTopology|weightsManifest)"/.test(text) ? null : path;
}

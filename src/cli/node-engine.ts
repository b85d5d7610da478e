import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { ClassifierError } from '../core/errors';
import type { Manifest } from '../core/manifest';
import { Engine } from '../engine/engine';
import { ModelReader } from '../model/read-model';
import { DiskFiles } from './disk-files';
import { createNodeHost } from './node-host';

/** A model that is open under Node. */
export interface OpenedInNode {
  engine: Engine;
  manifest: Manifest;
}

/**
 * Opens a model from the disk.
 *
 * @param model A model's folder, or its manifest.
 * @throws ClassifierError as `ModelReader.read` and `Engine.open`.
 */
export async function openInNode(model: string): Promise<OpenedInNode> {
  const isFolder = await stat(model).then(
    (found) => found.isDirectory(),
    (error: unknown) => {
      throw new ClassifierError('model-not-found', model, { cause: error });
    },
  );
  const [folder, name] = isFolder ? [model, 'bearings.json'] : [dirname(model), basename(model)];
  const bundle = await new ModelReader().read(new DiskFiles(folder), name);
  const engine = new Engine(createNodeHost());
  await engine.open(bundle, 'wasm');
  return { engine, manifest: bundle.manifest };
}

import { holdFiles } from '../memory-files';
import { ClassifierError } from '../../core/errors';
import { type Manifest, parseManifest, parseTrunk } from '../../core/manifest';
import { joinPath } from '../join-path';
import type { HeldFile } from '../memory-files';
import type { ModelFiles, ReadOptions } from '../model-files';
import { parseModelJson } from '../model-json';
import { parseJson, readPart } from '../read-part';
import { copyTrunkFiles } from '../trunk-files';
import { MANIFEST_NAME } from '../write-bundle';

/** A model with everything that it needs, in one folder. */
export interface CollectedModel {
  manifest: Manifest;
  files: HeldFile[];
}

/**
 * Collects a model of ours from wherever it is. A trunk that lies beside it and is shared with others
 * is copied into it.
 *
 * @param name Its manifest's file name.
 * @throws ClassifierError as `ModelReader.read`.
 */
export async function collectModel(
  files: ModelFiles,
  name: string,
  options: ReadOptions = {},
): Promise<CollectedModel> {
  const found = parseManifest(parseJson(await files.read(name, options), name));
  const { network, others } = await collectNetwork(files, found.network, options);
  const { $schema: _, ...rest } = found;
  const manifest = { ...rest, network };
  if (found.detector) {
    const { bank } = found.detector;
    others.push({ path: bank.path, content: await readPart(files, bank, options) });
  }
  const texts = await Promise.all(
    ['CARD.md', 'labels.txt', 'metadata.json'].map((path) => readIfThere(files, path, options)),
  );
  const described = new TextEncoder().encode(`${JSON.stringify(manifest)}\n`);
  return {
    manifest,
    files: [{ path: MANIFEST_NAME, content: described }, ...others, ...texts.flat()],
  };
}

type NetworkSpec = Manifest['network'];

async function collectNetwork(
  files: ModelFiles,
  network: NetworkSpec,
  options: ReadOptions,
): Promise<{ network: NetworkSpec; others: HeldFile[] }> {
  switch (network.kind) {
    case 'head-on-trunk': {
      const spec = parseTrunk(
        parseJson(await readPart(files, network.trunk, options), network.trunk.path),
      );
      const trunk = await copyTrunkFiles(files, network.trunk, spec, options);
      const head = {
        path: network.head.path,
        content: await readPart(files, network.head, options),
      };
      return {
        network: { ...network, trunk: trunk.trunk },
        others: [head, ...holdFiles(trunk.files)],
      };
    }
    case 'tfjs-mobilenet': {
      const model = await files.read(network.model, options);
      const { paths } = parseModelJson(parseJson(model, network.model), network.model);
      const folder = network.model.split('/').slice(0, -1).join('/');
      const shards = paths.map((path) => joinPath(folder, path));
      const contents = await Promise.all(shards.map((path) => files.read(path, options)));
      const others = contents.map((content, i) => ({ path: shards[i] ?? '', content }));
      return { network, others: [{ path: network.model, content: model }, ...others] };
    }
    default: {
      const parts = [network.model, ...network.weights];
      const contents = await Promise.all(parts.map((part) => readPart(files, part, options)));
      const others = contents.map((content, i) => ({ path: parts[i]?.path ?? '', content }));
      return { network, others };
    }
  }
}

/** Files that no manifest names: a model is whole without them. */
async function readIfThere(
  files: ModelFiles,
  path: string,
  options: ReadOptions,
): Promise<HeldFile[]> {
  try {
    return [{ path, content: await files.read(path, options) }];
  } catch (error) {
    if (!(error instanceof ClassifierError) || error.code !== 'model-part-missing') throw error;
    return [];
  }
}

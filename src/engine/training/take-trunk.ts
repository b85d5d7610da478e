import { ClassifierError } from '../../core/errors';
import { foldGraph } from '../../model/fold-graph';
import type { ModelFiles } from '../../model/model-files';
import type { ModelBundle } from '../../model/read-model';
import { copyTrunkFiles, type TrunkFiles, writeTrunkFiles } from '../../model/trunk-files';
import { needOneInput, toGraph } from '../build-runner';

/**
 * The files of the network below the head: our trunk as it is, or the part of somebody else's network
 * up to its features, written as one.
 *
 * @param files The folder that the bundle was read from.
 * @throws ClassifierError `training-no-features` for a network whose features can't be cut off.
 */
export async function takeTrunk(
  { manifest, network }: ModelBundle,
  files: ModelFiles,
  signal?: AbortSignal,
): Promise<TrunkFiles> {
  if (network.kind === 'head-on-trunk' && manifest.network.kind === 'head-on-trunk') {
    const { trunk } = manifest.network;
    return copyTrunkFiles(files, trunk, network.trunk.spec, signal ? { signal } : {});
  }
  if (network.kind !== 'tfjs-graph' && network.kind !== 'tfjs-layers') {
    throw new ClassifierError('training-no-features', network.kind);
  }
  const { features } = network.spec;
  const { input, name, provenance, licence } = manifest;
  const graph = input.layout === 'nhwc' && features ? toGraph(network, input) : null;
  if (!features || !graph?.nodes.some((node) => node.name === features.node)) {
    throw new ClassifierError('training-no-features', features?.node ?? 'no features');
  }
  return writeTrunkFiles({
    name: `The features of ${name}`,
    graph: foldGraph(graph.parts, [features.node]),
    input: {
      node: needOneInput(graph.nodes, [features.node]),
      width: input.width,
      height: input.height,
    },
    taps: [features],
    credits: provenance.credits,
    licence,
  });
}

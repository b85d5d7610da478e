import { ClassifierError } from '../core/errors';
import { type FilePart, type Manifest, parseManifest } from '../core/manifest';
import { type BundleFile, toFile, toLabelsFile, toPart } from './bundle-file';
import { describeCard } from './describe-card';
import { describeNetwork, partsOf } from './describe-network';
import type { ForeignModel } from './foreign-model';
import { describeForTeachableMachine } from './teachable-machine-metadata';

/** The files that a manifest names, with their sizes and fingerprints. */
export interface NetworkFiles {
  model: FilePart;
  weights: FilePart[];
}

/** The name of the file that describes all others. */
export const MANIFEST_NAME = 'bearings.json';

/**
 * Lays a model out as Bearings' own bundle: its contract and whatever it learnt beside the network,
 * which other makers' loaders still open.
 *
 * @param manifest Called with the network's files; gives the manifest that names them.
 * @param extra The reference bank, where the manifest's detector names one; a card in place of the
 *   one that is written from the manifest.
 * @throws ClassifierError `model-manifest-invalid` when manifest and files do not fit together,
 *   `page-insecure`.
 */
export async function writeBundle(
  model: Pick<ForeignModel, 'network' | 'name' | 'format' | 'formatName'>,
  manifest: (files: NetworkFiles) => Manifest,
  extra: { bank?: Uint8Array; card?: string } = {},
): Promise<BundleFile[]> {
  const { network } = model;
  const modelJson = toFile('model.json', describeNetwork(network));
  const weights = { path: 'weights.bin', bytes: new Uint8Array(partsOf(network).weightData) };
  const drafted = manifest({
    model: await toPart(modelJson),
    weights: [await toPart(weights)],
  });
  const checked = parseManifest(drafted);
  const files = [toFile(MANIFEST_NAME, checked), modelJson, weights];
  const metadata = describeForTeachableMachine(checked);
  if (metadata) files.push(toFile('metadata.json', metadata));
  files.push(toLabelsFile(checked.labels));
  files.push(toFile('CARD.md', extra.card ?? describeCard(model.formatName, checked)));
  const bank = await takeBank(checked, extra.bank);
  return bank ? [...files, bank] : files;
}

/** The bank as a file, when it is the one that the manifest's detector means. */
async function takeBank(
  { detector }: Manifest,
  bytes: Uint8Array | undefined,
): Promise<BundleFile | null> {
  if (!detector && !bytes) return null;
  if (!detector || !bytes) {
    throw new ClassifierError('model-manifest-invalid', 'a detector and its bank go together');
  }
  const bank = { path: detector.bank.path, bytes: new Uint8Array(bytes) };
  const { sha256 } = await toPart(bank);
  if (sha256 !== detector.bank.sha256) {
    throw new ClassifierError('model-manifest-invalid', 'this bank is not the detector’s');
  }
  return bank;
}

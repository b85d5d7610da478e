import type { Manifest } from '../core/manifest';
import type { DoctorPhoto } from '../engine/doctor';
import { isContractOpen, pinContract, type PinnedContract } from '../engine/pin-contract';
import type { ModelBundle } from '../model/read-model';
import type { ImportProgress, LabelledPhoto } from './import-protocol';
import type { WorkerSession } from './session';
import { toDoctorPhoto } from './to-doctor-photo';

/** More would tell little more of how photos are prepared, and take longer. */
const PHOTOS_A_LABEL = 5;

/**
 * Settles what a model's manifest only guesses, by a few of the labelled photos.
 *
 * @throws ClassifierError as `pinContract`, and what opening the network throws.
 */
export async function pinByPhotos(
  { engine }: WorkerSession,
  bundle: ModelBundle,
  photos: readonly LabelledPhoto[],
  signal: AbortSignal,
  onProgress: (progress: ImportProgress) => void,
): Promise<PinnedContract> {
  const { manifest } = bundle;
  if (!isContractOpen(manifest)) return { manifest, notes: [] };
  const few = await pickPhotos(photos, manifest);
  const { ForeignNetwork } = await import('../engine/foreign-network');
  return engine.openAside(bundle, async (network) => {
    if (!(network instanceof ForeignNetwork)) return { manifest, notes: [] };
    return pinContract(network, manifest, few, {
      signal,
      onProgress: (loaded, total) => onProgress({ stage: 'try', loaded, total }),
    });
  });
}

/** The first few of each label that can be opened. */
async function pickPhotos(
  photos: readonly LabelledPhoto[],
  manifest: Manifest,
): Promise<DoctorPhoto[]> {
  const picked: DoctorPhoto[] = [];
  for (const label of manifest.labels) {
    let count = 0;
    for (const one of photos) {
      if (one.label !== label || count >= PHOTOS_A_LABEL) continue;
      const photo = await openPhoto(one, manifest);
      if (!photo) continue;
      picked.push(photo);
      count += 1;
    }
  }
  return picked;
}

/** `null` where it can't be opened: whoever learns from all photos next meets it again and says so. */
async function openPhoto(
  photo: LabelledPhoto,
  { labels, input }: Manifest,
): Promise<DoctorPhoto | null> {
  try {
    const opened = await toDoctorPhoto(photo, labels, input);
    await opened.draw(input.fit, 'upright');
    return opened;
  } catch {
    return null;
  }
}

import type { Contract } from '../core/contract';
import { contractOf } from '../core/contract-of';
import type { Diagnosis } from '../core/doctor';
import { listCertainties } from '../core/draft-manifest';
import { inputOf } from '../core/input-of';
import { type Manifest, parseManifest } from '../core/manifest';
import { pinGolden } from '../core/pin-golden';
import {
  agreeOn,
  type PreparationPart,
  preparationOf,
  preparationParts,
} from '../core/preparation';
import { type AdaptableNetwork, diagnose, type DoctorPhoto } from './doctor';
import { runGolden } from './run-golden';

/** What photos made of a model's contract. */
export interface PinnedContract {
  /** With the contract as the photos have it, and golden outputs for that. */
  manifest: Manifest;
  /** What was changed, a sentence; none when nothing was. */
  notes: string[];
}

/** Photos of one label alone say which way of preparing them is loud, not which is right. */
const MIN_LABELS = 2;

const partNames: Record<PreparationPart, string> = {
  fit: 'how a photo is cut to shape',
  scale: 'how brightness is counted',
  channels: 'the order of colours',
  orientation: 'photos taken sideways',
};

/** Whether a model's manifest only guesses a part of how photos are prepared. */
export function isContractOpen({ contract }: Manifest): boolean {
  return contract !== undefined && preparationParts.some((part) => contract[part] === 'guess');
}

/**
 * Settles by labelled photos what a kept model's manifest only guesses, before anything is learnt
 * from photos that may be prepared wrongly.
 *
 * @param network Of that manifest; it stays open.
 * @param photos Three a label are enough. Photos of one label alone change nothing.
 * @throws ClassifierError as `diagnose`.
 */
export async function pinContract(
  network: Pick<AdaptableNetwork, 'run'>,
  manifest: Manifest,
  photos: readonly DoctorPhoto[],
  options: { signal?: AbortSignal; onProgress?: (done: number, total: number) => void } = {},
): Promise<PinnedContract> {
  const contract = contractOf(manifest);
  const labels = new Set(photos.map(({ label }) => label).filter((label) => label !== null));
  if (!contract || !isContractOpen(manifest) || labels.size < MIN_LABELS) {
    return { manifest, notes: [] };
  }
  const borrowed: AdaptableNetwork = {
    run: (image, input) => network.run(image, input),
    dispose: () => undefined,
  };
  const diagnosis = await diagnose(() => Promise.resolve(borrowed), contract, photos, options);
  const settled = keepUntold(contract, diagnosis);
  const [before, after] = [preparationOf(contract), preparationOf(settled)];
  const changed = preparationParts.filter((part) => !agreeOn(part, before, after));
  const input = inputOf(settled);
  const runs = await runGolden((image) => network.run(image, input), manifest, options.signal);
  const words = changed.map((part) => partNames[part]).join(', ');
  return {
    manifest: parseManifest({
      ...manifest,
      input,
      contract: listCertainties(settled),
      golden: pinGolden(runs, manifest.output, manifest.calibration),
    } satisfies Manifest),
    notes:
      changed.length > 0
        ? [`Your photos changed what was only guessed before: ${words}. The card has the details.`]
        : [],
  };
}

/** What the photos cannot tell stays the guess that it was: it is the usual thing for such a model. */
function keepUntold(contract: Contract, { contract: found, parts }: Diagnosis): Contract {
  const untold = parts.filter(({ margin }) => margin.words === 'none');
  const kept = Object.fromEntries(untold.map(({ part }) => [part, contract[part]]));
  return { ...found, ...kept };
}

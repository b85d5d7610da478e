import { IMAGENET_CLASSES } from '@tensorflow-models/mobilenet/dist/imagenet_classes';
import { usualScales } from '../../src/core/scale';
import type { Preparation } from '../../src/core/preparation';
import type { AdaptableNetwork } from '../../src/engine/doctor';
import type { CachedNetwork } from './cached-trunk';
import { dataSets, firstFresh, trainOn } from './data-sets';
import { applyHead, KnownModel } from './known-model';

/** A model of the benchmark, with what is known of it. */
export interface KnownContract {
  name: string;
  labels: string[];
  /** How it wants its photos; `fit: null` where its maker mixed fits, so that none is right. */
  known: Omit<Preparation, 'fit' | 'orientation'> & { fit: Preparation['fit'] | null };
  network: AdaptableNetwork;
  /** For each label that is tried, its folder of photos; the others have none. */
  tried: { label: number; folder: string }[];
  /** Where photos begin, in a folder's shuffled order, that nothing was trained or chosen on. */
  firstFresh: number;
}

type ScaleName = keyof typeof usualScales;
type Row = readonly [
  data: keyof typeof dataSets,
  fit: Preparation['fit'],
  scale: ScaleName,
  channels: 'rgb' | 'bgr',
];

/** Heads trained here, on photos of each fit, under every scale and channel order. */
const heads: readonly Row[] = [
  ['bears', 'crop', '-1…1', 'rgb'],
  ['bears', 'pad', '-1…1', 'bgr'],
  ['bears', 'squish', '0…1', 'rgb'],
  ['clothing', 'squish', '-1…1', 'rgb'],
  ['clothing', 'pad', '-1…1', 'bgr'],
  ['clothing', 'crop', '0…255', 'rgb'],
  ['trash', 'pad', '-1…1', 'rgb'],
  ['trash', 'squish', '0…1', 'bgr'],
  ['trash', 'crop', '-1…1', 'rgb'],
  ['bears', 'crop', '-1…1.008', 'rgb'],
  ['bears', 'squish', 'imagenet-mean', 'bgr'],
  ['clothing', 'squish', 'imagenet-standard', 'rgb'],
  ['trash', 'pad', 'imagenet-standard', 'rgb'],
  ['trash', 'crop', 'imagenet-mean', 'bgr'],
];

/** Caltech-101's folders whose classes have an ImageNet name. */
const imagenetFolders: Record<string, number> = {
  Leopards: 288,
  flamingo: 130,
  panda: 388,
};

/** Photos of each of them on which the doctor's rules were chosen. */
const IMAGENET_LOOKED_AT = 9;

/** The networks for ImageNet: as it is, and with another scale and order folded in. */
const mobilenets = [
  { scale: '-1…1', channels: 'rgb' },
  { scale: '0…255', channels: 'bgr' },
] as const;

/** Trains or opens every model. */
export async function buildModels(
  trunk: CachedNetwork,
  mobilenet: CachedNetwork | null,
): Promise<KnownContract[]> {
  const models: KnownContract[] = [];
  for (const row of heads) models.push(await buildHead(row, trunk));
  if (!mobilenet) return models;
  for (const { scale, channels } of mobilenets) {
    const wants = { scale: usualScales[scale], channels };
    models.push({
      name: 'MobileNet, ImageNet',
      labels: Object.values(IMAGENET_CLASSES),
      // It was trained on stretched cuttings of chance size.
      known: { ...wants, fit: null },
      // The first of its 1,001 logits stands for the background.
      network: new KnownModel(mobilenet, wants, (logits) => logits.slice(1), false),
      tried: Object.entries(imagenetFolders).map(([name, label]) => ({
        label,
        folder: `caltech101/${name}`,
      })),
      firstFresh: IMAGENET_LOOKED_AT,
    });
  }
  return models;
}

async function buildHead(
  [data, fit, scaleName, channels]: Row,
  trunk: CachedNetwork,
): Promise<KnownContract> {
  const set = dataSets[data];
  const head = await trainOn(set, fit, trunk);
  const wants = { scale: usualScales[scaleName], channels };
  return {
    name: data,
    labels: set.labels,
    known: { ...wants, fit },
    network: new KnownModel(trunk, wants, (features) => applyHead(head, features), true),
    tried: set.test.map((folder, label) => ({ label, folder })),
    firstFresh: firstFresh(set),
  };
}

import type { KnownTaps } from '../foreign-model';
import { usualScales } from '../../core/scale';
import { parseNodes } from '../graph-nodes';
import type { GraphParts } from '../graph-parts';
import { byMaker, fact } from './draft-contract';
import type { Clues, Format } from './format';
import { openNetwork } from './open-network';

/** Nodes of the pooled features, by version: what `@tensorflow-models/mobilenet` asks for. */
const pooledNodes = [
  'module_apply_default/MobilenetV2/Logits/AvgPool',
  'module_apply_default/MobilenetV1/Logits/global_pool',
];
/** ImageNet's 1,000 classes, with or without "background" in front. */
const classCounts = [1000, 1001];

/**
 * MobileNets for ImageNet in the form that `@tensorflow-models/mobilenet` opens. It stretches the
 * photo. Whether it wants 0 to 1 or -1 to 1 the first sums of the graph say, or nobody.
 */
export const mobilenet: Format = {
  id: 'mobilenet',
  name: 'MobileNet for ImageNet',
  match: (clues) => clues.model.kind === 'graph' && findPooled(clues) !== null,
  open: (clues, options) =>
    openNetwork(mobilenet, clues, options, async ({ units }, read) => ({
      ...(units !== null && classCounts.includes(units)
        ? { labels: await nameImagenetClasses(units), areLabelsUsual: true }
        : {}),
      maker: {
        size: byMaker({ width: 224, height: 224 }),
        fit: byMaker('squish'),
        channels: byMaker('rgb'),
        layout: byMaker('nhwc'),
        scale: fact(usualScales['-1…1'], 'guess'),
        orientation: byMaker('upright'),
        output: byMaker('logits'),
      },
      taps: read.kind === 'graph' ? tapsOf(read.network.graph) : {},
      notes: units === 1001 ? ['The first of the 1,001 classes is “background”.'] : [],
    })),
};

function findPooled({ model }: Clues): string | null {
  const nodes = parseNodes(model.topology);
  return pooledNodes.find((wanted) => nodes.some(({ name }) => name === wanted)) ?? null;
}

function tapsOf({ topology }: GraphParts): KnownTaps {
  const nodes = parseNodes(topology);
  const features = pooledNodes.find((wanted) => nodes.some(({ name }) => name === wanted));
  return features === undefined ? {} : { features };
}

/** A thousand names weigh 30 kB: fetched only when such a model is opened. */
async function nameImagenetClasses(units: number): Promise<string[]> {
  const { IMAGENET_CLASSES: names } =
    await import('@tensorflow-models/mobilenet/dist/imagenet_classes');
  const labels = Array.from({ length: 1000 }, (_, index) => names[index] ?? `class ${index}`);
  return units === 1001 ? ['background', ...labels] : labels;
}

import { ClassifierError } from '../../src/core/errors';
import type { GraphParts } from '../../src/model/graph-parts';

/** What `@tensorflow-models/mobilenet` must be told about a MobileNet. */
export interface MobilenetKind {
  version: 1 | 2;
  /** Width multiplier. */
  alpha: 0.25 | 0.5 | 0.75 | 1;
  /** Numbers that black and white become. */
  inputRange: [number, number];
}

/** The nodes whose values the package gives as the embedding; without them it can't work. */
const embeddingNodes: Record<MobilenetKind['version'], string> = {
  1: 'module_apply_default/MobilenetV1/Logits/global_pool',
  2: 'module_apply_default/MobilenetV2/Logits/AvgPool',
};
/** Channels of the first layer at alpha 1. */
const FIRST_CHANNELS = 32;
const alphas = [0.25, 0.5, 0.75, 1] as const;

/**
 * Finds out what kind of MobileNet a graph is, by its nodes and weights.
 *
 * @param known What the caller knows better; it is not looked for.
 * @throws ClassifierError `model-unsupported` when it is none that the package knows.
 */
export function inspectMobilenet(
  { topology, weightSpecs }: GraphParts,
  known: Partial<MobilenetKind> = {},
): MobilenetKind {
  const names = nodeNames(topology);
  const found = ([1, 2] as const).find((each) => names.includes(embeddingNodes[each]));
  if (!found) {
    throw new ClassifierError(
      'model-unsupported',
      `it has no node ${Object.values(embeddingNodes).join(' or ')}, so it is not a MobileNet for @tensorflow-models/mobilenet`,
    );
  }
  // Hub modules bring photos from [0, 1] to [-1, 1] themselves.
  const scalesItself = names.some((name) => name.includes('hub_input/'));
  return {
    version: known.version ?? found,
    alpha: known.alpha ?? findAlpha(weightSpecs),
    inputRange: known.inputRange ?? (scalesItself ? [0, 1] : [-1, 1]),
  };
}

function findAlpha(weightSpecs: GraphParts['weightSpecs']): MobilenetKind['alpha'] {
  const first = weightSpecs.find(
    ({ shape: [height, width, depth] }) => height === 3 && width === 3 && depth === 3,
  );
  const channels = first?.shape[3] ?? 0;
  const alpha = alphas.find((each) => each === channels / FIRST_CHANNELS);
  if (alpha !== undefined) return alpha;
  throw new ClassifierError(
    'model-unsupported',
    `its first layer has ${channels} channels, which fits none of the widths ${alphas.join(', ')}; say which with --alpha`,
  );
}

function nodeNames(topology: Record<string, unknown>): string[] {
  const nodes: unknown = topology['node'];
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((node: unknown) =>
    typeof node === 'object' && node !== null && 'name' in node && typeof node.name === 'string'
      ? [node.name]
      : [],
  );
}

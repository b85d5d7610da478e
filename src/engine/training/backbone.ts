import { getBackend } from '@tensorflow/tfjs-core';
import { ClassifierError } from '../../core/errors';
import type { InputSpec } from '../../core/manifest';
import type { ModelImage } from '../../core/model-image';
import { keyNetwork } from '../../core/training/feature-keys';
import type { FeatureTap } from '../../core/training/scale-features';
import type { ModelBundle } from '../../model/read-model';
import { listFeatureParts, splitTaps } from '../list-feature-parts';
import type { Network } from '../network';
import { MIN_NORM } from '../trunk';
import { watchGpu } from '../watch-gpu';

/** A network whose pooled features a new head learns from. */
export interface Backbone {
  /** Tells backbones apart: features of one mean nothing to another. */
  key: string;
  /** The model's size. */
  target: Pick<InputSpec, 'width' | 'height'>;
  /** Numbers a photo, and the taps that they come from. */
  featureCount: number;
  taps: readonly FeatureTap[];
  /** Those that domain scores go by. */
  domainParts: readonly FeatureTap[];
  /**
   * @throws ClassifierError `engine-stopped` when the GPU went away, `result-not-finite`,
   *   `model-output-unexpected`.
   */
  run(image: ModelImage): Promise<Float32Array<ArrayBuffer>>;
}

/**
 * Takes an open model's features for a backbone; its own labels play no part.
 *
 * @throws ClassifierError `training-no-features` when no place for features is known in it.
 */
export function takeBackbone(
  { manifest, network: parts }: ModelBundle,
  network: Network,
): Backbone {
  const taps = listTaps(parts);
  const featureCount = taps.reduce((sum, { length }) => sum + length, 0);
  const gpu = watchGpu(getBackend() as Parameters<typeof watchGpu>[0]);
  const { width, height } = manifest.input;
  return {
    key: keyNetwork(manifest.network),
    target: { width, height },
    featureCount,
    taps,
    domainParts: listFeatureParts(parts) ?? taps,
    async run(image) {
      const { features } = await gpu.guard(network.run(image));
      if (features?.length !== featureCount) {
        throw new ClassifierError(
          'model-output-unexpected',
          `${features?.length ?? 'no'} features instead of ${featureCount}`,
        );
      }
      if (!features.every(Number.isFinite)) throw new ClassifierError('result-not-finite');
      return parts.kind === 'head-on-trunk' ? Float32Array.from(features) : toUnitLength(features);
    },
  };
}

function listTaps(parts: ModelBundle['network']): FeatureTap[] {
  if (parts.kind === 'head-on-trunk') return splitTaps(parts.trunk.spec.taps);
  const features = parts.kind === 'tfjs-mobilenet' ? null : parts.spec.features;
  if (!features) throw new ClassifierError('training-no-features', parts.kind);
  return [{ start: 0, length: features.length }];
}

/** As a trunk gives them: the new model has somebody else's network for its trunk. */
function toUnitLength(features: Float32Array): Float32Array<ArrayBuffer> {
  const length = Math.hypot(...features);
  return Float32Array.from(features, (value) => value / Math.max(length, MIN_NORM));
}

import type { InputSpec, Manifest } from '../core/manifest';
import { isSameScale, usualScales } from '../core/scale';

/**
 * A `metadata.json` as Teachable Machine writes it; its library and ml5 read `labels` and `imageSize`.
 *
 * @param input How the network beside it is fed.
 */
export function toMetadata(
  { name, labels }: Pick<Manifest, 'name' | 'labels'>,
  input: InputSpec,
): Record<string, unknown> {
  return {
    tfjsVersion: '4.22.0',
    packageName: 'bearings',
    userMetadata: {},
    modelName: name,
    labels,
    imageSize: input.width,
    grayscale: input.channels === 'grey',
  };
}

/**
 * The `metadata.json` with which Teachable Machine's own library opens a layers model; it has no
 * words for how photos are scaled and always takes `byte / 127 - 1`, so this goes with the card.
 *
 * @returns `null` for what that library cannot run: a picture that is not square, has its channels
 *   first or four of them, or one unit for two labels.
 */
export function describeForTeachableMachine(manifest: Manifest): Record<string, unknown> | null {
  const { labels, input, network } = manifest;
  const isRunnable =
    network.kind === 'tfjs-layers' &&
    network.units === labels.length &&
    input.width === input.height &&
    input.layout === 'nhwc' &&
    input.channels !== 'rgba';
  return isRunnable ? toMetadata(manifest, input) : null;
}

/** Whether Teachable Machine's library prepares photos as this model wants them. */
export function isTeachableMachineInput({ input, output }: Manifest): boolean {
  const { scale, fit, channels } = input;
  return (
    output === 'probabilities' &&
    fit === 'crop' &&
    (channels === 'rgb' || channels === 'grey') &&
    // 127 and 127.5 may be taken for one another: no photo tells them apart.
    isSameScale(scale, usualScales['-1…1.008'])
  );
}

import type { Contract } from './contract';
import type { InputSpec } from './manifest';

/** A contract's way of preparing pictures, as the manifest says it. */
export function inputOf({ size, fit, channels, layout, scale, orientation }: Contract): InputSpec {
  return {
    ...size.value,
    fit: fit.value,
    channels: channels.value,
    layout: layout.value,
    scale: scale.value,
    orientation: orientation.value,
  };
}

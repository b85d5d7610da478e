import type { Contract } from './contract';
import type { Manifest } from './manifest';

/**
 * The contract that a manifest tells, each part with how sure it is.
 *
 * @returns `null` for a model whose maker wrote its manifest: there is nothing to doubt.
 */
export function contractOf({ contract, input, labels, output }: Manifest): Contract | null {
  if (!contract) return null;
  const { width, height, fit, channels, layout, scale, orientation = 'upright' } = input;
  return {
    labels: { value: labels, from: contract.labels },
    size: { value: { width, height }, from: contract.size },
    fit: { value: fit, from: contract.fit },
    channels: { value: channels, from: contract.channels },
    layout: { value: layout, from: contract.layout },
    scale: { value: scale, from: contract.scale },
    orientation: { value: orientation, from: contract.orientation },
    output: { value: output, from: contract.output },
  };
}

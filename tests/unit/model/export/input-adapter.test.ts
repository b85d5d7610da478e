import { describe, expect, it } from 'vitest';
import { channelCounts } from '../../../../src/core/contract';
import type { InputSpec } from '../../../../src/core/manifest';
import { usualScales } from '../../../../src/core/scale';
import { fillInput } from '../../../../src/engine/to-tensor';
import { planInputAdapter } from '../../../../src/model/export/input-adapter';

const spec: InputSpec = {
  width: 2,
  height: 1,
  fit: 'crop',
  channels: 'rgb',
  layout: 'nhwc',
  scale: usualScales['-1…1.008'],
};
/** Two pixels. */
const data = new Uint8ClampedArray([255, 51, 0, 255, 7, 102, 200, 255]);
const fed = [255, 51, 0, 7, 102, 200].map((byte) => byte / 127 - 1);

describe('planInputAdapter', () => {
  it('has nothing to do where a network wants what comes in', () => {
    expect(planInputAdapter(spec)).toBeNull();
  });

  it.each(
    (['rgb', 'bgr', 'grey', 'rgba'] as const).flatMap((channels) =>
      Object.entries(usualScales).map(([name, scale]) => ({ channels, name, scale })),
    ),
  )('makes the engine’s numbers: $channels, $name', ({ channels, scale }) => {
    const input = { ...spec, channels, scale };
    const count = channelCounts[channels];
    const wanted = fillInput({ width: 2, height: 1, data }, input, new Float32Array(2 * count));
    const adapter = planInputAdapter(input);
    const made = adapter
      ? [0, 1].flatMap((pixel) =>
          Array.from(adapter.bias, (bias, filter) =>
            [0, 1, 2].reduce(
              (sum, colour) =>
                sum +
                (fed[3 * pixel + colour] ?? NaN) *
                  (adapter.kernel[colour * adapter.filters + filter] ?? NaN),
              bias,
            ),
          ),
        )
      : fed;
    expect(made).toHaveLength(2 * count);
    made.forEach((value, i) => expect(value).toBeCloseTo(wanted[i] ?? NaN, 3));
  });
});

import { ClassifierError } from '../../core/errors';
import type { KerasLayer } from './keras-model';
import { supportedActivations } from './supported-layers';

/** Who wrote a model, where that changes what a setting means. */
export interface Writer {
  isKeras3: boolean;
  /** Saved by tfjs itself: what tfjs does with a layer is then what it was trained with. */
  isTfjs: boolean;
}

/**
 * Refuses the settings of a layer that tfjs 4.22 knows but does otherwise than Keras, without a word.
 *
 * @throws ClassifierError `model-layer-unsupported`.
 */
export function checkSettings(layer: KerasLayer, writer: Writer): void {
  const { className, config } = layer;
  checkActivation(layer, writer.isKeras3);
  if (className === 'ReLU') {
    for (const setting of ['negative_slope', 'threshold']) {
      if (isOtherThan(config[setting], 0)) throw unsupported(layer, `with ${setting}`);
    }
  }
  if (/Conv/.test(className) && isOtherThan(config['groups'], 1)) {
    throw unsupported(layer, 'in groups');
  }
  if (className === 'LayerNormalization' && config['rms_scaling'] === true) {
    throw unsupported(layer, 'with rms_scaling');
  }
  if (writer.isTfjs) return;
  // tfjs takes no notice of these holes in the kernel.
  if (/^(?:DepthwiseConv2D|Conv2DTranspose)$/.test(className)) {
    if (isOtherThan(config['dilation_rate'], 1)) throw unsupported(layer, 'with dilation');
  }
  // Keras takes a pixel's place for its middle, tfjs for its corner.
  if (className === 'UpSampling2D' && (config['interpolation'] ?? 'nearest') !== 'nearest') {
    throw unsupported(layer, `with interpolation ${describe(config['interpolation'])}`);
  }
  if (className === 'Conv2DTranspose') checkOutputPadding(layer);
}

function checkActivation(layer: KerasLayer, isKeras3: boolean): void {
  const { activation, recurrent_activation: recurrent } = layer.config;
  for (const one of [activation, recurrent]) {
    if (one === undefined || one === null) continue;
    if (typeof one !== 'string' || !supportedActivations.has(one)) {
      throw unsupported(layer, `with the function ${describe(one)}`);
    }
    // Keras 3 takes relu6(x + 3) / 6 where Keras 2 and tfjs take 0.2 x + 0.5 between 0 and 1.
    if (isKeras3 && one === 'hard_sigmoid')
      throw unsupported(layer, 'with hard_sigmoid of Keras 3');
  }
}

/**
 * tfjs reads no `output_padding` p: it makes `n s` of n rows (padding "same") or
 * `n s + max(k - s, 0)` ("valid"), k the kernel, s the stride. Keras makes
 * `(n - 1) s + k - 2 floor(k / 2) + p` and `(n - 1) s + k + p` of them. What gives the same stays.
 */
function checkOutputPadding(layer: KerasLayer): void {
  const { output_padding: padding, padding: kind, kernel_size: kernels, strides } = layer.config;
  if (padding === undefined || padding === null) return;
  for (const axis of [0, 1]) {
    const [kernel, stride] = [numberAt(kernels, axis), numberAt(strides ?? 1, axis)];
    const same = kind === 'same' ? stride - (kernel % 2) : Math.max(stride - kernel, 0);
    if (numberAt(padding, axis) !== same) throw unsupported(layer, 'with output_padding');
  }
}

/** One number for both directions, or one for each. */
function numberAt(value: unknown, axis: number): number {
  const one: unknown = Array.isArray(value) ? value[axis] : value;
  return typeof one === 'number' ? one : NaN;
}

function isOtherThan(value: unknown, usual: number): boolean {
  const all: unknown[] = Array.isArray(value) ? value : [value];
  return all.some((one) => one !== undefined && one !== null && one !== usual);
}

function describe(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value).slice(0, 100);
}

/** The refusal of a layer, for a reason that goes behind its name. */
export function unsupported({ className, name }: KerasLayer, why: string): ClassifierError {
  return new ClassifierError('model-layer-unsupported', `${className} “${name}” ${why}`);
}

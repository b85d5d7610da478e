/** One number for all colours, or one each for red, green and blue, in whichever order these lie. */
export type PerColour = number | [red: number, green: number, blue: number];

/** `value = byte × multiply + add`, byte in 0…255. Grey is mixed from colours after this. */
export interface Scale {
  multiply: PerColour;
  add: PerColour;
}

type ScaleName = '-1…1' | '0…1' | '0…255' | '-1…1.008' | 'imagenet-mean' | 'imagenet-standard';

/**
 * Means and standard deviations of ImageNet's colours, as bytes. The means without deviations are
 * Caffe's, rounded otherwise.
 */
const means = [0.485, 0.456, 0.406] as const;
const deviations = [0.229, 0.224, 0.225] as const;

/** The usual scales, by the range they map a byte to or by what they take away. */
export const usualScales: Readonly<Record<ScaleName, Scale>> = {
  '-1…1': { multiply: 1 / 127.5, add: -1 },
  '0…1': { multiply: 1 / 255, add: 0 },
  '0…255': { multiply: 1, add: 0 },
  /** Teachable Machine divides by 127, not 127.5: white becomes 1.008. */
  '-1…1.008': { multiply: 1 / 127, add: -1 },
  /** Keras's ResNet and VGG (mode "caffe"): ImageNet's mean is taken away, colour by colour. */
  'imagenet-mean': { multiply: 1, add: [-123.68, -116.779, -103.939] },
  /** PyTorch's networks and Keras's DenseNet (mode "torch"): mean 0 and deviation 1 on ImageNet. */
  'imagenet-standard': {
    multiply: [1 / (255 * deviations[0]), 1 / (255 * deviations[1]), 1 / (255 * deviations[2])],
    add: [-means[0] / deviations[0], -means[1] / deviations[1], -means[2] / deviations[2]],
  },
};

/** Red's, green's and blue's share of grey: luma of sRGB (ITU-R BT.601, as image libraries do). */
export const luma = [0.299, 0.587, 0.114] as const;

/** The largest difference between two scales' values, as a share of their range, that is none. */
const SAME_SCALE = 0.02;
/** The same, where only rounding makes a difference. */
const ROUNDING = 1e-6;

/** A scale's two numbers for red, green and blue. */
export function spreadScale({ multiply, add }: Scale): Record<'multiply' | 'add', number[]> {
  const spread = (value: PerColour) => (typeof value === 'number' ? [value, value, value] : value);
  return { multiply: spread(multiply), add: spread(add) };
}

/**
 * What a scale makes of the fourth channel. How opaque a pixel is is 255 in every photo, and numbers
 * for red, green and blue say nothing of it.
 */
export function scaleOpacity({ multiply, add }: Scale): number {
  return 255 * (typeof multiply === 'number' ? multiply : 1) + (typeof add === 'number' ? add : 0);
}

/** What a scale makes of black and of white: for red, green and blue. */
export function findEnds(scale: Scale): { black: number[]; white: number[] } {
  const { multiply, add } = spreadScale(scale);
  return { black: add, white: add.map((value, colour) => 255 * (multiply[colour] ?? NaN) + value) };
}

/**
 * Whether two scales give nearly the same numbers. No photo could tell such a pair apart: Teachable
 * Machine's x / 127 - 1 and the usual x / 127.5 - 1 differ by less than one grey level in a hundred.
 *
 * @param tolerance As a share of the wider range.
 */
export function isSameScale(one: Scale, other: Scale, tolerance = SAME_SCALE): boolean {
  const [a, b] = [findEnds(one), findEnds(other)];
  const range = Math.max(
    ...[a, b].flatMap(({ black, white }) =>
      white.map((end, i) => Math.abs(end - (black[i] ?? NaN))),
    ),
  );
  const differences = (['black', 'white'] as const).flatMap((end) =>
    a[end].map((value, colour) => Math.abs(value - (b[end][colour] ?? NaN))),
  );
  return Math.max(...differences) <= tolerance * range;
}

/** Whether two scales are the same but for rounding. */
export function isEqualScale(one: Scale, other: Scale): boolean {
  return isSameScale(one, other, ROUNDING);
}

/** Whether red, green and blue have numbers of their own. */
export function isPerColour({ multiply, add }: Scale): boolean {
  return typeof multiply !== 'number' || typeof add !== 'number';
}

/** A scale as a formula, in six digits; three numbers are for red, green and blue. */
export function writeFormula(scale: Scale): string {
  const write = (value: PerColour) =>
    typeof value === 'number' ? toDigits(value) : `[${value.map(toDigits).join(', ')}]`;
  const colours = isPerColour(scale) ? ' (red, green, blue)' : '';
  return `byte × ${write(scale.multiply)} + ${write(scale.add)}${colours}`;
}

function toDigits(value: number): string {
  return String(Number(value.toPrecision(6)));
}

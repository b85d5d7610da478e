type Rgb = readonly [number, number, number];

/** Smallest contrast of what shows where a control is (WCAG 2.2). */
export const CONTROL_CONTRAST = 3;

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

/**
 * Contrast of two colours (WCAG 2.2, relative luminance).
 *
 * @param one `#rrggbb`.
 * @returns 1 … 21.
 */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(parse(one)), luminance(parse(other))].sort(
    (a, b) => a - b,
  );
  return (high + 0.05) / (low + 0.05);
}

/** Black or white, whichever reads better on a colour. */
export function readableOn(colour: string): '#000000' | '#ffffff' {
  return contrast(colour, '#000000') >= contrast(colour, '#ffffff') ? '#000000' : '#ffffff';
}

/**
 * The colour nearest to this one that stands out from a background: mixed with black or white, as
 * little as it takes.
 */
export function standOut(colour: string, background: string, least: number): string {
  const away = readableOn(background) === '#000000' ? BLACK : WHITE;
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(parse(colour), away, share);
    if (contrast(mixed, background) >= least) return mixed;
  }
  return mix(away, away, 1);
}

function mix(one: Rgb, other: Rgb, share: number): string {
  const byte = (i: 0 | 1 | 2) =>
    Math.round(one[i] * (1 - share) + other[i] * share)
      .toString(16)
      .padStart(2, '0');
  return `#${byte(0)}${byte(1)}${byte(2)}`;
}

function parse(colour: string): Rgb {
  const at = (start: number) => Number.parseInt(colour.slice(start, start + 2), 16);
  return [at(1), at(3), at(5)];
}

function luminance([red, green, blue]: Rgb): number {
  const linear = (byte: number) => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

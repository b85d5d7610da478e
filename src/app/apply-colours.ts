import type { AppIdentity } from '../core/export/app-identity';
import { CONTROL_CONTRAST, contrast, readableOn, standOut } from '../core/export/colours';

/** As in styles/tokens.css. */
const DARK_PAPER = '#111815';
const LIGHT_INK = '#14261f';
const EASY_CONTRAST = 7;

/** Dresses the page in its own colours, as far as everything on it stays readable. */
export function applyColours(
  { themeColour, backgroundColour }: AppIdentity,
  root: HTMLElement,
): void {
  const paper =
    contrast(backgroundColour, LIGHT_INK) >= EASY_CONTRAST ? backgroundColour : '#eef1e9';
  const light = standOut(themeColour, paper, CONTROL_CONTRAST);
  const dark = standOut(themeColour, DARK_PAPER, CONTROL_CONTRAST);
  const both = (inLight: string, inDark: string) => `light-dark(${inLight}, ${inDark})`;
  root.style.setProperty('--paper', both(paper, DARK_PAPER));
  root.style.setProperty('--action', both(light, dark));
  root.style.setProperty('--action-hover', both(light, dark));
  root.style.setProperty('--on-action', both(readableOn(light), readableOn(dark)));
}

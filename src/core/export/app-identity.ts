import { type AppDesign, defaultAppDesign } from '../studio/app-design';

/** What an exported app is called and looks like, with nothing left open. */
export interface AppIdentity extends AppDesign {
  /** Small letters, digits and hyphens: tells apps on one host apart. */
  id: string;
}

/** As many letters as phones show under an icon. */
const SHORT_NAME_LENGTH = 12;
/** "Bears of the" ends in the midst of a thought. */
const LEFT_HANGING = /(?:\s+(?:a|an|and|at|by|for|from|in|of|on|or|the|to|with))+$/i;
const HEX = /^#[0-9a-f]{6}$/i;

/**
 * Fills in what a design leaves open.
 *
 * @param model What the app is named after otherwise.
 */
export function settleDesign(
  design: AppDesign,
  model: { id: string; name: string; summary: string },
): AppIdentity {
  const name = design.name.trim() || model.name;
  // A letter as a person sees it: an emoji may be several characters.
  const [first] = [...new Intl.Segmenter().segment(name)];
  return {
    id: model.id,
    name,
    shortName: design.shortName.trim() || shorten(name),
    description: design.description.trim() || model.summary || name,
    themeColour: takeColour(design.themeColour, defaultAppDesign.themeColour),
    backgroundColour: takeColour(design.backgroundColour, defaultAppDesign.backgroundColour),
    iconText: design.iconText.trim() || (first?.segment ?? '?').toUpperCase(),
  };
}

function takeColour(colour: string, otherwise: string): string {
  return HEX.test(colour) ? colour : otherwise;
}

function shorten(name: string): string {
  if (name.length <= SHORT_NAME_LENGTH) return name;
  const words = name.slice(0, SHORT_NAME_LENGTH + 1).split(/\s+/);
  const whole = words.slice(0, -1).join(' ').replace(LEFT_HANGING, '');
  return whole || name.slice(0, SHORT_NAME_LENGTH);
}

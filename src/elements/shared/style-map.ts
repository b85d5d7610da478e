import { noChange } from 'lit';
import { Directive, directive, type AttributePart } from 'lit/directive.js';
import type { StyleInfo } from 'lit/directives/style-map.js';

/**
 * Stands in for Lit's `styleMap`, whose first rendering writes a `style` attribute: a strict
 * content-security policy forbids that. This one sets each property by itself, which is allowed. The
 * build puts it under Web Awesome's elements.
 */
class StyleMap extends Directive {
  private names: readonly string[] = [];

  render(_styles: Readonly<StyleInfo>): unknown {
    return noChange;
  }

  override update(part: AttributePart, [styles]: [Readonly<StyleInfo>]): unknown {
    const { style } = part.element;
    const names = Object.keys(styles).map(toCssName);
    for (const name of this.names) if (!names.includes(name)) style.removeProperty(name);
    this.names = names;
    for (const [name, value] of Object.entries(styles)) {
      if (value == null) style.removeProperty(toCssName(name));
      else style.setProperty(toCssName(name), String(value));
    }
    return noChange;
  }
}

export const styleMap = directive(StyleMap);

/** `borderTopColor` → `border-top-color`; custom properties stay as they are. */
function toCssName(name: string): string {
  return name.startsWith('--') ? name : name.replace(/[A-Z]/g, (one) => `-${one.toLowerCase()}`);
}

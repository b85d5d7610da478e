import './clean-page';
import { html } from 'lit';
import type { TabContext } from '../tabs';

/** Draws the tab of the photos that deserve a second look. */
export function renderTab({ session, training }: TabContext) {
  return html`<clean-page .session=${session} .training=${training}></clean-page>`;
}

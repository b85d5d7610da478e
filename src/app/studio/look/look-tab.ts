import './look-page';
import { html } from 'lit';
import type { TabContext } from '../tabs';

/** Draws the tab of a run's figures and mistakes. */
export function renderTab({ session, training }: TabContext) {
  return html`<look-page .session=${session} .training=${training}></look-page>`;
}

import './data-page';
import { html } from 'lit';
import type { TabContext } from '../tabs';

/** Draws the tab of the photos. */
export function renderTab({ session, imports }: TabContext) {
  return html`<data-page .session=${session} .imports=${imports}></data-page>`;
}

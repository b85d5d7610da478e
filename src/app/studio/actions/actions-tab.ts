import './actions-page';
import { html } from 'lit';
import type { TabContext } from '../tabs';

/** Draws the tab of what follows from a verdict. */
export function renderTab({ session, services }: TabContext) {
  return html`<actions-page .session=${session} .services=${services}></actions-page>`;
}

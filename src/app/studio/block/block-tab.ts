import './block-page';
import { html } from 'lit';
import type { TabContext } from '../tabs';

/** Draws the tab of the four questions. */
export function renderTab({ session, studio }: TabContext) {
  return html`<block-page .session=${session} .intake=${studio.intake}></block-page>`;
}

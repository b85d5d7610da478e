import './export-project';
import { html } from 'lit';
import type { TabContext } from '../tabs';

/** Draws the tab that hands on the project and its model. */
export function renderTab({ session, services }: TabContext) {
  return html`<export-project .session=${session} .services=${services}></export-project>`;
}

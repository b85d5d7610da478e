import './collect-page';
import { html } from 'lit';
import type { TabContext } from '../tabs';

/** Draws the tab of what to collect next. */
export function renderTab({ session, imports, services, studio }: TabContext) {
  return html`<collect-page
    .session=${session}
    .imports=${imports}
    .tray=${services.tray}
    .intake=${studio.intake}
  ></collect-page>`;
}

import './train-page';
import { html } from 'lit';
import type { TabContext } from '../tabs';

/** Draws the tab of training. */
export function renderTab({ session, training, services }: TabContext) {
  return html`<train-page
    .session=${session}
    .training=${training}
    .library=${services.library}
  ></train-page>`;
}

import { LitElement, html, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { VerdictKind } from '../../core/verdict';
import { dialStyles } from './verdict-dial.styles';

/** What the dial shows: a verdict, the search for one, or a failure. */
export type DialState = VerdictKind | 'seeking' | 'failed' | 'idle';

/**
 * A verdict as a compass: one needle for a match, two apart when unsure, and off the chart when out
 * of domain. The shapes differ, not only the colours. Words always stand beside it.
 */
@customElement('verdict-dial')
export class VerdictDial extends LitElement {
  static override styles = dialStyles;

  @property({ reflect: true }) state: DialState = 'idle';

  override render() {
    return html`
      <svg viewBox="0 0 64 64" aria-hidden="true">
        <circle class="ring" cx="32" cy="32" r="25" />
        <circle class="ticks" cx="32" cy="32" r="20.5" pathLength="240" />
        ${this.renderSign()}
      </svg>
    `;
  }

  private renderSign() {
    switch (this.state) {
      case 'match':
        return svg`<g class="needle" transform="rotate(40 32 32)">${needle}</g>`;
      case 'unsure':
        return svg`
          <path class="wedge" d="M32 32 20.6 15.8A19.8 19.8 0 0 1 43.4 15.8Z" />
          <path class="hand" d="M32 34 19.5 14.5M32 34 44.5 14.5" />
          <circle class="pin" cx="32" cy="33" r="3.5" />`;
      case 'out-of-domain':
        return svg`
          <circle class="hollow" cx="32" cy="32" r="4" />
          <path class="trail" d="M36 28 46 18" />
          <path class="away" d="m55 3 6 6-6 6-6-6Z" />`;
      case 'failed':
        return svg`<path class="hand" d="M24 24 40 40M40 24 24 40" />`;
      case 'seeking':
        return svg`<g class="needle seeking">${needle}</g>`;
      default:
        return svg`<g class="needle">${needle}</g>`;
    }
  }
}

const needle = svg`
  <path class="north" d="M32 12 38 32H26Z" />
  <path class="south" d="M32 52 26 32H38Z" />
  <circle class="eye" cx="32" cy="32" r="2.4" />`;

declare global {
  interface HTMLElementTagNameMap {
    'verdict-dial': VerdictDial;
  }
}

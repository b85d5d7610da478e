import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ClassifierError } from '../../core/errors';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { icon } from '../../elements/shared/icons';
import { pageStyles } from '../page.styles';
import { openModelStyles } from './open-model.styles';

/**
 * Why something did not open: what it is, what to do instead, and the details one click away.
 *
 * @event again - The person wants to try something else.
 */
@customElement('refusal-view')
export class RefusalView extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    pageStyles,
    openModelStyles,
    css`
      .refusal {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--gap-3) var(--gap-4);
        border-inline-start: 4px solid var(--alarm);
      }

      .refusal > svg {
        width: 2rem;
        height: 2rem;
        color: var(--alarm);
      }

      h2 {
        font-size: var(--size-title);
        outline: none;
      }

      .way {
        max-width: 64ch;
        overflow-wrap: anywhere;
      }

      .body {
        display: grid;
        gap: var(--gap-4);
        min-width: 0;
      }

      h3 {
        font-size: var(--size-body);
      }
    `,
  ];

  /** What was handed over. */
  @property() name = '';
  @property({ attribute: false }) error: ClassifierError | null = null;

  override render() {
    const { error } = this;
    if (!error) return nothing;
    return html`<div class="sheet refusal" data-code=${error.code} role="alert">
      ${icon('alert')}
      <div class="body">
        <div>
          ${this.name ? html`<p class="soft">${this.name}</p>` : nothing}
          <h2>${error.message}</h2>
        </div>
        <div>
          <h3>What you can do</h3>
          <p class="way">${error.wayOn}</p>
        </div>
        <details>
          <summary>Details for the technically minded</summary>
          <p class="detail">${error.code}${error.detail ? `\n${error.detail}` : ''}</p>
        </details>
        <div class="foot">
          <button class="button primary" @click=${() => this.dispatchEvent(new Event('again'))}>
            Choose something else
          </button>
        </div>
      </div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'refusal-view': RefusalView;
  }
}

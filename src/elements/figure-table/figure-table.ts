import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FigureTable as Content } from '../../core/evaluate/figure-tables';
import { baseStyles, tableStyles } from '../shared/base.styles';

/** A table of a model's figures; where it is wider than the page it scrolls by itself. */
@customElement('figure-table')
export class FigureTable extends LitElement {
  static override styles = [
    baseStyles,
    tableStyles,
    css`
      .scroll {
        overflow-x: auto;
        max-width: 100%;
      }

      th,
      td {
        white-space: nowrap;
      }

      thead th {
        white-space: normal;
        vertical-align: bottom;
      }

      tbody th {
        white-space: normal;
        min-width: 8rem;
      }

      td {
        text-align: end;
      }

      caption {
        min-width: 14rem;
        max-width: 60ch;
      }
    `,
  ];

  @property({ attribute: false }) content: Content | null = null;

  override render() {
    if (!this.content) return nothing;
    const { caption, columns, rows } = this.content;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${caption}>
      <table>
        <caption>
          ${caption}
        </caption>
        <thead>
          <tr>
            ${columns.map((name, i) =>
              name === ''
                ? html`<td></td>`
                : html`<th scope="col" class=${i === 0 ? '' : 'number'}>${name}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([name = '', ...cells]) =>
              html`<tr>
                <th scope="row">${name}</th>
                ${cells.map((cell) => html`<td>${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'figure-table': FigureTable;
  }
}

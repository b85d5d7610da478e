import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type Block, parseMarkdown, type Span } from '../../core/parse-markdown';
import { baseStyles, tableStyles } from '../shared/base.styles';

/** A model's card, set as text with headings, lists and tables. Nothing in it becomes a link. */
@customElement('markdown-text')
export class MarkdownText extends LitElement {
  static override styles = [
    baseStyles,
    tableStyles,
    css`
      :host {
        display: grid;
        gap: var(--gap-3);
        grid-template-columns: minmax(0, 1fr);
      }

      p,
      li {
        max-width: 68ch;
        overflow-wrap: anywhere;
      }

      h3,
      h4,
      h5 {
        font-size: var(--size-lead);
        margin-block-start: var(--gap-4);
      }

      h4 {
        font-size: var(--size-body);
      }

      :first-child {
        margin-block-start: 0;
      }

      ul {
        display: grid;
        gap: var(--gap-2);
        padding-inline-start: 1.1rem;
        list-style: disc;
      }

      strong {
        font-weight: var(--weight-strong);
      }

      code {
        font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
        font-size: 0.875em;
      }

      .scroll {
        overflow-x: auto;
      }
    `,
  ];

  @property() text = '';
  /** The level of the text's own first heading, from 2 to 4: it is part of a page. */
  @property({ type: Number }) level = 3;

  override render() {
    return parseMarkdown(this.text).map((block) => this.renderBlock(block));
  }

  private renderBlock(block: Block): TemplateResult {
    switch (block.kind) {
      case 'heading':
        return this.renderHeading(block.level, block.spans);
      case 'paragraph':
        return html`<p>${block.spans.map(renderSpan)}</p>`;
      case 'list':
        return html`<ul>
          ${block.items.map((spans) => html`<li>${spans.map(renderSpan)}</li>`)}
        </ul>`;
      case 'table':
        return renderTable(block);
    }
  }

  private renderHeading(level: number, spans: readonly Span[]): TemplateResult {
    const content = spans.map(renderSpan);
    const shown = Math.min(5, level - 1 + this.level);
    if (shown <= 2) return html`<h2>${content}</h2>`;
    if (shown === 3) return html`<h3>${content}</h3>`;
    return shown === 4 ? html`<h4>${content}</h4>` : html`<h5>${content}</h5>`;
  }
}

function renderTable({ head, numbers, rows }: Extract<Block, { kind: 'table' }>) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table">
    <table>
      <thead>
        <tr>
          ${head.map((spans, i) =>
            spans.length === 0
              ? html`<td></td>`
              : html`<th scope="col" class=${numbers[i] ? 'number' : ''}>
                  ${spans.map(renderSpan)}
                </th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((spans, i) =>
                i === 0
                  ? html`<th scope="row">${spans.map(renderSpan)}</th>`
                  : html`<td class=${numbers[i] ? 'number' : ''}>${spans.map(renderSpan)}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function renderSpan({ kind, text }: Span) {
  if (kind === 'strong') return html`<strong>${text}</strong>`;
  return kind === 'code' ? html`<code>${text}</code>` : text;
}

declare global {
  interface HTMLElementTagNameMap {
    'markdown-text': MarkdownText;
  }
}

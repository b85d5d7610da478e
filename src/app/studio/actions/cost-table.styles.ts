import { css } from 'lit';

export const costTableStyles = css`
  :host {
    display: grid;
    gap: var(--gap-4);
    min-width: 0;
  }

  .scroll {
    overflow-x: auto;
  }

  table {
    width: auto;
    border-collapse: separate;
    border-spacing: 3px;
  }

  th {
    border: 0;
    vertical-align: middle;
    overflow-wrap: break-word;
  }

  tbody th {
    min-width: 5.5rem;
  }

  td {
    padding: 0;
    border: 0;
    border-radius: var(--corner);
    background: color-mix(in srgb, var(--amber-fill) var(--share, 0%), var(--sheet));
    text-align: center;
    vertical-align: middle;
  }

  thead td {
    background: none;
  }

  .right {
    color: var(--ink-soft);
    background: var(--sunk);
  }

  input {
    width: clamp(4rem, 20vw, 5.5rem);
    min-height: var(--touch);
    padding: 0 0.6rem;
    border: 1.5px solid var(--rule-strong);
    border-radius: var(--corner);
    background: transparent;
    color: inherit;
    font: inherit;
    font-variant-numeric: var(--type-figures);
  }

  .ask {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--gap-2) var(--gap-3);
  }
`;

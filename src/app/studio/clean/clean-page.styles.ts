import { css } from 'lit';

export const cleanPageStyles = css`
  .stack {
    display: grid;
    gap: var(--gap-4);
    min-width: 0;
  }

  .button[aria-pressed='true'] {
    border-color: var(--action);
    background: var(--action);
    color: var(--on-action);
  }

  .filters {
    gap: var(--gap-2) var(--gap-5);
  }

  .check {
    gap: var(--gap-2);
    min-height: var(--touch);
  }

  .check input {
    width: 1.15rem;
    height: 1.15rem;
    margin: 0;
    accent-color: var(--action);
  }

  .soft {
    max-width: 70ch;
  }

  .keys {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 0.3rem var(--gap-4);
  }

  kbd {
    padding: 0.05em 0.45em;
    border: 1px solid var(--rule-strong);
    border-radius: 4px;
    background: var(--sheet);
    font: inherit;
    font-size: var(--size-small);
  }
`;

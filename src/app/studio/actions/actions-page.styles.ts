import { css } from 'lit';

export const actionsPageStyles = css`
  .field {
    display: grid;
    gap: 0.3rem;
    font-weight: var(--weight-strong);
    overflow-wrap: anywhere;
  }

  .field input,
  .field textarea {
    width: 100%;
    min-height: var(--touch);
    padding: 0.55rem 0.8rem;
    border: 1.5px solid var(--rule-strong);
    border-radius: var(--corner);
    background: var(--sheet);
    color: var(--ink);
    font: inherit;
    font-weight: var(--weight-body);
  }

  .field textarea {
    max-width: 44rem;
    resize: vertical;
  }

  ::placeholder {
    color: var(--ink-soft);
    opacity: 1;
  }

  .actions {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
    gap: var(--gap-4);
    max-width: 56rem;
  }

  .row p {
    display: flex;
    gap: 0.4em;
    align-items: center;
  }
`;

import { css } from 'lit';

/** Fields to type in. How wide they are is up to the place that they stand in. */
export const fieldStyles = css`
  input[type='text'],
  input[type='url'],
  input[type='number'],
  textarea {
    min-height: var(--touch);
    padding: 0.5rem 0.8rem;
    border: 1.5px solid var(--rule-strong);
    border-radius: var(--corner);
    background: var(--sheet);
    color: var(--ink);
    font: inherit;
  }
`;

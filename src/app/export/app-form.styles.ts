import { css } from 'lit';
import { fieldStyles } from '../field.styles';

export const appFormStyles = css`
  ${fieldStyles}

  .form {
    display: grid;
    gap: var(--gap-5);
  }

  .icon {
    display: grid;
    gap: var(--gap-3);
    justify-items: start;
    align-content: start;
  }

  .preview {
    display: grid;
    gap: var(--gap-2);
    justify-items: center;
    min-width: 8rem;
    min-height: 8.5rem;
    padding: var(--gap-4);
    border-radius: var(--corner-large);
    background: var(--sunk);
    font-size: var(--size-small);
  }

  .fields {
    display: grid;
    gap: var(--gap-4);
    align-content: start;
    min-width: 0;
  }

  .text {
    display: grid;
    gap: var(--gap-1);
    min-width: 0;
  }

  .text span {
    font-weight: var(--weight-strong);
  }

  .icon .text {
    width: 8rem;
  }

  input[type='text'] {
    width: 100%;
  }

  input[type='text']::placeholder {
    color: var(--ink-soft);
    opacity: 1;
  }

  .colours {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-3) var(--gap-5);
  }

  .colour {
    display: inline-flex;
    align-items: center;
    gap: 0.6em;
    min-height: var(--touch);
    cursor: pointer;
  }

  input[type='color'] {
    width: 3rem;
    height: 2.25rem;
    padding: 2px;
    border: 1.5px solid var(--rule-strong);
    border-radius: var(--corner);
    background: var(--sheet);
    cursor: pointer;
  }

  .pick:focus-within {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }

  @media (min-width: 44rem) {
    .form {
      grid-template-columns: auto minmax(0, 1fr);
    }
  }
`;

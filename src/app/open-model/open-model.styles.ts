import { css } from 'lit';
import { fieldStyles } from '../field.styles';

/** What the steps of opening a model share: steps, fields, progress, problems. */
export const openModelStyles = css`
  ${fieldStyles}

  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-5);
  }

  .tight {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-3);
  }

  .sheet > h3 {
    margin-block-end: var(--gap-2);
  }

  .note-line {
    display: flex;
    gap: 0.6em;
    max-width: 64ch;
  }

  .note-line svg {
    margin-block-start: 0.15em;
  }

  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--gap-3);
  }

  .foot .soft {
    font-size: var(--size-note);
  }

  input[type='text'],
  input[type='url'],
  input[type='number'],
  textarea {
    width: 100%;
  }

  input[type='number'] {
    width: 6.5rem;
  }

  textarea {
    min-height: 6.5rem;
    line-height: 1.5;
    resize: vertical;
  }

  input[aria-invalid='true'],
  textarea[aria-invalid='true'] {
    border-color: var(--alarm);
  }

  select {
    max-width: 100%;
    text-overflow: ellipsis;
  }

  .problem {
    display: grid;
    gap: var(--gap-2);
    padding: var(--gap-4) var(--gap-5);
    border-radius: var(--corner);
    background: var(--alarm-wash);
  }

  .field-problem {
    color: var(--alarm);
    font-weight: var(--weight-strong);
  }

  .detail {
    color: var(--ink-soft);
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
    font-size: var(--size-small);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
`;

import { css } from 'lit';

export const trainPageStyles = css`
  .columns {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
    gap: var(--gap-5);
    align-items: start;
  }

  .card {
    display: grid;
    gap: var(--gap-3);
    min-width: 0;
    padding: var(--gap-4) var(--gap-5);
    border-radius: var(--corner);
    background: var(--sheet);
    box-shadow: inset 0 0 0 1px var(--rule);
  }

  h2 {
    font-size: var(--size-lead);
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-2) var(--gap-3);
    align-items: center;
  }

  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 11rem), 1fr));
    gap: var(--gap-3) var(--gap-4);
  }

  .field {
    display: grid;
    gap: 0.2rem;
    align-content: start;
  }

  .field small,
  .soft {
    color: var(--ink-soft);
    font-size: var(--size-note);
  }

  .field > input,
  .field > select {
    width: 100%;
    min-height: var(--touch);
    color: var(--ink);
    font-size: var(--size-body);
  }

  .field > input {
    padding: 0 0.8rem;
    border: 1.5px solid var(--rule-strong);
    border-radius: var(--corner);
    font: inherit;
    background: var(--sheet);
  }

  .field > input:disabled,
  .field > select:disabled {
    color: var(--ink-soft);
  }

  .wide,
  .check {
    grid-column: 1 / -1;
  }

  .check {
    display: flex;
    gap: var(--gap-2);
    align-items: center;
    min-height: var(--touch);
  }

  .check input {
    flex: none;
    width: 1.15rem;
    height: 1.15rem;
    accent-color: var(--action);
  }

  dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: var(--gap-1) var(--gap-4);
    margin: 0;
  }

  dt {
    color: var(--ink-soft);
  }

  dd {
    margin: 0;
  }

  progress {
    width: 100%;
    height: 0.6rem;
    accent-color: var(--moss);
  }

  .big {
    font-size: var(--size-display);
    font-weight: var(--weight-display);
    font-variant-numeric: var(--type-figures);
    line-height: 1.1;
  }

  .problem {
    padding: var(--gap-3) var(--gap-4);
    border-radius: var(--corner);
    background: var(--alarm-wash);
  }

  .notice {
    padding: var(--gap-3) var(--gap-4);
    border-radius: var(--corner);
    background: var(--amber-wash);
  }
`;

import { css } from 'lit';

export const actionLineStyles = css`
  .line {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.1rem var(--gap-4);
    align-items: center;
    padding: var(--gap-3) var(--gap-4);
    border-radius: var(--corner);
    background: var(--moss-wash);
    color: var(--ink);
  }

  .line.ask {
    background: var(--amber-wash);
  }

  .what {
    display: flex;
    gap: var(--gap-2);
    align-items: center;
    font-size: var(--size-lead);
  }

  .what strong {
    font-weight: var(--weight-strong);
    overflow-wrap: anywhere;
  }

  .what svg {
    flex: none;
    width: 1.2em;
    height: 1.2em;
    color: var(--moss);
  }

  .ask .what svg {
    color: var(--amber);
  }

  .why {
    grid-column: 1;
    font-size: var(--size-note);
    color: var(--ink-soft);
  }

  .other,
  .line > button {
    grid-column: 2;
    grid-row: 1 / span 2;
  }

  .other span {
    display: block;
    font-size: var(--size-small);
    color: var(--ink-soft);
  }

  select {
    max-width: 12rem;
  }

  @container (max-width: 26rem) {
    .line {
      grid-template-columns: minmax(0, 1fr);
    }

    .other,
    .line > button {
      grid-column: 1;
      grid-row: auto;
      justify-self: start;
      margin-block-start: var(--gap-2);
    }
  }

  :host {
    container-type: inline-size;
  }
`;

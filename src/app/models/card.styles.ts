import { css } from 'lit';

/** A model's card: what it is, its figures, and what lies behind them. */
export const cardStyles = css`
  .cards {
    display: grid;
    gap: var(--gap-5);
  }

  .card {
    display: grid;
    gap: var(--gap-4) var(--gap-6);
  }

  .chosen {
    box-shadow: inset 0 0 0 2px var(--moss);
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-3);
    align-items: start;
    justify-content: space-between;
  }

  .head h2 {
    margin-block-end: var(--gap-1);
  }

  .head p {
    max-width: 60ch;
  }

  .in-use {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    min-height: var(--touch);
    color: var(--moss);
    font-weight: var(--weight-strong);
  }

  .figure-row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-3) var(--gap-6);
  }

  .figure-row div {
    display: grid;
  }

  .figure-row dd {
    order: -1;
    font-size: 1.5rem;
    font-weight: var(--weight-strong);
    line-height: 1.15;
    font-variant-numeric: var(--type-figures);
  }

  .figure-row dt {
    color: var(--ink-soft);
    font-size: var(--size-note);
  }

  .labels {
    color: var(--ink-soft);
  }

  .weak li {
    padding-inline-start: 1.1em;
    text-indent: -1.1em;
    max-width: 64ch;
  }

  .weak li::before {
    content: '–';
    display: inline-block;
    width: 1.1em;
    text-indent: 0;
  }

  .inside {
    display: grid;
    gap: var(--gap-5);
    padding-block-start: var(--gap-3);
  }

  .origin {
    display: grid;
    grid-template-columns: 7rem 1fr;
    gap: 0.2rem var(--gap-3);
    margin-block-end: var(--gap-3);
  }

  .origin dt {
    color: var(--ink-soft);
  }

  .origin dd,
  .origin a {
    overflow-wrap: anywhere;
  }

  .inside table {
    margin-block-end: var(--gap-4);
  }

  .problem-line {
    display: flex;
    gap: 0.6em;
  }

  .inside h3 {
    font-size: var(--size-body);
    margin-block-end: var(--gap-2);
  }

  @media (min-width: 60rem) {
    .inside {
      grid-template-columns: 1fr 1fr;
    }
  }
`;

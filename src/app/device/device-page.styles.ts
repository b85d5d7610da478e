import { css } from 'lit';

export const devicePageStyles = css`
  .ran {
    display: grid;
    gap: var(--gap-5);
  }

  .big {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr));
    gap: var(--gap-4) var(--gap-5);
  }

  .big div {
    display: grid;
    align-content: start;
  }

  .big dd {
    order: -1;
    font-size: clamp(1.4rem, 1rem + 1.5vw, 2rem);
    font-weight: var(--weight-strong);
    line-height: 1.1;
    font-variant-numeric: var(--type-figures);
  }

  .big dt {
    font-weight: var(--weight-body);
    color: var(--ink-soft);
    font-size: var(--size-note);
  }

  .scroll {
    overflow-x: auto;
  }

  .against {
    font-size: var(--size-body);
    min-width: 34rem;
  }

  .against th[scope='row'] {
    color: var(--ink-soft);
    width: 24%;
  }

  .against td:nth-child(2) {
    font-weight: var(--weight-strong);
    width: 30%;
  }

  .reasons {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr));
    gap: var(--gap-4) var(--gap-6);
  }

  .troubles > div {
    display: grid;
    gap: 0.15rem var(--gap-6);
    padding-block: var(--gap-4);
    border-block-start: 1px solid var(--rule);
  }

  .troubles dd {
    max-width: 52ch;
  }

  @media (min-width: 52rem) {
    .troubles > div {
      grid-template-columns: 12rem 1fr 1fr;
    }
  }

  .troubles dt,
  .reasons dt {
    font-weight: var(--weight-strong);
  }

  progress {
    width: 10rem;
    accent-color: var(--action);
  }
`;

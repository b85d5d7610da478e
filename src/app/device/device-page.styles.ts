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

  .troubles,
  .reasons {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr));
    gap: var(--gap-5) var(--gap-6);
  }

  .troubles > div,
  .reasons > div {
    display: grid;
    align-content: start;
    gap: 0.2rem;
    padding-block-start: var(--gap-3);
    border-block-start: 2px solid var(--ink);
  }

  dt {
    font-weight: var(--weight-strong);
  }

  progress {
    width: 10rem;
    accent-color: var(--action);
  }
`;

import { css } from 'lit';

export const planEffectStyles = css`
  :host {
    display: grid;
    gap: var(--gap-7);
    min-width: 0;
  }

  .bars {
    display: grid;
    grid-template-columns: minmax(6rem, max-content) minmax(0, 34rem);
    gap: var(--gap-2) var(--gap-4);
    align-items: center;
  }

  .bars dt {
    overflow-wrap: anywhere;
  }

  .bars dd {
    display: grid;
    grid-template-columns: minmax(3rem, 1fr) 7.5rem;
    gap: var(--gap-3);
    align-items: center;
  }

  .bar {
    display: block;
    height: 0.9rem;
    border-radius: 2px;
    background: var(--sunk);
  }

  .bar span {
    display: block;
    height: 100%;
    border-radius: inherit;
    background: var(--amber-fill);
  }

  /* It acts to the right of the line. */
  .bar.from span {
    margin-inline-start: auto;
    background: color-mix(in srgb, var(--moss) 70%, var(--sheet));
    border-inline-start: 2px solid var(--ink);
  }

  .examples {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr));
    gap: var(--gap-3);
  }

  .examples li {
    display: grid;
    grid-template-columns: 5rem minmax(0, 1fr);
    gap: var(--gap-3);
    align-items: center;
    overflow-wrap: anywhere;
  }

  .examples sample-thumb {
    width: 5rem;
    height: 5rem;
    border-radius: var(--corner);
  }

  @media (max-width: 34rem) {
    .bars {
      grid-template-columns: minmax(0, 1fr);
      gap: 0.1rem;
    }

    .bars dd {
      margin-block-end: var(--gap-2);
    }
  }
`;

import { css } from 'lit';

export const verdictWhyStyles = css`
  .why {
    display: grid;
    gap: var(--gap-5);
    padding-block: var(--gap-2) var(--gap-4);
  }

  .reasons {
    display: grid;
    gap: var(--gap-2);
    max-width: 60ch;
  }

  h4 {
    margin-block-end: var(--gap-2);
    font-size: var(--size-body);
  }

  .soft {
    max-width: 60ch;
    font-size: var(--size-note);
  }

  .nearest {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-3);
    margin-block-start: var(--gap-3);
  }

  .nearest li {
    display: grid;
    align-content: start;
    gap: var(--gap-1);
    width: 6rem;
  }

  .nearest.bare li {
    width: auto;
    padding: var(--gap-2) var(--gap-3);
    border: 1px solid var(--rule);
    border-radius: var(--corner);
  }

  .nearest img,
  .nearest .blank {
    width: 6rem;
    height: 6rem;
    object-fit: cover;
    border-radius: var(--corner);
    background: var(--sunk);
  }

  .nearest .label {
    overflow-wrap: anywhere;
    line-height: 1.2;
  }

  .nearest .distance {
    color: var(--ink-soft);
    font-size: var(--size-small);
    font-variant-numeric: var(--type-figures);
  }
`;

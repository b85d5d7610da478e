import { css } from 'lit';

export const lookPageStyles = css`
  .top {
    display: grid;
    gap: var(--gap-4);
  }

  .scopes {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-1) var(--gap-4);
    margin: 0;
    padding: 0;
    border: 0;
  }

  .scopes legend {
    float: inline-start;
    padding: 0;
    color: var(--ink-soft);
    line-height: 2.2rem;
  }

  .scopes label {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    min-height: 2.2rem;
  }

  .scopes input {
    width: 1.15rem;
    height: 1.15rem;
    margin: 0;
    accent-color: var(--action);
  }

  .accuracy {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-4) var(--gap-6);
    align-items: center;
  }

  .large {
    font-size: var(--size-display);
    font-weight: var(--weight-display);
    line-height: 1;
    font-variant-numeric: var(--type-figures);
  }

  .large span {
    margin-inline-start: 0.3em;
    font-size: var(--size-lead);
    font-weight: var(--weight-body);
  }

  .beside {
    display: grid;
    flex: 1 1 16rem;
    gap: var(--gap-2);
    max-width: 34rem;
  }

  .beside .track {
    height: 0.9rem;
  }

  .scroll {
    overflow-x: auto;
  }

  .chosen {
    background: var(--moss-wash);
  }
`;

import { css } from 'lit';

export const photoGridStyles = css`
  .grid {
    min-height: 12rem;
  }

  .grid:focus-visible {
    outline-offset: 4px;
  }

  .cell {
    position: relative;
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
    border-radius: var(--corner);
    background: var(--sheet);
    box-shadow: inset 0 0 0 1px var(--rule);
    overflow: hidden;
    cursor: pointer;
    user-select: none;
  }

  .cell sample-thumb {
    width: 100%;
    height: 100%;
    min-height: 0;
  }

  .caption {
    display: flex;
    gap: 0.3em;
    justify-content: space-between;
    padding: 0.15rem 0.45rem 0.2rem;
    font-size: var(--size-small);
    line-height: 1.35;
    white-space: nowrap;
  }

  .caption.noted {
    flex-direction: column;
    gap: 0;
  }

  .caption.noted .part {
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .caption .name {
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .caption .part {
    color: var(--ink-soft);
  }

  .none {
    color: var(--amber);
  }

  .cell[aria-selected='true'] {
    box-shadow: 0 0 0 3px var(--action);
  }

  .cell[aria-selected='true']::after {
    content: '';
    position: absolute;
    inset-block-start: 0.4rem;
    inset-inline-end: 0.4rem;
    width: 1.1rem;
    height: 1.1rem;
    border-radius: 50%;
    background: var(--action);
    box-shadow: 0 0 0 2px var(--sheet);
  }

  .grid:focus-visible .cell.active {
    outline: 3px solid var(--focus);
    outline-offset: -3px;
  }

  .mark {
    position: absolute;
    inset-block-start: 0.3rem;
    inset-inline-start: 0.3rem;
    padding: 0 0.4em;
    border-radius: 99px;
    background: var(--amber-wash);
    color: var(--ink);
    font-size: var(--size-small);
    line-height: 1.5;
  }
`;

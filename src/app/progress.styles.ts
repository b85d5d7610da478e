import { css } from 'lit';

/** How far something has come: the dial, the words and the way to stop it, over a bar. */
export const progressStyles = css`
  .line {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
  }

  progress {
    grid-column: 1 / -1;
    width: 100%;
    height: 0.5rem;
    accent-color: var(--action);
  }
`;

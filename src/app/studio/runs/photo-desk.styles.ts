import { css } from 'lit';

export const photoDeskStyles = css`
  :host {
    display: grid;
    gap: var(--gap-3);
    min-width: 0;
  }

  .tools {
    position: sticky;
    z-index: 2;
    inset-block-start: 0;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--gap-2) var(--gap-3);
    padding: var(--gap-2) var(--gap-3);
    border-radius: var(--corner);
    background: var(--sheet);
    box-shadow: var(--shadow);
  }

  .tools p {
    flex: 1 1 12rem;
  }

  .tools select {
    max-width: 11rem;
  }

  select:disabled {
    opacity: 0.5;
    cursor: not-allowed;
  }

  /* On a phone, what does nothing yet takes no room from the photos. */
  @media (max-width: 40rem) {
    .idle select,
    .idle .button:not(.plain) {
      display: none;
    }
  }
`;

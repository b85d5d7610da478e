import { css } from 'lit';

export const photoDeskStyles = css`
  :host {
    display: grid;
    gap: var(--gap-3);
    min-width: 0;
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

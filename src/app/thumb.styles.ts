import { css } from 'lit';

/** A small picture that fills its element, and the sign in place of one that cannot be shown. */
export const thumbStyles = css`
  :host {
    overflow: hidden;
    background: var(--sunk);
  }

  img {
    width: 100%;
    height: 100%;
    object-fit: cover;
  }

  .broken {
    display: grid;
    place-items: center;
    height: 100%;
    color: var(--alarm);
  }
`;

import { css } from 'lit';

export const collectPageStyles = css`
  ol {
    display: grid;
    gap: var(--gap-4);
  }

  .hint {
    display: grid;
    grid-template-columns: minmax(0, 20rem) minmax(0, 1fr);
    gap: var(--gap-3) var(--gap-5);
    padding: var(--gap-4) var(--gap-5);
    border-radius: var(--corner);
    background: var(--sheet);
    box-shadow: inset 0 0 0 1px var(--rule);
  }

  .hint > div:first-child {
    display: grid;
    align-content: start;
    gap: var(--gap-2);
  }

  .pictures {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(5.5rem, 1fr));
    gap: var(--gap-2);
  }

  .pictures button {
    aspect-ratio: 1;
    padding: 0;
    border: 0;
    border-radius: var(--corner);
    background: var(--sunk);
    overflow: hidden;
    cursor: pointer;
  }

  .pictures sample-thumb,
  .pictures img {
    width: 100%;
    height: 100%;
    object-fit: cover;
  }

  .pictures .more {
    display: grid;
    place-items: center;
    aspect-ratio: 1;
    color: var(--ink-soft);
  }

  @media (max-width: 44rem) {
    .hint {
      grid-template-columns: minmax(0, 1fr);
      padding: var(--gap-4);
    }
  }
`;

import { css } from 'lit';

export const dataPageStyles = css`
  .columns {
    display: grid;
    grid-template-columns: minmax(14rem, 18rem) minmax(0, 1fr);
    gap: var(--gap-5);
    align-items: start;
  }

  .side {
    position: sticky;
    inset-block-start: var(--gap-3);
    max-height: calc(100dvh - 2 * var(--gap-3));
    overflow-y: auto;
    padding: 3px;
  }

  .main {
    display: grid;
    gap: var(--gap-4);
    min-width: 0;
  }

  .views {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-2) var(--gap-4);
    align-items: center;
    justify-content: space-between;
  }

  .views h2 {
    font-size: var(--size-lead);
    overflow-wrap: anywhere;
  }

  .tools select,
  .views select {
    min-height: var(--touch);
    padding: 0.3rem 2rem 0.3rem 0.7rem;
    border: 1.5px solid var(--rule-strong);
    border-radius: var(--corner);
    background-color: var(--sheet);
    max-width: 12rem;
  }

  .tools p {
    flex: 1 1 6rem;
  }

  .stack {
    display: grid;
    gap: var(--gap-4);
  }

  .large {
    display: grid;
    gap: var(--gap-3);
    justify-items: center;
  }

  .large img {
    max-width: 100%;
    max-height: 70vh;
    object-fit: contain;
  }

  .large p {
    overflow-wrap: anywhere;
  }

  @media (max-width: 52rem) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }

    .side {
      position: static;
      max-height: 22rem;
    }
  }
`;

import { css } from 'lit';

export const photoCardStyles = css`
  :host {
    /* Five hundred photos stay smooth: what is out of sight is not laid out. */
    content-visibility: auto;
    contain-intrinsic-size: auto 11rem auto 13.5rem;
  }

  article {
    position: relative;
    height: 100%;
    border-radius: var(--corner);
    background: var(--sheet);
    box-shadow: inset 0 0 0 1px var(--rule);
    --tone: var(--rule-strong);
  }

  article[data-verdict='match'] {
    --tone: var(--moss);
  }
  article[data-verdict='unsure'] {
    --tone: var(--amber-fill);
  }
  article[data-verdict='out-of-domain'] {
    --tone: var(--dusk);
  }
  article[data-verdict='failed'] {
    --tone: var(--alarm);
  }

  .open {
    display: flex;
    flex-direction: column;
    width: 100%;
    height: 100%;
    padding: 0;
    border: 0;
    border-radius: var(--corner);
    background: none;
    text-align: start;
    overflow: hidden;
  }

  .open:focus-visible {
    outline-offset: 3px;
  }

  img,
  .blank {
    width: 100%;
    aspect-ratio: 4 / 3;
    object-fit: cover;
    background: var(--sunk);
    border-block-end: 4px solid var(--tone);
  }

  .blank {
    display: grid;
    place-items: center;
    padding: var(--gap-3);
    color: var(--ink-soft);
    font-size: var(--size-small);
    overflow-wrap: anywhere;
    overflow: hidden;
  }

  [data-verdict='unsure'] img {
    border-block-end-style: dashed;
  }

  [data-verdict='out-of-domain'] img {
    border-block-end-style: dotted;
  }

  .line {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0 0.55rem;
    align-items: start;
    padding: 0.6rem 0.75rem 0.7rem;
    --dial-size: 1.5rem;
  }

  .says {
    font-weight: var(--weight-strong);
    line-height: 1.2;
    overflow-wrap: anywhere;
  }

  [data-verdict='failed'] .says {
    font-size: var(--size-note);
    font-weight: 520;
  }

  .says {
    padding-block-start: 0.15rem;
  }

  .more {
    grid-column: 2;
    color: var(--ink-soft);
    font-size: var(--size-note);
    font-variant-numeric: var(--type-figures);
  }

  .remove {
    position: absolute;
    inset: 0 0 auto auto;
    display: grid;
    place-items: center;
    width: var(--touch);
    height: var(--touch);
    border: 0;
    background: none;
    color: var(--ink);
  }

  .remove svg {
    padding: 0.3rem;
    width: 1.85rem;
    height: 1.85rem;
    border-radius: 50%;
    background: color-mix(in srgb, var(--sheet) 88%, transparent);
  }

  @media (hover: hover) {
    .remove {
      opacity: 0;
    }

    article:hover .remove,
    .remove:focus-visible {
      opacity: 1;
    }
  }

  .again {
    display: flex;
    align-items: center;
    gap: 0.4em;
    min-height: var(--touch);
    margin: -0.4rem 0.75rem 0.4rem;
    border: 0;
    background: none;
    font-weight: var(--weight-strong);
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
`;

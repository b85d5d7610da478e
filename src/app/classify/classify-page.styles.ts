import { css } from 'lit';

export const classifyPageStyles = css`
  .start {
    display: grid;
    gap: var(--gap-7);
  }

  .start drop-zone {
    --drop-height: clamp(19rem, 48vh, 28rem);
  }

  .prompt {
    display: grid;
    gap: var(--gap-3);
    justify-items: center;
  }

  h1 {
    font-size: var(--size-display);
    font-weight: var(--weight-display);
    letter-spacing: -0.015em;
    line-height: 1;
  }

  .prompt p {
    max-width: 52ch;
    font-size: var(--size-lead);
    color: var(--ink-soft);
    text-wrap: pretty;
  }

  b {
    color: var(--ink);
    font-weight: var(--weight-strong);
  }

  .samples h2 {
    font-size: var(--size-title);
  }

  .samples p {
    color: var(--ink-soft);
    margin-block: var(--gap-1) var(--gap-4);
    max-width: 60ch;
  }

  .samples ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr));
    gap: var(--gap-4);
  }

  @media (min-width: 60rem) {
    .samples ul {
      grid-template-columns: repeat(6, 1fr);
    }
  }

  .prompt .by-hand {
    font-size: var(--size-body);
  }

  @media (hover: none) {
    .prompt .by-hand {
      display: none;
    }
  }

  .samples button {
    display: block;
    width: 100%;
    padding: 0;
    border: 0;
    background: none;
    text-align: start;
    font-size: var(--size-note);
    line-height: 1.3;
    color: var(--ink-soft);
  }

  .samples img {
    width: 100%;
    height: auto;
    aspect-ratio: 4 / 3;
    object-fit: cover;
    border-radius: var(--corner);
    margin-block-end: var(--gap-2);
    background: var(--sunk);
    transition: translate 150ms ease;
  }

  .samples button:hover {
    color: var(--ink);
  }

  .samples button:hover img {
    translate: 0 -3px;
  }

  .tray {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-5);
  }

  .more {
    font-size: var(--size-lead);
  }

  .by-touch {
    display: none;
  }

  @media (hover: none) {
    .by-touch {
      display: inline;
    }

    .by-drop {
      display: none;
    }
  }

  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(11rem, 42vw), 1fr));
    gap: var(--gap-4);
  }

  .grid photo-card {
    height: 100%;
  }

  .none {
    padding-block: var(--gap-6);
    color: var(--ink-soft);
    text-align: center;
  }

  .end {
    display: flex;
    justify-content: end;
    padding-block-start: var(--gap-5);
  }

  .lines {
    border-block-start: 1px solid var(--rule);
    padding-block-start: var(--gap-2);
  }

  .lines threshold-controls {
    padding-block: var(--gap-3);
  }

  wa-dialog {
    --width: 68rem;
    --spacing: clamp(1rem, 3vw, 2rem);
  }

  .dialog-bar {
    display: flex;
    align-items: center;
    gap: var(--gap-1);
    margin: -0.6rem -0.6rem var(--gap-3);
  }

  .dialog-bar .close {
    margin-inline-start: auto;
  }

  @media (max-width: 30rem) {
    .dialog-bar button:not(.close) span {
      display: none;
    }

    .grid {
      gap: var(--gap-3);
    }
  }
`;

import { css } from 'lit';

export const shellStyles = css`
  :host {
    min-height: 100dvh;
    background: var(--paper);
    line-height: 1.5;
  }

  .skip {
    position: absolute;
    inset-inline-start: var(--gap-4);
    inset-block-start: -6rem;
    z-index: 10;
    background: var(--sheet);
  }

  .skip:focus {
    inset-block-start: var(--gap-3);
  }

  header {
    display: flex;
    align-items: center;
    gap: var(--gap-3) var(--gap-5);
    max-width: 78rem;
    margin-inline: auto;
    padding: var(--gap-3) clamp(1rem, 4vw, 2.5rem);
  }

  .brand {
    display: inline-flex;
    align-items: center;
    gap: 0.6rem;
    min-height: var(--touch);
    font-size: 1.375rem;
    font-weight: var(--weight-display);
    letter-spacing: -0.01em;
    text-decoration: none;
  }

  .mark {
    width: 2rem;
    height: 2.1rem;
  }

  .mark .head {
    fill: var(--action);
  }

  .mark .face {
    fill: var(--paper);
  }

  .mark .north {
    fill: var(--amber-fill);
  }

  nav {
    display: flex;
    gap: 0.15rem;
  }

  nav a {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    min-height: var(--touch);
    padding: 0 0.85rem;
    border-radius: var(--corner);
    color: var(--ink-soft);
    font-weight: 520;
    text-decoration: none;
  }

  nav a svg {
    display: none;
  }

  nav a:hover {
    color: var(--ink);
    background: color-mix(in srgb, var(--ink) 6%, transparent);
  }

  nav a[aria-current] {
    color: var(--ink);
    font-weight: var(--weight-strong);
    box-shadow: inset 0 -2.5px 0 var(--amber-fill);
    border-end-start-radius: 0;
    border-end-end-radius: 0;
  }

  .privacy {
    display: flex;
    align-items: center;
    gap: var(--gap-4);
    margin-inline-start: auto;
    color: var(--ink-soft);
    font-size: var(--size-note);
    white-space: nowrap;
  }

  .privacy a,
  .offline {
    display: inline-flex;
    align-items: center;
    gap: 0.45em;
    min-height: var(--touch);
    text-decoration: none;
  }

  .privacy a:hover {
    text-decoration: underline;
  }

  .privacy b {
    color: var(--ink);
    font-weight: var(--weight-strong);
  }

  .opening,
  .notice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--gap-2) var(--gap-3);
    width: min(73rem, 100% - 2 * clamp(1rem, 4vw, 2.5rem));
    margin: 0 auto var(--gap-3);
    padding: var(--gap-2) var(--gap-4);
    border-radius: var(--corner);
    background: var(--sheet);
    box-shadow: inset 0 0 0 1px var(--rule);
  }

  .opening p,
  .notice p {
    flex: 1 1 14rem;
  }

  /* Over the page, not in it: nothing jumps when the model is there, and a quick one is never seen. */
  .toast {
    position: fixed;
    z-index: 6;
    inset-block-end: var(--gap-4);
    inset-inline: 0;
    width: min(38rem, 100% - 2rem);
    margin-block: 0;
    box-shadow: var(--shadow-high);
    animation: appear 200ms 400ms backwards;
  }

  @keyframes appear {
    from {
      opacity: 0;
      visibility: hidden;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .toast {
      animation-delay: 400ms !important;
    }
  }

  .opening b,
  .notice b {
    font-weight: var(--weight-strong);
  }

  .problem {
    background: var(--alarm-wash);
    box-shadow: none;
  }

  .notices {
    display: grid;
  }

  progress {
    width: min(14rem, 100%);
    height: 0.5rem;
    accent-color: var(--action);
  }

  main {
    max-width: 78rem;
    margin-inline: auto;
    padding: var(--gap-3) clamp(1rem, 4vw, 2.5rem) var(--gap-8);
  }

  main:focus {
    outline: none;
  }

  @media (max-width: 62rem) {
    header {
      flex-wrap: wrap;
    }

    nav {
      position: fixed;
      z-index: 5;
      inset: auto 0 0 0;
      justify-content: space-around;
      padding: 0.2rem max(0.25rem, env(safe-area-inset-left))
        max(0.2rem, env(safe-area-inset-bottom));
      background: var(--sheet);
      border-block-start: 1px solid var(--rule);
    }

    .toast {
      inset-block-end: 4.6rem;
    }

    nav a {
      flex: 1 1 0;
      flex-direction: column;
      justify-content: center;
      gap: 0.1rem;
      min-width: 0;
      min-height: 3.4rem;
      padding: 0.2rem;
      font-size: 0.75rem;
      text-align: center;
      line-height: 1.1;
    }

    nav a svg {
      display: block;
    }

    nav a[aria-current] {
      box-shadow: inset 0 2.5px 0 var(--amber-fill);
      border-radius: 0;
    }

    main {
      padding-block-end: 7rem;
    }
  }

  @media (max-width: 24rem) {
    .long {
      display: none;
    }
  }

  @media (max-width: 26rem) {
    .privacy {
      gap: var(--gap-2);
      font-size: var(--size-small);
    }

    .offline {
      display: none;
    }

    .brand {
      font-size: 1.2rem;
    }

    .mark {
      width: 1.75rem;
      height: 1.85rem;
    }
  }
`;

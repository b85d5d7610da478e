import { css } from 'lit';

/** What every element of ours starts from: box, focus, buttons, links, words for ears only. */
export const baseStyles = css`
  :host {
    display: block;
    color: var(--ink);
    font-family: var(--type);
    font-weight: var(--weight-body);
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  h1,
  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  dl,
  dd,
  figure,
  pre {
    margin: 0;
    padding: 0;
  }

  ul,
  ol {
    list-style: none;
  }

  h1,
  h2,
  h3,
  h4 {
    font-weight: var(--weight-strong);
    line-height: 1.15;
    text-wrap: balance;
  }

  a {
    color: inherit;
    text-decoration-thickness: 1px;
    text-underline-offset: 0.18em;
  }

  a:hover {
    text-decoration-thickness: 2px;
  }

  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }

  img,
  video,
  canvas,
  svg {
    display: block;
  }

  svg.lucide {
    width: 1.25em;
    height: 1.25em;
    flex: none;
  }

  .sr-only {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .soft {
    color: var(--ink-soft);
  }

  .figures {
    font-variant-numeric: var(--type-figures);
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 1ms !important;
      animation-iteration-count: 1 !important;
      transition-duration: 1ms !important;
    }
  }
`;

/** Buttons and things that look like them. */
export const buttonStyles = css`
  button,
  .button,
  select,
  summary {
    font: inherit;
    color: inherit;
    cursor: pointer;
  }

  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.55em;
    min-height: var(--touch);
    padding: 0.45rem 1.05rem;
    border: 1.5px solid var(--rule-strong);
    border-radius: var(--corner);
    background: transparent;
    color: var(--ink);
    font-weight: var(--weight-strong);
    line-height: 1.2;
    text-decoration: none;
    transition:
      background-color 120ms ease,
      border-color 120ms ease;
  }

  .button:hover {
    background: color-mix(in srgb, var(--ink) 7%, transparent);
    border-color: var(--ink-soft);
  }

  .button.primary {
    border-color: var(--action);
    background: var(--action);
    color: var(--on-action);
  }

  .button.primary:hover {
    border-color: var(--action-hover);
    background: var(--action-hover);
  }

  .button.plain {
    border-color: transparent;
    padding-inline: 0.7rem;
  }

  .button.icon {
    width: var(--touch);
    padding: 0;
  }

  .button[disabled],
  .button[aria-disabled='true'] {
    opacity: 0.5;
    cursor: not-allowed;
  }

  select {
    min-height: var(--touch);
    padding: 0 2.1rem 0 0.8rem;
    border: 1.5px solid var(--rule-strong);
    border-radius: var(--corner);
    appearance: none;
    background:
      linear-gradient(45deg, transparent 50%, currentColor 50%) calc(100% - 1.15rem) 55% / 0.4rem
        0.4rem no-repeat,
      linear-gradient(-45deg, transparent 50%, currentColor 50%) calc(100% - 0.8rem) 55% / 0.4rem
        0.4rem no-repeat,
      var(--sheet);
  }

  summary {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    min-height: var(--touch);
    font-weight: var(--weight-strong);
    list-style: none;
  }

  summary::-webkit-details-marker {
    display: none;
  }

  summary::before {
    content: '';
    width: 0.45em;
    height: 0.45em;
    border: solid currentColor;
    border-width: 0 2px 2px 0;
    transform: rotate(-45deg);
    transition: transform 120ms ease;
    margin-inline: 0.1em 0.25em;
  }

  details[open] > summary::before {
    transform: rotate(45deg);
  }
`;

/** A plain table of figures. */
export const tableStyles = css`
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--size-note);
    font-variant-numeric: var(--type-figures);
  }

  caption {
    text-align: start;
    color: var(--ink-soft);
    padding-block-end: var(--gap-2);
  }

  th,
  td {
    padding: 0.4rem 0.75rem 0.4rem 0;
    border-block-end: 1px solid var(--rule);
    text-align: start;
    vertical-align: top;
    font-weight: inherit;
  }

  thead th {
    color: var(--ink-soft);
    font-size: var(--size-small);
  }

  .number {
    text-align: end;
  }
`;

import { css } from 'lit';

export const verdictViewStyles = css`
  :host {
    display: grid;
    gap: var(--gap-4);
    container-type: inline-size;
  }

  .verdict {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: var(--gap-4);
    align-items: start;
    padding: var(--gap-4) var(--gap-5) var(--gap-5) var(--gap-4);
    border-radius: var(--corner);
    background: var(--wash);
    --dial-size: 4.25rem;
    --dial-ticks: inline;
  }

  .match {
    --wash: var(--moss-wash);
    --tone: var(--moss);
  }

  .unsure {
    --wash: var(--amber-wash);
    --tone: var(--amber);
  }

  .out-of-domain {
    --wash: var(--dusk-wash);
    --tone: var(--dusk);
  }

  .kind {
    color: var(--tone);
    font-weight: var(--weight-strong);
  }

  .headline {
    overflow-wrap: anywhere;
    font-size: var(--size-title);
    margin-block: 0.1rem 0.45rem;
  }

  .match .headline {
    font-size: var(--size-display);
    font-weight: var(--weight-display);
    line-height: 1.02;
    letter-spacing: -0.012em;
  }

  .explanation {
    max-width: 46ch;
  }

  .note {
    display: flex;
    gap: 0.6em;
    color: var(--ink-soft);
    font-size: var(--size-note);
  }

  .note svg {
    margin-block-start: 0.1em;
  }

  .said {
    color: var(--ink);
    font-weight: var(--weight-strong);
    font-size: var(--size-body);
  }

  .warn {
    padding: var(--gap-3) var(--gap-4);
    border: 1px dashed var(--rule-strong);
    border-radius: var(--corner);
    color: var(--ink);
  }

  .advice h4 {
    font-size: var(--size-body);
    margin-block-end: var(--gap-1);
  }

  .advice li {
    padding-inline-start: 1.1em;
    text-indent: -1.1em;
    max-width: 60ch;
  }

  .advice li::before {
    content: '→';
    display: inline-block;
    width: 1.1em;
    text-indent: 0;
    color: var(--ink-soft);
  }

  .why {
    margin-block: calc(-1 * var(--gap-2));
  }

  .guess p {
    max-width: 60ch;
    padding-block-end: var(--gap-3);
    color: var(--ink-soft);
  }

  .guess strong {
    color: var(--ink);
    font-weight: var(--weight-strong);
  }

  :host([compact]) .verdict {
    --dial-size: 2.6rem;
    padding: var(--gap-3) var(--gap-4);
    gap: var(--gap-3);
  }

  :host([compact]) .headline {
    font-size: var(--size-lead);
  }

  :host([compact]) .match .headline {
    font-size: var(--size-title);
  }

  @container (max-width: 26rem) {
    .verdict {
      --dial-size: 2.75rem;
      padding: var(--gap-4);
      gap: var(--gap-3);
    }
  }

  @media (forced-colors: active) {
    .verdict {
      border: 2px solid CanvasText;
    }
  }
`;

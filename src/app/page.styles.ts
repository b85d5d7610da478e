import { css } from 'lit';

/** What the reading pages share: headings, lead, sections, cards of figures. */
export const pageStyles = css`
  .page {
    display: grid;
    gap: var(--gap-7);
  }

  .lead {
    display: grid;
    gap: var(--gap-3);
    padding-block-start: var(--gap-4);
  }

  h1 {
    font-size: var(--size-display);
    font-weight: var(--weight-display);
    letter-spacing: -0.015em;
    line-height: 1;
  }

  .lead p {
    max-width: 58ch;
    font-size: var(--size-lead);
    color: var(--ink-soft);
    text-wrap: pretty;
  }

  h2 {
    font-size: var(--size-title);
  }

  h3 {
    font-size: var(--size-lead);
  }

  section {
    display: grid;
    gap: var(--gap-4);
    min-width: 0;
  }

  section > p {
    max-width: 64ch;
  }

  b,
  strong {
    font-weight: var(--weight-strong);
  }

  .sheet {
    padding: var(--gap-5);
    border-radius: var(--corner);
    background: var(--sheet);
    box-shadow: inset 0 0 0 1px var(--rule);
    min-width: 0;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--gap-3);
  }

  code {
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
    font-size: 0.875em;
  }

  pre {
    padding: var(--gap-4);
    border-radius: var(--corner);
    background: var(--sunk);
    overflow-x: auto;
    line-height: 1.6;
  }

  @media (max-width: 40rem) {
    .page {
      gap: var(--gap-6);
    }

    .sheet {
      padding: var(--gap-4);
    }
  }
`;

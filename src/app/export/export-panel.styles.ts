import { css } from 'lit';

export const exportPanelStyles = css`
  .choices {
    display: grid;
    gap: var(--gap-5);
  }

  .choice {
    display: grid;
    gap: var(--gap-4);
    align-content: start;
  }

  .choice > p {
    max-width: 64ch;
  }

  h2 {
    font-size: var(--size-lead);
  }

  .problem {
    padding: var(--gap-3) var(--gap-4);
    border-radius: var(--corner);
    background: var(--alarm-wash);
  }

  .done {
    display: grid;
    gap: var(--gap-2);
  }

  .done p {
    overflow-wrap: anywhere;
  }

  .done ul {
    max-height: 16rem;
    margin: 0;
    padding: var(--gap-3) var(--gap-4);
    border-radius: var(--corner);
    background: var(--sunk);
    font-size: var(--size-note);
    overflow: auto;
    list-style: none;
  }

  .done li {
    display: flex;
    justify-content: space-between;
    gap: var(--gap-4);
    overflow-wrap: anywhere;
  }

  .done li span:last-child {
    flex: none;
    color: var(--ink-soft);
    font-variant-numeric: var(--type-figures);
  }

  pre {
    margin: 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .in-use {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    min-height: var(--touch);
    color: var(--moss);
    font-weight: var(--weight-strong);
  }

  @media (min-width: 64rem) {
    .choices {
      grid-template-columns: 1fr 1fr;
    }

    .wide {
      grid-column: 1 / -1;
    }
  }
`;

import { css } from 'lit';

export const contractFormStyles = css`
  form {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }

  .part {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-2);
    padding-block: var(--gap-4);
    border-block-end: 1px solid var(--rule);
  }

  .part:first-child {
    padding-block-start: 0;
  }

  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--gap-1) var(--gap-3);
  }

  .title label {
    font-weight: var(--weight-strong);
  }

  .certainty {
    display: inline-flex;
    align-items: center;
    gap: 0.35em;
    padding: 0.1rem 0.6rem 0.1rem 0.45rem;
    border-radius: 99px;
    background: var(--sunk);
    color: var(--ink-soft);
    font-size: var(--size-small);
    font-weight: var(--weight-strong);
  }

  .guess .certainty {
    background: var(--amber-wash);
    color: var(--amber);
  }

  .read .certainty,
  .measured .certainty {
    background: var(--moss-wash);
    color: var(--moss);
  }

  .field {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: start;
    gap: var(--gap-2);
  }

  .size {
    display: flex;
    align-items: center;
    gap: var(--gap-2);
  }

  .hint {
    color: var(--ink-soft);
    font-size: var(--size-note);
  }

  details > summary {
    margin-block-start: var(--gap-3);
  }

  details .part:last-child {
    border: 0;
  }
`;

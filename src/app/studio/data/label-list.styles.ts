import { css } from 'lit';

export const labelListStyles = css`
  section {
    display: grid;
    gap: var(--gap-3);
  }

  h2 {
    font-size: var(--size-lead);
  }

  ul {
    display: grid;
    gap: 2px;
  }

  li {
    display: flex;
    align-items: stretch;
    min-width: 0;
  }

  .choose {
    position: relative;
    display: flex;
    flex: 1 1 auto;
    align-items: center;
    justify-content: space-between;
    gap: var(--gap-3);
    min-width: 0;
    min-height: var(--touch);
    padding: 0.3rem 0.75rem;
    border: 0;
    border-radius: var(--corner);
    background: transparent;
    text-align: start;
  }

  .choose:hover {
    background: color-mix(in srgb, var(--ink) 6%, transparent);
  }

  .choose[aria-pressed='true'] {
    background: var(--moss-wash);
    font-weight: var(--weight-strong);
  }

  .choose .name {
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .bar {
    position: absolute;
    inset-inline: 0.75rem;
    inset-block-end: 0.25rem;
    height: 3px;
    border-radius: 2px;
    background: linear-gradient(var(--moss), var(--moss)) 0 0 / calc(var(--share) * 100%) 100%
      no-repeat var(--rule);
  }

  li > .button.icon {
    width: var(--touch);
    padding: 0;
    color: var(--ink-soft);
  }

  .add,
  .edit {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-2);
    align-items: center;
    width: 100%;
  }

  .edit {
    padding: var(--gap-2) 0;
  }

  .edit p {
    flex: 1 1 100%;
    font-size: var(--size-note);
  }

  input {
    flex: 1 1 7rem;
    min-width: 0;
    min-height: var(--touch);
    padding: 0.35rem 0.7rem;
    border: 1.5px solid var(--rule-strong);
    border-radius: var(--corner);
    background: var(--sheet);
    color: inherit;
    font: inherit;
  }

  .said {
    min-height: 1.4em;
    color: var(--ink-soft);
    font-size: var(--size-note);
  }
`;

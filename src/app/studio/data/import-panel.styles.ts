import { css } from 'lit';

export const importPanelStyles = css`
  .panel {
    display: grid;
    gap: var(--gap-3);
    padding: var(--gap-4) var(--gap-5);
    border: 1.5px dashed var(--rule-strong);
    border-radius: var(--corner);
    background: var(--sheet);
  }

  .over {
    border-color: var(--moss);
    background: var(--moss-wash);
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--gap-2) var(--gap-3);
  }

  .panel > p {
    max-width: 70ch;
  }

  .running,
  .report,
  .unfinished {
    display: grid;
    gap: var(--gap-2);
    padding: var(--gap-3) var(--gap-4);
    border-radius: var(--corner);
    background: var(--sunk);
  }

  .unfinished {
    background: var(--amber-wash);
  }

  .report.stopped {
    background: var(--alarm-wash);
  }

  progress {
    width: 100%;
    height: 0.5rem;
    accent-color: var(--action);
  }

  b {
    font-weight: var(--weight-strong);
  }

  .failures {
    max-height: 14rem;
    overflow: auto;
    font-size: var(--size-note);
  }

  .failures li {
    padding-block: 0.15rem;
    overflow-wrap: anywhere;
  }

  @media (max-width: 40rem) {
    .panel {
      padding: var(--gap-3) var(--gap-4);
    }
  }
`;

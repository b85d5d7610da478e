import { css } from 'lit';

export const attentionMapStyles = css`
  .map {
    display: grid;
    gap: var(--gap-3);
    justify-items: start;
  }

  .soft,
  .key {
    max-width: 60ch;
    font-size: var(--size-note);
  }

  .says {
    max-width: 60ch;
  }

  canvas {
    width: min(100%, 20rem);
    height: auto;
    border-radius: var(--corner);
    background: var(--sunk);
  }

  .working {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: var(--gap-2) var(--gap-4);
    width: min(100%, 26rem);
  }

  progress {
    grid-column: 1 / -1;
    width: 100%;
    height: 0.5rem;
    accent-color: var(--action);
  }

  fieldset {
    display: grid;
    margin: 0;
    padding: 0;
    border: 0;
  }

  label {
    display: inline-flex;
    align-items: center;
    gap: 0.6em;
    min-height: 2.25rem;
    cursor: pointer;
  }

  input {
    width: 1.15rem;
    height: 1.15rem;
    margin: 0;
    accent-color: var(--action);
  }

  .key {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3rem var(--gap-3);
    color: var(--ink-soft);
  }

  .ramp {
    width: 6rem;
    height: 0.8rem;
    border: 1px solid var(--rule-strong);
    border-radius: 2px;
    background: linear-gradient(to right, #1b1d1c, #6e8f7a, #b9e8c8);
  }

  .line {
    width: 1.1rem;
    height: 0.9rem;
    border: 2px solid #fafbf7;
    outline: 2px solid #0b110e;
    background: #9fcbb0;
    margin-inline-start: var(--gap-2);
  }

  .problem {
    padding: var(--gap-3) var(--gap-4);
    border-radius: var(--corner);
    background: var(--alarm-wash);
  }
`;

import { css } from 'lit';

export const blockPageStyles = css`
  .questions {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr));
    gap: var(--gap-4);
    align-items: start;
  }

  fieldset {
    display: grid;
    gap: var(--gap-2);
    min-width: 0;
    margin: 0;
    padding: var(--gap-4) var(--gap-5);
    border: 0;
    border-radius: var(--corner);
    background: var(--sheet);
    box-shadow: inset 0 0 0 1px var(--rule);
  }

  legend {
    float: inline-start;
    width: 100%;
    padding: 0;
    font-size: var(--size-lead);
    font-weight: var(--weight-strong);
  }

  legend + * {
    clear: both;
  }

  split-panel {
    grid-column: 1 / -1;
  }

  .halves {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr));
    gap: var(--gap-4) var(--gap-6);
    align-items: start;
  }

  .half {
    display: grid;
    gap: var(--gap-2);
    min-width: 0;
  }

  .choice {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 var(--gap-2);
    align-items: baseline;
    min-height: 2rem;
    padding-block: 0.2rem;
  }

  .choice input {
    width: 1.15rem;
    height: 1.15rem;
    margin: 0;
    translate: 0 0.2rem;
    accent-color: var(--action);
  }

  .choice small {
    grid-column: 2;
    color: var(--ink-soft);
    font-size: var(--size-note);
  }

  .slider {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 var(--gap-3);
  }

  .slider output {
    color: var(--ink-soft);
    font-variant-numeric: var(--type-figures);
  }

  .slider input {
    grid-column: 1 / -1;
    width: 100%;
    min-height: 1.75rem;
    margin: 0;
    accent-color: var(--action);
  }

  .seed {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: var(--gap-2) var(--gap-3);
  }

  .seed label {
    display: grid;
    gap: var(--gap-1);
  }

  input[type='number'] {
    width: 9rem;
    min-height: var(--touch);
    padding: 0.35rem 0.6rem;
    border: 1.5px solid var(--rule-strong);
    border-radius: var(--corner);
    background: var(--sheet);
    color: inherit;
    font: inherit;
  }

  .scroll {
    overflow-x: auto;
  }

  .parts {
    display: flex;
    height: 1.1rem;
    border-radius: var(--corner);
    overflow: hidden;
    background: var(--sunk);
  }

  .parts span {
    flex: var(--count) 0 0;
  }

  .parts .train {
    background: var(--moss);
  }

  .parts .valid {
    background: var(--amber-fill);
  }

  .parts .test {
    background: var(--dusk);
  }

  .key::before {
    content: '';
    display: inline-block;
    width: 0.7em;
    height: 0.7em;
    margin-inline-end: 0.4em;
    border-radius: 2px;
    background: var(--key);
  }

  .key.train {
    --key: var(--moss);
  }

  .key.valid {
    --key: var(--amber-fill);
  }

  .key.test {
    --key: var(--dusk);
  }

  .transforms {
    display: grid;
    grid-template-columns: minmax(16rem, 24rem) minmax(0, 1fr);
    gap: var(--gap-5);
    align-items: start;
  }

  .transforms .settings {
    display: grid;
    gap: var(--gap-4);
  }

  h2 {
    font-size: var(--size-title);
  }

  @media (max-width: 52rem) {
    .transforms {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;

import { css } from 'lit';

/** The drop zone's frame is that of the photos'; the makers stand in a list of small pictures. */
export const chooseModelStyles = css`
  .zone {
    display: grid;
    justify-items: center;
    align-content: center;
    gap: var(--gap-5);
    min-height: 14rem;
    padding: clamp(1.5rem, 5vw, 3rem) clamp(1rem, 4vw, 3rem);
    border: 1.5px dashed var(--rule-strong);
    border-radius: var(--corner);
    background: var(--sheet);
    text-align: center;
    transition: background-color 150ms ease;
  }

  .over {
    border-color: var(--moss);
    border-style: solid;
    background: var(--moss-wash);
  }

  .prompt {
    display: grid;
    gap: var(--gap-2);
  }

  .ways {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: var(--gap-3);
  }

  .address {
    display: grid;
    gap: var(--gap-2);
  }

  .address label {
    font-weight: var(--weight-strong);
  }

  .address-row {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--gap-3);
  }

  .address .soft {
    max-width: 64ch;
    font-size: var(--size-note);
  }

  .makers ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr));
    gap: var(--gap-5) var(--gap-6);
  }

  .makers li {
    display: grid;
    grid-template-columns: 2.75rem minmax(0, 1fr);
    gap: var(--gap-4);
  }

  .makers h3 {
    font-size: var(--size-body);
  }

  .makers li p {
    font-size: var(--size-note);
  }

  .makers .names {
    color: var(--ink-soft);
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
    font-size: var(--size-small);
    overflow-wrap: anywhere;
  }

  .makers details p {
    max-width: 64ch;
  }

  /* Small pictures of what an export looks like on the disk: sheets, a folder, a zip with its teeth. */
  .shape {
    position: relative;
    width: 2.75rem;
    height: 3rem;
    margin-block-start: 0.2rem;
  }

  .shape i {
    position: absolute;
    border: 1.5px solid var(--ink-soft);
    border-radius: 2px;
    background: var(--sheet);
  }

  .files i {
    width: 1.6rem;
    height: 2rem;
  }

  .files i:nth-child(1) {
    inset: 0 auto auto 0;
  }

  .files i:nth-child(2) {
    inset: 0.4rem auto auto 0.5rem;
  }

  .files i:nth-child(3) {
    inset: 0.8rem auto auto 1rem;
    background:
      linear-gradient(var(--ink-soft) 0 0) center 35% / 60% 1.5px no-repeat,
      linear-gradient(var(--ink-soft) 0 0) center 55% / 60% 1.5px no-repeat,
      var(--sheet);
  }

  .folder i:nth-child(1) {
    inset: 0.3rem auto auto 0;
    width: 1.2rem;
    height: 0.7rem;
  }

  .folder i:nth-child(2) {
    inset: 0.7rem 0 auto;
    height: 2rem;
  }

  .folder i:nth-child(3),
  .zip i:nth-child(3) {
    display: none;
  }

  .zip i:nth-child(1) {
    inset: 0 0.2rem auto;
    height: 2.7rem;
  }

  .zip i:nth-child(2) {
    inset: 0 auto auto calc(50% - 0.2rem);
    width: 0.4rem;
    height: 2.7rem;
    border: 0;
    border-radius: 0;
    background: repeating-linear-gradient(var(--ink-soft) 0 3px, transparent 3px 6px);
  }

  @media (max-width: 30rem) {
    .zone {
      min-height: 0;
    }

    .address-row {
      grid-template-columns: minmax(0, 1fr);
    }
  }

  @media (hover: none) {
    .pick-folder {
      display: none;
    }
  }
`;

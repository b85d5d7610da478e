import { css } from 'lit';
import { fieldStyles } from '../field.styles';

export const labelPhotosStyles = css`
  ${fieldStyles}

  .rows {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-3);
  }

  .folder-row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--gap-2) var(--gap-4);
  }

  .said {
    font-size: var(--size-note);
  }

  .filter {
    display: grid;
    gap: var(--gap-1);
    max-width: 24rem;
    font-weight: var(--weight-strong);
  }

  .label-row {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-3);
    padding: var(--gap-3) var(--gap-4);
    border: 1.5px dashed var(--rule-strong);
    border-radius: var(--corner);
  }

  .over {
    border-style: solid;
    border-color: var(--moss);
    background: var(--moss-wash);
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--gap-2) var(--gap-4);
  }

  .name {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.1rem var(--gap-3);
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .name b {
    font-weight: var(--weight-strong);
  }

  .count {
    display: inline-flex;
    align-items: center;
    gap: 0.3em;
    color: var(--ink-soft);
    font-size: var(--size-note);
    font-variant-numeric: var(--type-figures);
  }

  .hint {
    flex-basis: 100%;
    color: var(--ink-soft);
    font-size: var(--size-note);
  }

  .thumbs {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-2);
  }

  .thumbs li {
    position: relative;
  }

  .more {
    align-self: center;
    color: var(--ink-soft);
    font-size: var(--size-note);
  }

  .take-out {
    position: absolute;
    inset-block-start: -0.25rem;
    inset-inline-end: -0.25rem;
    display: grid;
    place-items: center;
    width: 1.5rem;
    height: 1.5rem;
    padding: 0;
    border: 1.5px solid var(--rule-strong);
    border-radius: 50%;
    background: var(--sheet);
  }

  .take-out svg {
    width: 0.9rem;
    height: 0.9rem;
  }

  @media (hover: none) {
    .folder-row .folder {
      display: none;
    }
  }
`;

import { css } from 'lit';

/** The edge is a map's neatline: a fine frame with a degree mark every few steps. */
export const dropZoneStyles = css`
  .zone {
    --tick: 1.25rem;
    position: relative;
    display: grid;
    justify-items: center;
    align-content: center;
    gap: var(--gap-5);
    min-height: var(--drop-height, 20rem);
    padding: clamp(1.75rem, 5vw, 3.5rem) clamp(1rem, 4vw, 3rem);
    border: 1.5px solid var(--rule-strong);
    border-radius: var(--corner);
    background: var(--sheet);
    text-align: center;
    transition:
      background-color 150ms ease,
      border-color 150ms ease;
  }

  .zone::before {
    content: '';
    position: absolute;
    inset: 6px;
    pointer-events: none;
    --mark: var(--rule-strong) 0 1px, transparent 1px;
    background:
      linear-gradient(90deg, var(--mark)) 0 0 / var(--tick) 6px round no-repeat,
      linear-gradient(90deg, var(--mark)) 0 100% / var(--tick) 6px round no-repeat,
      linear-gradient(var(--mark)) 0 0 / 6px var(--tick) no-repeat round,
      linear-gradient(var(--mark)) 100% 0 / 6px var(--tick) no-repeat round;
    opacity: 0.6;
  }

  .over {
    border-color: var(--moss);
    background: var(--moss-wash);
  }

  .ways {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: var(--gap-3);
  }

  :host([compact]) .zone {
    min-height: 0;
    grid-template-columns: 1fr auto;
    justify-items: start;
    align-items: center;
    gap: var(--gap-3) var(--gap-5);
    padding: var(--gap-4) var(--gap-5);
    text-align: start;
  }

  :host([compact]) .zone::before {
    background:
      linear-gradient(90deg, var(--mark)) 0 0 / var(--tick) 5px round no-repeat,
      linear-gradient(90deg, var(--mark)) 0 100% / var(--tick) 5px round no-repeat;
    inset: 4px;
  }

  :host([compact]) .ways {
    justify-content: start;
  }

  /* A desktop's "camera" input is only the file picker again; folders mean little on a phone. */
  @media (hover: hover) and (pointer: fine) {
    .button.camera {
      display: none;
    }
  }

  @media (hover: none) {
    .button.folder {
      display: none;
    }
  }

  @media (max-width: 40rem) {
    :host([compact]) .zone {
      grid-template-columns: 1fr;
      padding: var(--gap-4);
    }

    :host([compact]) .ways {
      width: 100%;
    }

    :host([compact]) .ways {
      flex-wrap: nowrap;
    }

    :host([compact]) .ways .button {
      flex: 1;
      padding-inline: 0.5rem;
      white-space: nowrap;
    }
  }

  @media (max-width: 22rem) {
    :host([compact]) .ways svg {
      display: none;
    }
  }
`;

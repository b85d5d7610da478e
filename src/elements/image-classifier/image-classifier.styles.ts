import { css, unsafeCSS } from 'lit';
import tokens from '../../styles/tokens.css?inline';

/** The element brings our tokens along, so that it looks itself on any page. */
export const imageClassifierStyles = [
  unsafeCSS(tokens),
  css`
    :host {
      color-scheme: inherit;
      line-height: 1.5;
    }

    .base {
      display: grid;
      gap: var(--gap-4);
      container-type: inline-size;
    }

    .prompt {
      font-size: var(--size-lead);
      font-weight: var(--weight-strong);
    }

    .work {
      display: grid;
      gap: var(--gap-4) var(--gap-5);
    }

    @container (min-width: 44rem) {
      .work.pair {
        grid-template-columns: minmax(0, 5fr) minmax(0, 6fr);
        align-items: start;
      }
    }

    .preview img,
    .preview canvas {
      width: 100%;
      max-height: 26rem;
      object-fit: contain;
      border-radius: var(--corner);
      background: var(--sunk);
    }

    .words {
      display: grid;
      gap: var(--gap-4);
    }

    .waiting {
      display: flex;
      align-items: center;
      gap: var(--gap-3);
      min-height: var(--touch);
    }

    progress {
      width: 100%;
      accent-color: var(--action);
    }

    .problem {
      display: grid;
      gap: var(--gap-2);
      justify-items: start;
      padding: var(--gap-4);
      border-radius: var(--corner);
      background: var(--alarm-wash);
    }

    .problem strong {
      font-weight: var(--weight-strong);
    }
  `,
];

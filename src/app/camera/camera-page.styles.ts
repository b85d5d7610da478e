import { css } from 'lit';

export const cameraPageStyles = css`
  .page {
    gap: var(--gap-4);
  }

  .stage {
    position: relative;
    display: grid;
    place-items: center;
    overflow: hidden;
    border-radius: var(--corner);
    background: #0b110e;
    color: #e7eee6;
    min-height: 12rem;
    container-type: size;
    height: min(62vh, 34rem);
  }

  /* The picture's own shape, so that the finder's square is the square the model gets, and small
     enough that the verdict is on the same screen. */
  .live {
    width: min(100%, 46svh * var(--ratio), 40rem * var(--ratio));
    height: auto;
    min-height: 0;
    aspect-ratio: var(--ratio);
    margin-inline: auto;
  }

  .dark {
    background: var(--sheet);
    color: var(--ink);
    box-shadow: inset 0 0 0 1.5px var(--rule-strong);
  }

  video {
    width: 100%;
    height: 100%;
    object-fit: contain;
  }

  .finder {
    position: absolute;
    inset: 0;
    margin: auto;
    width: min(100cqw, 100cqh);
    height: min(100cqw, 100cqh);
    --mark: #fff;
    background:
      linear-gradient(var(--mark) 0 0) 12px 12px / 26px 2px,
      linear-gradient(var(--mark) 0 0) 12px 12px / 2px 26px,
      linear-gradient(var(--mark) 0 0) calc(100% - 12px) 12px / 26px 2px,
      linear-gradient(var(--mark) 0 0) calc(100% - 12px) 12px / 2px 26px,
      linear-gradient(var(--mark) 0 0) 12px calc(100% - 12px) / 26px 2px,
      linear-gradient(var(--mark) 0 0) 12px calc(100% - 12px) / 2px 26px,
      linear-gradient(var(--mark) 0 0) calc(100% - 12px) calc(100% - 12px) / 26px 2px,
      linear-gradient(var(--mark) 0 0) calc(100% - 12px) calc(100% - 12px) / 2px 26px;
    background-repeat: no-repeat;
    filter: drop-shadow(0 0 2px #0009);
    pointer-events: none;
  }

  .whole {
    display: none;
  }

  .rate {
    position: absolute;
    inset: auto auto 0.6rem 0.6rem;
    padding: 0.15rem 0.6rem;
    border-radius: 99px;
    background: #0b110ecc;
    color: #e7eee6;
    font-size: var(--size-small);
  }

  [data-kind='unsure'] {
    --bar: var(--amber-fill);
  }

  .controls {
    gap: var(--gap-2);
  }

  .verdict {
    display: grid;
    gap: var(--gap-4) var(--gap-6);
  }

  /* Side by side where there is room: eyes go from the picture to the verdict and back. */
  @media (min-width: 64rem) {
    .on {
      grid-template: auto 1fr / minmax(0, 8fr) minmax(0, 5fr);
      gap: var(--gap-4) var(--gap-6);
    }

    .on .stage {
      grid-column: 1;
      width: min(100%, 66svh * var(--ratio));
      margin-inline: 0;
    }

    .on .controls {
      grid-column: 1;
      align-content: start;
    }

    .on .verdict,
    .on > p {
      grid-area: 1 / 2 / span 2;
      align-content: start;
    }
  }

  .problem,
  .failure {
    padding: var(--gap-5);
    border-radius: var(--corner);
    background: var(--alarm-wash);
  }

  .failure {
    display: grid;
    gap: var(--gap-3);
    justify-items: start;
  }

  .failure h2 {
    display: flex;
    gap: 0.5em;
  }

  .failure code {
    overflow-wrap: anywhere;
  }
`;

import { css } from 'lit';

export const photoReportStyles = css`
  .report {
    display: grid;
    gap: var(--gap-5) var(--gap-6);
  }

  /* On a phone the verdict comes right after the photo, and what the model saw after that. */
  .photo {
    display: contents;
  }

  figcaption {
    order: 3;
  }

  @media (min-width: 56rem) {
    .report {
      grid-template:
        'photo words' auto
        'caption words' 1fr / minmax(0, 5fr) minmax(0, 6fr);
      align-items: start;
    }

    .frame {
      grid-area: photo;
    }

    figcaption {
      grid-area: caption;
    }

    .words {
      grid-area: words;
    }
  }

  [data-verdict='unsure'] probability-bars {
    --bar: var(--amber-fill);
  }

  .frame {
    background: var(--sunk);
    border-radius: var(--corner);
    overflow: hidden;
  }

  .frame img {
    width: 100%;
    max-height: 30rem;
    object-fit: contain;
  }

  @media (max-width: 56rem) {
    .frame img {
      max-height: 38vh;
    }
  }

  .blank {
    display: grid;
    place-items: center;
    min-height: 14rem;
    color: var(--rule-strong);
    font-size: 2rem;
  }

  figcaption {
    display: grid;
    gap: var(--gap-3);
    align-content: start;
  }

  .name {
    font-weight: var(--weight-strong);
    overflow-wrap: anywhere;
  }

  .words {
    display: grid;
    gap: var(--gap-5);
    min-width: 0;
  }

  .waiting {
    display: flex;
    align-items: center;
    gap: var(--gap-3);
    min-height: 6rem;
    font-size: var(--size-lead);
    --dial-size: 3rem;
    --dial-ticks: inline;
  }

  .answer {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-1) var(--gap-4);
    align-items: start;
  }

  label-correction {
    flex: 1 1 12rem;
  }

  h4 {
    margin-block-end: var(--gap-3);
    font-size: var(--size-body);
  }

  .numbers {
    border-block-start: 1px solid var(--rule);
  }

  .numbers p {
    padding-block: var(--gap-1) var(--gap-3);
    max-width: 60ch;
  }

  .numbers b {
    font-weight: var(--weight-strong);
  }

  .nearest {
    color: var(--ink-soft);
    font-size: var(--size-note);
    padding-block-start: var(--gap-3);
  }

  .failure {
    display: grid;
    gap: var(--gap-3);
    justify-items: start;
    padding: var(--gap-5);
    border-radius: var(--corner);
    background: var(--alarm-wash);
  }

  .failure h3 {
    display: flex;
    gap: 0.5em;
    font-size: var(--size-lead);
  }

  code {
    font-size: var(--size-small);
    overflow-wrap: anywhere;
  }
`;

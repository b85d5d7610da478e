import { css, html } from 'lit';
import type { Interval } from '../../../core/manifest';
import { formatPercent } from '../../../elements/shared/format';
import { styleMap } from '../../../elements/shared/style-map';
import { describeRange } from './run-words';

/** A share as a bar, with its 95 % interval as a bracket over it, and in figures beside it. */
export function renderInterval(interval: Interval | null, absent = 'none') {
  if (!interval) return html`<span class="soft">${absent}</span>`;
  const { value, low, high } = interval;
  return html`<span class="interval">
    <span class="track" aria-hidden="true">
      <span class="fill" style=${styleMap({ width: percent(value) })}></span>
      <span
        class="bracket"
        style=${styleMap({ insetInlineStart: percent(low), width: percent(high - low) })}
      ></span>
    </span>
    <span class="figures"
      ><b>${formatPercent(value)}</b> <span class="soft">(${describeRange(interval)})</span></span
    >
  </span>`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}

export const intervalStyles = css`
  .interval {
    display: grid;
    gap: 0.15rem;
    min-width: 8.5rem;
  }

  .track {
    position: relative;
    height: 0.6rem;
    border-radius: 2px;
    background: var(--sunk);
  }

  .fill {
    position: absolute;
    inset: 0 auto 0 0;
    border-radius: inherit;
    background: color-mix(in srgb, var(--moss) 70%, var(--sheet));
  }

  .bracket {
    position: absolute;
    inset-block: -0.15rem;
    border: solid var(--ink);
    border-width: 0 1.5px;
  }

  .bracket::before {
    content: '';
    position: absolute;
    inset-inline: 0;
    inset-block-start: 50%;
    border-block-start: 1.5px solid var(--ink);
  }

  .interval .figures {
    white-space: nowrap;
  }

  @media (max-width: 30rem) {
    .interval {
      min-width: 5.5rem;
    }

    .interval .figures {
      white-space: normal;
    }

    .interval .figures .soft {
      display: inline-block;
    }
  }
`;

import { LitElement, css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { BackendName, BackendTrial } from '../../core/classification';
import { MAX_GOLDEN_ERROR } from '../../core/golden';
import { baseStyles, tableStyles } from '../../elements/shared/base.styles';
import { formatMs } from '../../elements/shared/format';

const names: Record<BackendName, string> = {
  webgpu: 'GPU, by WebGPU',
  webgl: 'GPU, by WebGL',
  wasm: 'CPU, by WebAssembly',
  cpu: 'CPU, plain JavaScript',
};

const outcomes: Record<BackendTrial['outcome'], string> = {
  chosen: 'chosen',
  slower: 'right, but slower',
  quicker: 'right, and quicker than the one in use',
  'not-needed': 'not tried: another was quick enough',
  unavailable: 'not on this device',
  software: 'only pretends: a CPU in disguise',
  'timed-out': 'did not answer in time',
  'wrong-answers': 'gave wrong answers: refused',
  failed: 'failed',
};

/** How each way of running the model did on this device. */
@customElement('backend-trials')
export class BackendTrials extends LitElement {
  static override styles = [
    baseStyles,
    tableStyles,
    css`
      :host {
        width: 100%;
      }

      .scroll {
        overflow-x: auto;
      }

      .bar {
        width: 100%;
        min-width: 5rem;
        height: 0.6rem;
        margin-block-start: 0.45rem;
      }

      rect {
        fill: var(--ink-soft);
      }

      .chosen rect {
        fill: var(--moss);
      }

      .number {
        white-space: nowrap;
      }

      small {
        font-weight: var(--weight-body);
      }

      .chosen th {
        font-weight: var(--weight-strong);
      }

      .soft {
        margin-block-start: var(--gap-3);
        font-size: var(--size-note);
      }

      .wide {
        width: 30%;
      }

      small {
        color: var(--ink-soft);
        font-size: var(--size-small);
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) trials: readonly BackendTrial[] = [];

  override render() {
    const slowest = Math.max(...this.trials.map(({ warmMs }) => warmMs ?? 0), 1);
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Backends tried">
        <table>
          <thead>
            <tr>
              <th scope="col">Run by</th>
              <th scope="col">Outcome</th>
              <th scope="col" class="wide">One photo</th>
              <th scope="col" class="number">Start</th>
            </tr>
          </thead>
          <tbody>
            ${this.trials.map(
              ({ backend, outcome, warmMs, startMs, goldenError, detail }) => html`
                <tr class=${outcome}>
                  <th scope="row">${names[backend]}<br /><small>${detail}</small></th>
                  <td>
                    ${outcomes[outcome]}${
                      goldenError === null
                        ? nothing
                        : html`<br /><small>${formatError(goldenError)}</small>`
                    }
                  </td>
                  <td>
                    ${
                      warmMs === null
                        ? '–'
                        : html`${formatMs(warmMs)}
                            <svg class="bar" aria-hidden="true">
                              ${svg`<rect width="${Math.max((warmMs / slowest) * 100, 1)}%" height="100%" rx="2" />`}
                            </svg>`
                    }
                  </td>
                  <td class="number">${startMs === null ? nothing : formatMs(startMs)}</td>
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
      <p class="soft">
        “Off by” is the largest difference, in probability, from what the model answered to a few
        test pictures when it was made or opened. Over ${MAX_GOLDEN_ERROR} a way is refused.
      </p>`;
  }
}

/** A difference in probability; very small ones only differ by how a processor rounds. */
function formatError(error: number): string {
  if (Number.isNaN(error)) return 'an answer was no number';
  return error < 0.0001 ? 'off by less than 0.0001' : `off by ${error.toFixed(4)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'backend-trials': BackendTrials;
  }
}

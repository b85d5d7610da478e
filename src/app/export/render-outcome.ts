import { html, nothing } from 'lit';
import { countOf, formatBytes } from '../../elements/shared/format';
import type { JobState } from './export-job';

/** What came of an export: the file with its size and what is in it, or why there is none. */
export function renderOutcome(state: JobState, kind: string) {
  if (state.status === 'failed' && state.kind === kind) {
    return html`<p class="problem" role="alert">
      <b>${state.error.message}</b> ${state.error.wayOn}
    </p>`;
  }
  if (state.status !== 'done' || state.kind !== kind) return nothing;
  const { fileName, zip } = state;
  const { check, files, blob } = zip;
  return html`<div class="done">
    <p role="status">
      <b>${fileName}</b> was saved: ${formatBytes(blob.size)},
      ${countOf(files.length, 'file')}.${
        check
          ? html` Compared on test pictures here, no probability is off by more than
            ${formatError(check.error)}; weights stored as ${check.precision}.`
          : nothing
      }
    </p>
    <details>
      <summary>What is in it</summary>
      <ul tabindex="0" aria-label="Files in ${fileName}">
        ${files.map(
          ({ path, bytes }) =>
            html`<li><span>${path}</span> <span>${formatBytes(bytes)}</span></li>`,
        )}
      </ul>
    </details>
  </div>`;
}

/** Rounded up to one digit: a promise, not a guess. */
function formatError(error: number): string {
  if (error < 1e-5) return '0.00001';
  const digits = Math.ceil(-Math.log10(error));
  return (Math.ceil(error * 10 ** digits) / 10 ** digits).toFixed(digits);
}

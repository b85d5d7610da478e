import { html, nothing, type TemplateResult } from 'lit';
import type { ModelProgress } from '../../core/classification';
import type { ClassifierError } from '../../core/errors';
import { formatBytes } from '../shared/format';
import { icon } from '../shared/icons';
import type { Preview } from './preview';

export function renderPreview({ url, canvas }: Preview, alt: string): unknown {
  if (url) return html`<img src=${url} alt=${alt || 'The photo you chose'} />`;
  return canvas ?? nothing;
}

/** @param progress of opening the model; `null` when it is the photo that is worked on. */
export function renderWaiting(progress: ModelProgress | null, cancel: () => void): TemplateResult {
  return html`<div class="waiting">
      <verdict-dial state="seeking"></verdict-dial>
      <span>${progress ? describeProgress(progress) : 'Looking at the photo…'}</span>
      <button class="button plain" type="button" @click=${cancel}>Cancel</button>
    </div>
    <progress
      part="progress"
      aria-label="Getting the model ready"
      max="1"
      ?hidden=${!progress}
      value=${progress && progress.total > 0 ? progress.loaded / progress.total : nothing}
    ></progress>`;
}

/** What opening a model is busy with, in words. */
export function describeProgress({ stage, loaded, total }: ModelProgress): string {
  if (stage === 'download' && total > 1) {
    return `Fetching the model, once: ${formatBytes(loaded)} of ${formatBytes(total)}…`;
  }
  if (stage === 'check') return 'Checking that this device gets the right answers…';
  return 'Getting the model ready…';
}

export function renderError(error: ClassifierError, retry: (() => void) | null): TemplateResult {
  return html`<div class="problem" role="alert">
    <strong>${error.message}</strong>
    <p>${error.wayOn}</p>
    <button class="button" type="button" ?hidden=${!retry} @click=${() => retry?.()}>
      ${icon('retry')} Try again
    </button>
  </div>`;
}

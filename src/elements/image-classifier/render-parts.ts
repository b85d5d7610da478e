import { html, nothing, type TemplateResult } from 'lit';
import type { ModelProgress, PhotoNotice } from '../../core/classification';
import type { ClassifierError } from '../../core/errors';
import type { Manifest } from '../../core/manifest';
import type { Thresholds, Verdict } from '../../core/verdict';
import { formatBytes } from '../shared/format';
import { icon } from '../shared/icons';
import { describeVerdict } from '../shared/words';
import type { Preview } from './preview';

/** Opening a model, before the first word from the engine. */
export const notBegun: ModelProgress = { stage: 'start', loaded: 0, total: 0 };

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

/** The verdict with its numbers, and the way to say that it is wrong. */
export function renderVerdict(shown: {
  verdict: Verdict;
  notices: readonly PhotoNotice[];
  manifest: Manifest | null;
  thresholds: Thresholds | null;
  correctedTo: string;
  onCorrect: (to: string) => void;
}): TemplateResult {
  const { verdict, manifest } = shown;
  return html`
    <verdict-view
      exportparts="verdict, label"
      .verdict=${verdict}
      .notices=${shown.notices}
      .thresholds=${shown.thresholds}
      checked=${manifest?.detector?.heldOutDistances.length ?? 0}
      corrected-to=${shown.correctedTo}
    ></verdict-view>
    ${
      verdict.kind === 'out-of-domain'
        ? nothing
        : html`<probability-bars
            exportparts="results, result, label, score"
            .ranked=${verdict.ranked}
          ></probability-bars>`
    }
    <label-correction
      .labels=${manifest?.labels ?? []}
      from=${verdict.kind === 'match' ? verdict.label : ''}
      @classifier-correct=${(event: HTMLElementEventMap['classifier-correct']) =>
        shown.onCorrect(event.to)}
    ></label-correction>
  `;
}

/** What the page may add to each outcome. */
export function renderSlots(
  verdict: Verdict | null,
  error: ClassifierError | null,
): TemplateResult {
  return html`
    <slot name="unsure" ?hidden=${verdict?.kind !== 'unsure'}></slot>
    <slot name="out-of-domain" ?hidden=${verdict?.kind !== 'out-of-domain'}></slot>
    <slot name="error" ?hidden=${!error}></slot>
    <slot name="result" ?hidden=${!verdict}></slot>
  `;
}

/** The verdict for those who hear the page; always there, so that a change is announced. */
export function renderAnnouncement(verdict: Verdict | null): TemplateResult {
  const words = verdict && describeVerdict(verdict);
  return html`<p class="sr-only" role="status">
    ${words ? `${words.kind}: ${words.headline}` : ''}
  </p>`;
}

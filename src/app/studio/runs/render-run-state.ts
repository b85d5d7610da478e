import { html, type TemplateResult } from 'lit';
import type { RunState } from './run-view';

type Ready = Extract<RunState, { status: 'ready' }>;

/** What a tab shows while there is no run to look at; else what `render` makes of it. */
export function renderRunState(
  state: RunState,
  projectId: string,
  render: (ready: Ready) => TemplateResult,
): TemplateResult {
  if (state.status === 'ready') return render(state);
  if (state.status === 'loading') return html`<p role="status">Reading the run…</p>`;
  if (state.status === 'failed') {
    const { message, wayOn } = state.problem;
    return html`<p role="alert"><b>${message}</b> ${wayOn}</p>`;
  }
  return html`<section>
    <p>Nothing has been trained yet, so there is nothing to look at here.</p>
    <p><a class="button primary" href="#/studio/${projectId}/train">Train a model</a></p>
  </section>`;
}

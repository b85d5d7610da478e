import { html, nothing, type TemplateResult } from 'lit';
import type { Classification } from '../../core/classification';
import type { Manifest } from '../../core/manifest';
import type { Thresholds, Verdict } from '../../core/verdict';
import { formatBytes, formatMs } from '../../elements/shared/format';
import { nameSet } from '../../elements/shared/words';

/** The numbers behind a verdict, folded away. */
export function renderNumbers(
  { timings, photo, requests }: Classification,
  { confidence, ranked, predictionSet, setSize, familiarity, kind }: Verdict,
  { name }: Manifest,
  { coverage }: Thresholds,
): TemplateResult {
  const rows: [string, string][] = [
    ['Model', name],
    [
      'Photo',
      `${photo.size.width} × ${photo.size.height}, ${photo.type}, ${formatBytes(photo.bytes)}`,
    ],
    ['Confidence (calibrated)', confidence.toFixed(4)],
  ];
  if (familiarity) {
    rows.push(
      ['Familiarity (p-value)', familiarity.pValue.toFixed(4)],
      ['Distance to the nearest references', familiarity.distance.toFixed(4)],
    );
  }
  rows.push(
    ['Opening the photo', formatMs(timings.decodeMs)],
    ['Fitting it to the model’s square', formatMs(timings.fitMs)],
    ['Running the model', formatMs(timings.inferenceMs)],
    ['Judging', formatMs(timings.judgeMs)],
    ['In all', formatMs(timings.totalMs)],
    ['Network requests made for it', String(requests)],
  );
  return html`<details class="numbers">
    <summary>Numbers</summary>
    ${
      kind === 'out-of-domain' || setSize === 0
        ? nothing
        : html`<p>
            At least ${Math.round(coverage * 100)} times in 100 the right label of a familiar photo
            is in this set: <b>${nameSet(predictionSet, ranked, setSize)}</b>.
          </p>`
    }
    <table>
      <tbody>
        ${rows.map(
          ([what, value]) =>
            html`<tr>
              <th scope="row">${what}</th>
              <td class="number">${value}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${
      familiarity && familiarity.nearest.length > 0
        ? html`<p class="nearest">
            Nearest reference photos:
            ${familiarity.nearest
              .slice(0, 5)
              .map(({ label, similarity }) => `${label} (${similarity.toFixed(2)})`)
              .join(', ')}.
          </p>`
        : nothing
    }
  </details>`;
}

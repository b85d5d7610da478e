import './label-photos';
import './progress-line';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Diagnosis, Margin, TriedPreparation } from '../../core/doctor';
import type { Preparation, PreparationPart } from '../../core/preparation';
import { baseStyles, buttonStyles, tableStyles } from '../../elements/shared/base.styles';
import { countOf, formatPercent } from '../../elements/shared/format';
import { icon } from '../../elements/shared/icons';
import type { ImportSession } from '../../services/import-session';
import type { PhotoCollection } from '../../services/photo-collection';
import { pageStyles } from '../page.styles';
import { Watch } from '../watch';
import { choices, describeScale, partWords } from './contract-words';
import { openModelStyles } from './open-model.styles';

/** Three a label are enough to tell most ways apart. */
const WANTED = 3;
const SHOWN_WAYS = 5;

/** The preprocessing doctor: a few photos settle what the files do not say. */
@customElement('doctor-panel')
export class DoctorPanel extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    tableStyles,
    pageStyles,
    openModelStyles,
    css`
      .result {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--gap-3);
      }

      .ways {
        /* Words for screen readers alone stay inside. */
        position: relative;
        overflow-x: auto;
      }

      .ways table {
        min-width: 34rem;
      }

      .found {
        display: grid;
        gap: 0.2rem var(--gap-4);
        grid-template-columns: auto minmax(0, 1fr);
      }

      .found dt {
        color: var(--ink-soft);
      }

      @media (width < 36rem) {
        .found {
          grid-template-columns: minmax(0, 1fr);
        }

        .found dd {
          margin-block-end: var(--gap-2);
        }
      }

      td .button {
        min-height: 2rem;
        padding: 0.2rem 0.7rem;
      }
    `,
  ];

  @property({ attribute: false }) imports: ImportSession | null = null;
  @property({ attribute: false }) photos: PhotoCollection | null = null;

  constructor() {
    super();
    new Watch(this, () => [this.imports, this.photos].filter((one) => one !== null));
  }

  override render() {
    const { imports, photos } = this;
    const state = imports?.state;
    if (!imports || !photos || !state || !('plan' in state)) return nothing;
    const { contract, report } = state.plan;
    const labels = contract.labels.value;
    const count = photos.count(labels) + photos.unlabelled.length;
    const isBusy = state.step !== 'recognised';
    return html`<div class="stack">
      <label-photos
        .photos=${photos}
        .labels=${labels}
        .wanted=${WANTED}
        unlabelled
        ?disabled=${isBusy}
      ></label-photos>
      ${
        state.step === 'doctor'
          ? html`<progress-line
              what="Checking with your photos."
              .progress=${state.progress}
              @cancel=${() => imports.cancel()}
            ></progress-line>`
          : html`<div class="foot">
              <button class="button" ?disabled=${count < WANTED} @click=${() => this.check(labels)}>
                ${report ? 'Check again' : 'Check with these photos'}
              </button>
              <span class="soft">
                ${count < WANTED ? 'Three photos at the least; three of each label say much more.' : countOf(count, 'photo')}
              </span>
            </div>`
      }
      <div role="status">${report && !isBusy ? this.renderReport(report) : nothing}</div>
    </div>`;
  }

  private check(labels: readonly string[]): void {
    const { imports, photos } = this;
    if (!imports || !photos) return;
    const named = labels.flatMap((label) =>
      photos.photosOf(label).map(({ file }) => ({ photo: file, label })),
    );
    const unnamed = photos.unlabelled.map(({ file }) => ({ photo: file, label: null }));
    void imports.diagnose([...named, ...unnamed]);
  }

  private renderReport(report: Diagnosis) {
    const { found, parts, notes, evidence, photos } = report;
    return html`<div class="sheet result">
      <h3>${headlineOf(report)}</h3>
      <dl class="found">
        ${parts.map(
          ({ part, margin, probability }) =>
            html`<dt>${partWords[part].name}</dt>
              <dd>
                ${marginWords[margin.words].before}<b>${describeValue(found, part)}</b>${
                  probability === null ? '' : ` (${formatPercent(probability)})`
                }${marginWords[margin.words].after}
              </dd>`,
        )}
      </dl>
      ${notes.map((note) => html`<p class="note-line">${icon('question')} ${note}</p>`)}
      <details>
        <summary>The numbers, and the other ways</summary>
        <div class="ways" role="region" aria-label="The other ways" tabindex="0">
          <table>
            <caption>
              Mean loss over ${countOf(photos, 'photo')}
              (${evidence === 'labelled' ? 'how unlikely the right labels and how faint the answers are' : 'how unsure, unsteady and faint the answers are'});
              lower is better. Behind: with its standard error.
            </caption>
            <thead>
              <tr>
                <th scope="col">Way</th>
                <th scope="col" class="number">Right</th>
                <th scope="col" class="number">Loss</th>
                <th scope="col" class="number">Behind</th>
                <th scope="col"><span class="sr-only">Use it</span></th>
              </tr>
            </thead>
            <tbody>
              ${report.tried.slice(0, SHOWN_WAYS).map((tried) => this.renderWay(tried))}
            </tbody>
          </table>
        </div>
      </details>
    </div>`;
  }

  private renderWay({ preparation, loss, accuracy, behind }: TriedPreparation) {
    const words = describeWay(preparation);
    return html`<tr>
      <th scope="row">${words}</th>
      <td class="number">${accuracy === null ? '–' : formatPercent(accuracy)}</td>
      <td class="number">${loss.toFixed(3)}</td>
      <td class="number">
        ${behind.mean === 0 ? '–' : `${behind.mean.toFixed(3)} ± ${behind.standardError.toFixed(3)}`}
      </td>
      <td>
        <button
          class="button"
          aria-label="Use: ${words}"
          @click=${() => this.imports?.adopt(preparation)}
        >
          Use
        </button>
      </td>
    </tr>`;
  }
}

const marginWords: Record<Margin['words'], { before: string; after: string }> = {
  clear: { before: '', after: ', clearly ahead of any other' },
  slight: { before: 'probably ', after: ', slightly ahead' },
  none: { before: 'perhaps ', after: ': these photos cannot tell' },
};

function headlineOf({ margin, evidence, tried }: Diagnosis): string {
  const accuracy = tried[0]?.accuracy;
  const right =
    evidence === 'labelled' && accuracy != null
      ? ` It gets ${formatPercent(accuracy)} of your photos right.`
      : '';
  if (!margin) return `There was only one way to try.${right}`;
  const words = {
    clear: 'One way is clearly the best.',
    slight: 'One way does slightly better.',
    none: 'Several ways do equally well.',
  }[margin.words];
  return `${words}${right}`;
}

function describeValue({ fit, channels, orientation, scale }: Preparation, part: PreparationPart) {
  switch (part) {
    case 'fit':
      return choices.fit.find(([value]) => value === fit)?.[1];
    case 'channels':
      return choices.channels.find(([value]) => value === channels)?.[1];
    case 'orientation':
      return choices.orientation.find(([value]) => value === orientation)?.[1];
    case 'scale':
      return describeScale(scale);
  }
}

function describeWay(preparation: Preparation): string {
  const parts: PreparationPart[] = ['fit', 'scale', 'channels'];
  const words = parts.map((part) => describeValue(preparation, part) ?? '');
  return preparation.orientation === 'as-stored'
    ? [...words, 'not turned'].join('; ')
    : words.join('; ');
}

declare global {
  interface HTMLElementTagNameMap {
    'doctor-panel': DoctorPanel;
  }
}

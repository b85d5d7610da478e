import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { describeScore } from '../../core/detectors/describe';
import type { Familiarity, ScoreEvidence, Thresholds, Verdict } from '../../core/verdict';
import '../attention-map/attention-map';
import type { ExplainPhoto } from '../attention-map/attention-map';
import { baseStyles, buttonStyles, tableStyles } from '../shared/base.styles';
import { capitalise, firstNameOf } from '../shared/format';
import { explainVerdict } from './doubt-words';
import { verdictWhyStyles } from './verdict-why.styles';

/** Small pictures of a model's reference photos by the bank's rows; `null` where there is none. */
type ReadPictures = () => Promise<readonly (Blob | null)[]>;

/** How a photo's verdict can be looked into, beyond what the verdict itself says. */
export interface WhySources {
  /** Which photo and model this is about. */
  subject: string;
  /** `null`: nobody on this device has the photos. */
  readPictures: ReadPictures | null;
  /** `null`: the model cannot be asked again. */
  explain: ExplainPhoto | null;
}

/**
 * Why a verdict is what it is: in plain words, beside the reference photos that are most like it, with
 * a map of what the model looked at on demand and the scores' numbers one click away.
 */
@customElement('verdict-why')
export class VerdictWhy extends LitElement {
  static override styles = [baseStyles, buttonStyles, tableStyles, verdictWhyStyles];

  /** Addresses of pictures by row of the bank; revoked with the element. */
  @state() private pictures: ReadonlyMap<number, string> = new Map();
  private reading: ReadPictures | null = null;

  @property({ attribute: false }) verdict: Verdict | null = null;
  /** The lines in force. */
  @property({ attribute: false }) thresholds: Thresholds | null = null;
  /** How many photos the model was checked with. */
  @property({ type: Number }) checked = 0;
  @property({ attribute: false }) sources: WhySources | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.reading = null;
    this.freePictures();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const readPictures = this.sources?.readPictures ?? null;
    if (!changed.has('sources') && !changed.has('verdict') && this.reading === readPictures) return;
    void this.showPictures(readPictures);
  }

  override render() {
    const { verdict, thresholds, checked, sources } = this;
    if (!verdict) return nothing;
    const { familiarity } = verdict;
    return html`<div class="why">
      <ul class="reasons">
        ${explainVerdict(verdict, thresholds, checked).map((one) => html`<li>${one}</li>`)}
      </ul>
      ${familiarity && familiarity.nearest.length > 0 ? this.renderNearest(familiarity) : nothing}
      ${
        sources?.explain
          ? html`<section>
              <h4>What the model looked at</h4>
              <attention-map
                subject=${sources.subject}
                .explain=${sources.explain}
                .labels=${namedLabels(verdict)}
                ?unusual=${verdict.kind === 'out-of-domain'}
              ></attention-map>
            </section>`
          : nothing
      }
      ${familiarity?.components ? renderScores(familiarity, familiarity.components) : nothing}
    </div>`;
  }

  private renderNearest({ nearest }: Familiarity) {
    const hasPictures = this.pictures.size > 0;
    return html`<section>
      <h4>The reference photos most like it</h4>
      <p class="soft">
        A distance of 0 is the same to the model; 1 has nothing in common.
        ${hasPictures ? 'These small pictures are kept on this device alone.' : nothing}
      </p>
      <ol class="nearest ${hasPictures ? '' : 'bare'}">
        ${nearest.slice(0, MOST_SHOWN).map(({ label, similarity, row }) => {
          const url = row === undefined ? undefined : this.pictures.get(row);
          const name = capitalise(firstNameOf(label));
          return html`<li>
            ${
              url
                ? html`<img src=${url} alt="Reference photo: ${name}" />`
                : hasPictures
                  ? html`<span class="blank"></span>`
                  : nothing
            }
            <span class="label">${name}</span>
            <span class="distance">distance ${(1 - similarity).toFixed(2)}</span>
          </li>`;
        })}
      </ol>
    </section>`;
  }

  private async showPictures(readPictures: ReadPictures | null): Promise<void> {
    this.reading = readPictures;
    const nearest = this.verdict?.familiarity?.nearest ?? [];
    // Without pictures the labels say it: a device that cannot read them loses nothing else.
    const pictures = (await readPictures?.().catch(() => [])) ?? [];
    if (this.reading !== readPictures || !this.isConnected) return;
    this.freePictures();
    const shown = nearest.slice(0, MOST_SHOWN).flatMap(({ row = -1 }): [number, string][] => {
      const picture = pictures[row];
      return picture ? [[row, URL.createObjectURL(picture)]] : [];
    });
    if (shown.length > 0) this.pictures = new Map(shown);
  }

  private freePictures(): void {
    if (this.pictures.size === 0) return;
    for (const url of this.pictures.values()) URL.revokeObjectURL(url);
    this.pictures = new Map();
  }
}

const MOST_SHOWN = 5;

/** The labels whose maps say something about this verdict: those it names, or the guess. */
function namedLabels(verdict: Verdict): string[] {
  if (verdict.kind === 'unsure') return verdict.candidates;
  return verdict.ranked.slice(0, 1).map(({ label }) => label);
}

function renderScores({ pValue }: Familiarity, components: readonly ScoreEvidence[]) {
  const parts = new Set(components.map(({ part }) => part)).size;
  const rows = components.map(({ score, part, pValue: own }) => ({
    name: `${score}${parts > 1 && part !== null ? ` (layer ${part + 1})` : ''}`,
    goesBy: describeScore(score),
    pValue: own,
  }));
  return html`<details>
    <summary>The scores, with their numbers</summary>
    <table>
      <caption>
        A p-value is the share of familiar photos that look at least this odd. The smaller, the
        odder.
      </caption>
      <thead>
        <tr>
          <th scope="col">Score</th>
          <th scope="col">What it goes by</th>
          <th scope="col" class="number">p-value</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ name, goesBy, pValue: own }) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td>${goesBy}</td>
              <td class="number">${own.toFixed(4)}</td>
            </tr>`,
        )}
        ${
          rows.length > 1
            ? html`<tr>
                <th scope="row">together</th>
                <td>what decides</td>
                <td class="number">${pValue.toFixed(4)}</td>
              </tr>`
            : nothing
        }
      </tbody>
    </table>
  </details>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'verdict-why': VerdictWhy;
  }
}

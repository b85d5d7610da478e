import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SplitSettings } from '../../../core/studio/project';
import { isLabelled, parts, type Part } from '../../../core/studio/sample';
import { baseStyles, buttonStyles, tableStyles } from '../../../elements/shared/base.styles';
import { countOf } from '../../../elements/shared/format';
import { icon } from '../../../elements/shared/icons';
import { styleMap } from '../../../elements/shared/style-map';
import type { ProjectSession } from '../../../services/studio/project-session';
import { pageStyles } from '../../page.styles';
import { partWords } from '../part-words';
import { blockPageStyles } from './block-page.styles';
import { renderCheck, renderSlider } from './fields';

/** Seeds that "Another split" picks from. */
const SEEDS = 1_000_000;

/** How photos are split, and what came of it: changed here, it is split anew at once. */
@customElement('split-panel')
export class SplitPanel extends LitElement {
  static override styles = [baseStyles, buttonStyles, tableStyles, pageStyles, blockPageStyles];

  @property({ attribute: false }) session: ProjectSession | null = null;
  /** Changes with the photos and the settings. */
  @property({ attribute: false }) settings: SplitSettings | null = null;
  @property({ type: Number }) revision = 0;

  override render() {
    const { session, settings } = this;
    if (!session || !settings) return nothing;
    const { shares, keepTogether } = settings;
    const hasFolders = session.samples.some(({ folderPart }) => folderPart !== null);
    return html`<fieldset>
      <legend>4. How to split?</legend>
      <p class="soft">
        By chance, each label alike. The same seed and photos always give the same split.
      </p>
      <div class="halves">
        <div class="half">
          ${this.renderShare('valid', shares.valid / total(shares))}
          ${this.renderShare('test', shares.test / total(shares))}
          ${
            hasFolders
              ? renderCheck(
                  'Folders decide where they say so',
                  settings.honourFolders,
                  (honourFolders) => this.change({ honourFolders }),
                  'Folders called train, valid or test.',
                )
              : nothing
          }
          ${renderCheck('Keep shots of one burst together', keepTogether.bursts, (bursts) =>
            this.change({ keepTogether: { ...keepTogether, bursts } }),
          )}
          ${renderCheck('Keep near doubles together', keepTogether.alike, (alike) =>
            this.change({ keepTogether: { ...keepTogether, alike } }),
          )}
          ${renderCheck(
            'Keep folders together',
            keepTogether.folders,
            (folders) => this.change({ keepTogether: { ...keepTogether, folders } }),
            'Folders inside a label’s folder: one bear, one day, one camera.',
          )}
          <div class="seed">
            <label
              >Seed
              <input
                type="number"
                min="0"
                max="2147483647"
                step="1"
                .value=${String(settings.seed)}
                @change=${this.handleSeed}
            /></label>
            <button
              class="button"
              @click=${() => this.change({ seed: Math.floor(Math.random() * SEEDS) })}
            >
              ${icon('retry')} Another split
            </button>
          </div>
          ${this.renderByHand(session)}
        </div>
        <div class="half">${renderCounts(session)}</div>
      </div>
    </fieldset>`;
  }

  private renderShare(part: 'valid' | 'test', share: number) {
    return renderSlider({
      name: `For ${partWords[part].name}`,
      value: Math.round(share * 100),
      max: 45,
      step: 5,
      words: (value) => `${value} %`,
      set: (value) => {
        const old = this.settings?.shares;
        if (!old) return;
        const now = {
          valid: old.valid / total(old),
          test: old.test / total(old),
          [part]: value / 100,
        };
        this.change({ shares: { ...now, train: 1 - now.valid - now.test } });
      },
    });
  }

  private renderByHand(session: ProjectSession) {
    const moved = session.samples.filter(({ handPart }) => handPart !== null);
    if (moved.length === 0) return nothing;
    return html`<p>
      ${countOf(moved.length, 'photo')} that you moved by hand
      ${moved.length === 1 ? 'stays' : 'stay'} there.
      <button class="button plain" @click=${() => this.attempt(session.freeParts())}>
        Let the split decide
      </button>
    </p>`;
  }

  private handleSeed(event: Event): void {
    if (!(event.currentTarget instanceof HTMLInputElement)) return;
    const seed = Math.round(event.currentTarget.valueAsNumber);
    if (seed >= 0 && seed < 2 ** 31) this.change({ seed });
    else event.currentTarget.value = String(this.settings?.seed ?? 0);
  }

  private change(part: Partial<SplitSettings>): void {
    const { session, settings } = this;
    if (!session || !settings) return;
    const { data } = session.project;
    const split = { ...settings, ...part };
    this.attempt(session.update({ data: { ...data, split } }).then(() => session.split()));
  }

  /** What cannot be written is said at the head of the project. */
  private attempt(work: Promise<void>): void {
    work.catch(() => this.requestUpdate());
  }
}

/** Photos by label and part, as a bar and as a table. */
function renderCounts({ samples, labels }: ProjectSession) {
  const counted = samples.filter(isLabelled);
  if (counted.length === 0) return nothing;
  const counts = new Map<string, number>();
  const add = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { labelId, part } of counted) {
    add(part);
    add(`${labelId} ${part}`);
  }
  const countIn = (part: Part, labelId?: string) =>
    counts.get(labelId === undefined ? part : `${labelId} ${part}`) ?? 0;
  return html`
    <div class="parts" aria-hidden="true">
      ${parts.map(
        (part) =>
          html`<span class=${part} style=${styleMap({ '--count': String(countIn(part)) })}></span>`,
      )}
    </div>
    <div class="scroll" tabindex="0" role="region" aria-label="Photos in each part">
      <table>
        <thead>
          <tr>
            <th scope="col">Label</th>
            ${parts.map(
              (part) =>
                html`<th scope="col" class="number" title=${partWords[part].what}>
                  <span class="key ${part}">${partWords[part].name}</span>
                </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${labels.map(
            ({ id, name }) =>
              html`<tr>
                <th scope="row">${name}</th>
                ${parts.map((part) => html`<td class="number">${countIn(part, id)}</td>`)}
              </tr>`,
          )}
          <tr>
            <th scope="row">All</th>
            ${parts.map((part) => html`<td class="number">${countIn(part)}</td>`)}
          </tr>
        </tbody>
      </table>
    </div>
  `;
}

function total(shares: Record<Part, number>): number {
  return shares.train + shares.valid + shares.test || 1;
}

declare global {
  interface HTMLElementTagNameMap {
    'split-panel': SplitPanel;
  }
}

import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ClassifierError } from '../../core/errors';
import type { Explanation } from '../../core/occlusion/explanation';
import type { ExplainReply } from '../../worker/explain-protocol';
import { baseStyles, buttonStyles } from '../shared/base.styles';
import { icon } from '../shared/icons';
import { attentionMapStyles } from './attention-map.styles';
import { drawSpotlight } from './draw-spotlight';
import { describeExplanation, nameAim } from './map-words';

/** Finds out what a model went by on one photo. Rejects with a `ClassifierError`. */
export type ExplainPhoto = (
  labels: readonly string[],
  options: { signal: AbortSignal; onProgress: (done: number, total: number) => void },
) => Promise<ExplainReply>;

type State =
  | { step: 'idle'; problem: ClassifierError | null }
  | { step: 'working'; share: number }
  | { step: 'done'; reply: ExplainReply };

const idle: State = { step: 'idle', problem: null };

/**
 * What the model looked at in one photo: a map that is made when a person asks for it, with a legend,
 * the same in words, and what happens when the part is hidden.
 */
@customElement('attention-map')
export class AttentionMap extends LitElement {
  static override styles = [baseStyles, buttonStyles, attentionMapStyles];

  private running: AbortController | null = null;

  @query('canvas') private readonly canvas: HTMLCanvasElement | undefined;

  @state() private current: State = idle;
  /** Which of the explanations is shown. */
  @state() private chosen = 0;
  /** Whether the map lies over the picture. */
  @state() private lit = true;

  @property({ attribute: false }) explain: ExplainPhoto | null = null;
  /** The labels that the verdict names, or would guess. */
  @property({ attribute: false }) labels: readonly string[] = [];
  /** Which photo and model this is about; another one begins anew. */
  @property() subject = '';
  /** The photo is out of domain: what makes it unusual comes first, and the label is but a guess. */
  @property({ type: Boolean }) unusual = false;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.startOver();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('subject') && changed.get('subject') !== undefined) this.startOver();
  }

  protected override updated(): void {
    const { current, canvas, shown } = this;
    if (current.step !== 'done' || !canvas) return;
    drawSpotlight(canvas, current.reply.view, this.lit ? (shown?.map ?? null) : null);
  }

  override render() {
    const { current } = this;
    return html`<div class="map">
      ${current.step === 'idle' ? this.renderStart(current.problem) : nothing}
      ${current.step === 'working' ? this.renderWorking(current.share) : nothing}
      ${current.step === 'done' ? this.renderMap(current.reply.explanations) : nothing}
      <p class="sr-only" role="status">${this.describeState()}</p>
    </div>`;
  }

  private renderStart(problem: ClassifierError | null) {
    return html`
      ${
        problem
          ? html`<p class="problem" role="alert"><b>${problem.message}</b> ${problem.wayOn}</p>`
          : nothing
      }
      <button class="button" type="button" @click=${this.start}>
        ${icon('image')} Show what the model looked at
      </button>
      <p class="soft">
        It looks some eighty times, each time with another part hidden. This takes a few seconds.
      </p>
    `;
  }

  private renderWorking(share: number) {
    return html`<div class="working">
      <span>Hiding one part after the other…</span>
      <button class="button" type="button" @click=${this.startOver}>${icon('stop')} Cancel</button>
      <progress aria-label="Finding out what the model looked at" max="1" value=${share}></progress>
    </div>`;
  }

  private renderMap(explanations: readonly Explanation[]) {
    const { shown } = this;
    if (!shown) return nothing;
    const says = describeExplanation(shown);
    return html`
      ${explanations.length > 1 ? this.renderChoice(explanations) : nothing}
      <canvas role="img" aria-label="What the model saw. ${says}"></canvas>
      ${
        shown.map
          ? html`<p class="key" aria-hidden="true">
                hardly mattered <span class="ramp"></span> mattered most
                <span class="line"></span> the part that mattered most
              </p>
              <label>
                <input type="checkbox" .checked=${this.lit} @change=${this.toggle} />
                Darken what did not matter
              </label>`
          : nothing
      }
      <p class="says">${says}</p>
    `;
  }

  private renderChoice(explanations: readonly Explanation[]) {
    return html`<fieldset>
      <legend class="sr-only">Which map to show</legend>
      ${explanations.map(
        ({ aim }, index) =>
          html`<label>
            <input
              type="radio"
              name="aim"
              .checked=${index === this.chosen}
              @change=${() => (this.chosen = index)}
            />
            ${nameAim(aim, this.unusual)}
          </label>`,
      )}
    </fieldset>`;
  }

  private get shown(): Explanation | undefined {
    const { current } = this;
    return current.step === 'done' ? current.reply.explanations[this.chosen] : undefined;
  }

  private describeState(): string {
    const { current, shown } = this;
    if (current.step === 'working') return 'Finding out what the model looked at.';
    return shown ? describeExplanation(shown) : '';
  }

  private readonly start = (): void => {
    void this.run();
  };

  private async run(): Promise<void> {
    const { explain, labels } = this;
    if (!explain) return;
    const running = new AbortController();
    this.running = running;
    this.moveTo({ step: 'working', share: 0 });
    try {
      const reply = await explain(labels, {
        signal: running.signal,
        onProgress: (done, total) => {
          if (this.running === running) this.current = { step: 'working', share: done / total };
        },
      });
      if (this.running !== running) {
        reply.view.close();
        return;
      }
      const unusual = reply.explanations.findIndex(({ aim }) => aim.kind === 'unfamiliar');
      this.chosen = this.unusual && unusual >= 0 ? unusual : 0;
      this.moveTo({ step: 'done', reply });
    } catch (error) {
      if (this.running !== running) return;
      const problem = ClassifierError.from(error);
      this.moveTo({ step: 'idle', problem: problem.code === 'cancelled' ? null : problem });
    }
  }

  private readonly toggle = (): void => {
    this.lit = !this.lit;
  };

  /** The button that was pressed goes: the focus moves on to what comes in its place. */
  private moveTo(next: State): void {
    const hadFocus = this.shadowRoot?.activeElement !== null;
    this.current = next;
    if (!hadFocus) return;
    void this.updateComplete.then(() => {
      const first = this.renderRoot.querySelector('input:checked, button');
      if (first instanceof HTMLElement) first.focus();
    });
  }

  private readonly startOver = (): void => {
    this.running?.abort();
    this.running = null;
    if (this.current.step === 'done') this.current.reply.view.close();
    this.moveTo(idle);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'attention-map': AttentionMap;
  }
}

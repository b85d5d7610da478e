import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PhotoIntake } from '../../../client/studio-client';
import { ClassifierError } from '../../../core/errors';
import { createRandom } from '../../../core/random';
import type { BatchTransforms, ItemTransform } from '../../../core/studio/transforms';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import { icon } from '../../../elements/shared/icons';
import type { ProjectSession } from '../../../services/studio/project-session';

/** Pictures in the grid. */
const COUNT = 9;
/** Side of the built-in trunk's square, in pixels. */
const SIDE_PIXELS = 224;

/** What the model will see while it learns: training photos, each as one random view of it. */
@customElement('batch-view')
export class BatchView extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      section {
        display: grid;
        gap: var(--gap-3);
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        gap: var(--gap-2) var(--gap-3);
        align-items: center;
      }

      ul {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: var(--gap-2);
        max-width: 44rem;
      }

      canvas {
        width: 100%;
        aspect-ratio: 1;
        border-radius: var(--corner);
        background: var(--sunk);
      }

      li {
        font-size: var(--size-small);
        overflow-wrap: anywhere;
      }

      .busy ul {
        opacity: 0.6;
      }
    `,
  ];

  @state() private seed = 1;
  @state() private oneByNine = false;
  @state() private busy = false;
  @state() private problem: ClassifierError | null = null;
  @state() private names: readonly string[] = [];
  private controller: AbortController | null = null;

  @property({ attribute: false }) session: ProjectSession | null = null;
  @property({ attribute: false }) intake: PhotoIntake | null = null;
  @property({ attribute: false }) item: ItemTransform | null = null;
  @property({ attribute: false }) batch: BatchTransforms | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.controller?.abort();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (['item', 'batch', 'seed', 'oneByNine', 'session'].some((name) => changed.has(name))) {
      void this.draw();
    }
  }

  override render() {
    const isEmpty = this.session?.samples.length === 0;
    return html`<section class=${this.busy ? 'busy' : ''} aria-labelledby="batch">
      <h3 id="batch">What the model will see</h3>
      ${
        isEmpty
          ? html`<p class="soft">
              Add photos first; then they are shown here as the model sees them.
            </p>`
          : html`<div class="row">
              <button class="button" @click=${() => (this.seed += 1)}>
                ${icon('retry')} Another batch
              </button>
              <button
                class="button"
                aria-pressed=${this.oneByNine ? 'true' : 'false'}
                @click=${() => (this.oneByNine = !this.oneByNine)}
              >
                One photo, nine ways
              </button>
              <span role="status" class="soft">${this.busy ? 'Drawing…' : ''}</span>
            </div>`
      }
      ${
        this.problem
          ? html`<p role="alert"><b>${this.problem.message}</b> ${this.problem.wayOn}</p>`
          : nothing
      }
      <ul ?hidden=${isEmpty}>
        ${Array.from({ length: COUNT }, (_, i) => {
          const name = this.names[i] ?? '';
          return html`<li ?hidden=${i >= this.names.length}>
            <canvas
              width=${SIDE_PIXELS}
              height=${SIDE_PIXELS}
              role="img"
              aria-label="A view of a photo of ${name}"
            ></canvas>
            ${name}
          </li>`;
        })}
      </ul>
    </section>`;
  }

  private async draw(): Promise<void> {
    const { session, intake, item, batch, seed } = this;
    this.controller?.abort();
    const ids = this.choosePhotos();
    if (!session || !intake || !item || !batch || ids.length === 0) return;
    const controller = new AbortController();
    this.controller = controller;
    const { signal } = controller;
    this.busy = true;
    try {
      const photos = await Promise.all(ids.map((id) => session.readPhoto(id)));
      const request = { photos, item, batch, sidePixels: SIDE_PIXELS, seed };
      const views = await intake.showBatch(request, { signal });
      this.names = ids.map((id) => session.labelName(session.find(id)?.labelId ?? null));
      this.problem = null;
      await this.updateComplete;
      this.show(views);
    } catch (error) {
      const problem = ClassifierError.from(error);
      if (!signal.aborted) this.problem = problem;
    } finally {
      if (this.controller === controller) this.busy = false;
    }
  }

  private show(views: readonly ImageBitmap[]): void {
    const canvases = this.renderRoot.querySelectorAll('canvas');
    views.forEach((view, i) => {
      canvases[i]?.getContext('2d')?.drawImage(view, 0, 0);
      view.close();
    });
  }

  /** Training photos by chance, or one of them nine times. */
  private choosePhotos(): string[] {
    const { session, seed } = this;
    const learnt = session?.samples.filter(({ part }) => part === 'train') ?? [];
    const pool = learnt.length > 0 ? learnt : (session?.samples ?? []);
    const random = createRandom(seed);
    if (pool.length === 0) return [];
    if (this.oneByNine) {
      const { id } = pool[random.nextInt(pool.length)] ?? {};
      return id === undefined ? [] : new Array<string>(COUNT).fill(id);
    }
    const chosen = new Set<string>();
    while (chosen.size < Math.min(COUNT, pool.length)) {
      const { id } = pool[random.nextInt(pool.length)] ?? {};
      if (id !== undefined) chosen.add(id);
    }
    return [...chosen];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'batch-view': BatchView;
  }
}

import '../../../elements/confusion-matrix/confusion-matrix';
import '../runs/photo-desk';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { countConfusion } from '../../../core/metrics';
import type { Judged } from '../../../core/studio/insight/judged';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import type { CellOpenedEvent } from '../../../elements/confusion-matrix/confusion-matrix';
import { countOf } from '../../../elements/shared/format';
import type { ProjectSession } from '../../../services/studio/project-session';
import { pageStyles } from '../../page.styles';
import { describeAnswer } from './describe-photo';

/** What was taken for what: each cell opens its photos, to be looked at and put right. */
@customElement('confusion-panel')
export class ConfusionPanel extends LitElement {
  static override styles = [baseStyles, buttonStyles, pageStyles];

  @state() private cell: { truth: number; answer: number } | null = null;

  @property({ attribute: false }) session: ProjectSession | null = null;
  /** The run's labels, in its order. */
  @property({ attribute: false }) labels: readonly { id: string; name: string }[] = [];
  @property({ attribute: false }) photos: readonly Judged[] = [];

  override render() {
    const { labels, photos, cell } = this;
    const counts = countConfusion(
      photos.map(({ truth }) => truth),
      photos.map(({ answer }) => answer),
      labels.length,
    );
    return html`<section>
      <h2>What it takes for what</h2>
      <p class="soft">Green: right. Amber: a mistake. Open a number to see its photos.</p>
      <confusion-matrix
        openable
        .labels=${labels.map(({ name }) => name)}
        .counts=${counts}
        .opened=${cell}
        @cell-opened=${this.handleCell}
      ></confusion-matrix>
      ${cell ? this.renderCell(cell) : nothing}
    </section>`;
  }

  private renderCell({ truth, answer }: { truth: number; answer: number }) {
    const { labels, session } = this;
    const own = this.photos.filter((photo) => photo.truth === truth && photo.answer === answer);
    const name = labels[truth]?.name ?? '';
    const title =
      truth === answer
        ? `${name}, told rightly`
        : `${name}, taken for ${labels[answer]?.name ?? ''}`;
    return html`
      <div class="row">
        <h3>${title}: ${countOf(own.length, 'photo')}</h3>
        <button class="button plain" @click=${() => (this.cell = null)}>Close</button>
      </div>
      ${
        own.length === 0
          ? html`<p class="soft" role="status">No photos are left here.</p>`
          : html`<photo-desk
              .session=${session}
              .samples=${own.map(({ sample }) => sample)}
              .notes=${new Map(own.map((one) => [one.sample.id, describeAnswer(one, labels)]))}
              .label=${title}
            ></photo-desk>`
      }
    `;
  }

  private handleCell({ truth, answer }: CellOpenedEvent): void {
    const isOpen = this.cell?.truth === truth && this.cell.answer === answer;
    this.cell = isOpen ? null : { truth, answer };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'confusion-panel': ConfusionPanel;
  }
}

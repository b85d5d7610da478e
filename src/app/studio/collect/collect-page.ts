import '../data/large-photo';
import '../sample-thumb';
import './unknown-groups';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { JudgedRun } from '../../../core/studio/insight/judged';
import {
  suggestCollecting,
  type CollectHint,
} from '../../../core/studio/insight/suggest-collecting';
import type { TrainingRun } from '../../../core/studio/run';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import type { PhotoEmbedder } from '../../../client/studio-client';
import type { PhotoImport } from '../../../services/studio/photo-import';
import type { ProjectSession } from '../../../services/studio/project-session';
import type { Tray } from '../../../services/tray';
import { pageStyles } from '../../page.styles';
import { Watch } from '../../watch';
import { renderRunState } from '../runs/render-run-state';
import { RunView } from '../runs/run-view';
import { collectPageStyles } from './collect-page.styles';
import { describeHint } from './hint-words';

/** What to collect next: a short list, with the reasons and pictures. */
@customElement('collect-page')
export class CollectPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, pageStyles, collectPageStyles];

  @state() private openId: string | null = null;

  @property({ attribute: false }) session: ProjectSession | null = null;
  @property({ attribute: false }) imports: PhotoImport | null = null;
  @property({ attribute: false }) tray: Tray | null = null;
  @property({ attribute: false }) intake: PhotoEmbedder | null = null;

  private readonly view = new RunView(this, () => this.session);

  constructor() {
    super();
    new Watch(this, () => (this.session ? [this.session] : []));
  }

  override render() {
    const { session } = this;
    if (!session) return nothing;
    return html`<div class="page">
      <section>
        <h2>What would help most</h2>
        <p class="soft">
          Photos that are easy to find teach it little that is new. These are the ones it lacks.
        </p>
        ${renderRunState(this.view.state, session.project.id, ({ report, joined }) =>
          this.renderHints(session, report.run, joined),
        )}
      </section>
      <unknown-groups
        .session=${session}
        .imports=${this.imports}
        .tray=${this.tray}
        .intake=${this.intake}
      ></unknown-groups>
      <large-photo
        .session=${session}
        .sampleId=${this.openId}
        @wa-after-hide=${() => (this.openId = null)}
      ></large-photo>
    </div>`;
  }

  private renderHints(session: ProjectSession, run: TrainingRun, joined: JudgedRun) {
    const hints = suggestCollecting({
      labelCount: run.labels.length,
      photosOfLabel: run.labels.map(({ id }) =>
        session.samples.filter(({ labelId }) => labelId === id).map((sample) => sample.id),
      ),
      judged: joined.photos,
    });
    if (hints.length === 0) {
      return html`<p>
        Nothing stands out: labels are about even, and hardly a photo is close to call. Try it where
        it will be used, and bring back what it cannot name.
      </p>`;
    }
    const names = run.labels.map(({ name }) => name);
    return html`<ol>
      ${hints.map((hint) => this.renderHint(hint, names))}
    </ol>`;
  }

  private renderHint(hint: CollectHint, names: readonly string[]) {
    const { title, why, how } = describeHint(hint, names);
    return html`<li class="hint">
      <div>
        <h3>${title}</h3>
        <p>${why}</p>
        <p class="soft">${how}</p>
      </div>
      <div class="pictures">
        ${hint.ids.map(
          (id, i) =>
            html`<button aria-label="${title}: photo ${i + 1}" @click=${() => (this.openId = id)}>
              <sample-thumb .session=${this.session} sampleId=${id}></sample-thumb>
            </button>`,
        )}
      </div>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'collect-page': CollectPage;
  }
}

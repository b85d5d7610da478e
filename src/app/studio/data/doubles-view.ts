import '../sample-thumb';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { flow } from '@lit-labs/virtualizer/layouts/flow.js';
import { virtualize } from '@lit-labs/virtualizer/virtualize.js';
import type { Sample } from '../../../core/studio/sample';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import { countOf } from '../../../elements/shared/format';
import { icon } from '../../../elements/shared/icons';
import type { ProjectSession } from '../../../services/studio/project-session';
import { partWords } from '../part-words';

/** Photos that look nearly the same. */
interface Doubles {
  id: string;
  samples: Sample[];
  /** They lie in different parts. */
  straddles: boolean;
  /** They have different labels. */
  disagrees: boolean;
}

/** Groups of photos that look nearly the same: across parts first, then under different labels. */
@customElement('doubles-view')
export class DoublesView extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .groups {
        min-height: 10rem;
      }

      .group {
        display: grid;
        gap: var(--gap-3);
        width: 100%;
        padding: var(--gap-3) 0 var(--gap-4);
        border-block-end: 1px solid var(--rule);
      }

      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--gap-2) var(--gap-3);
      }

      .head p {
        flex: 1 1 14rem;
      }

      b {
        font-weight: var(--weight-strong);
      }

      .straddles {
        color: var(--alarm);
      }

      ul {
        display: flex;
        flex-wrap: wrap;
        gap: var(--gap-2);
      }

      li {
        width: 8rem;
        font-size: var(--size-small);
        overflow-wrap: anywhere;
      }

      sample-thumb {
        width: 8rem;
        height: 6.5rem;
        border-radius: var(--corner);
      }
    `,
  ];

  @property({ attribute: false }) session: ProjectSession | null = null;
  /** Changes with the photos. */
  @property({ type: Number }) revision = 0;

  override render() {
    const { session } = this;
    if (!session) return nothing;
    const groups = listDoubles(session.samples);
    const copies = session.samples.filter((sample) => sample.copies.length > 0);
    if (groups.length === 0 && copies.length === 0) {
      return html`<p class="soft">No two photos here look nearly the same.</p>`;
    }
    return html`
      ${copies.length > 0 ? renderCopies(copies, session) : nothing}
      ${
        groups.length > 0
          ? html`<p>
              ${countOf(groups.length, 'group')} of photos that look nearly the same. A new split
              keeps each group in one part.
            </p>`
          : nothing
      }
      <div class="groups">
        ${virtualize({
          items: groups,
          // When groups go, the virtualizer asks once more for places that are no longer there.
          keyFunction: (doubles: Doubles | undefined, index: number) => doubles?.id ?? index,
          renderItem: (doubles: Doubles | undefined) =>
            doubles ? this.renderGroup(doubles, session) : html``,
          layout: flow(),
        })}
      </div>
    `;
  }

  private renderGroup({ samples, straddles, disagrees }: Doubles, session: ProjectSession) {
    const ids = samples.map(({ id }) => id);
    const rest = ids.slice(1);
    return html`<div
      class="group"
      role="group"
      aria-label=${countOf(samples.length, 'near double')}
    >
      <div class="head">
        <p>
          ${
            straddles
              ? html`<b class="straddles">${icon('alert')} In different parts.</b>`
              : html`<b>${countOf(samples.length, 'photo')} alike.</b>`
          }
          ${disagrees ? 'They have different labels.' : nothing}
        </p>
        ${
          straddles
            ? html`<button class="button" @click=${() => this.attempt(session.gatherGroups(ids))}>
                Put them in one part
              </button>`
            : nothing
        }
        <button class="button" @click=${() => this.attempt(session.remove(rest))}>
          Keep the first, delete ${rest.length === 1 ? 'the other' : `the other ${rest.length}`}
        </button>
      </div>
      <ul>
        ${samples.map(
          (sample) =>
            html`<li>
              <sample-thumb
                .session=${session}
                sampleId=${sample.id}
                alt=${sample.path}
              ></sample-thumb>
              ${session.labelName(sample.labelId)}, ${partWords[sample.part].name}<br />
              <span class="soft">${sample.width} × ${sample.height}</span>
            </li>`,
        )}
      </ul>
    </div>`;
  }

  /** What cannot be written is said at the head of the project. */
  private attempt(work: Promise<void>): void {
    work.catch(() => this.requestUpdate());
  }
}

function renderCopies(samples: readonly Sample[], session: ProjectSession) {
  const count = samples.reduce((sum, { copies }) => sum + copies.length, 0);
  return html`<details>
    <summary>${countOf(count, 'exact double')} left out on arrival</summary>
    <ul>
      ${samples.slice(0, 200).map(
        (sample) =>
          html`<li>
            <sample-thumb
              .session=${session}
              sampleId=${sample.id}
              alt=${sample.path}
            ></sample-thumb>
            ${session.labelName(sample.labelId)}: ${sample.path}
            ${sample.copies.map(
              ({ path, labelId }) =>
                html`<br /><span class="soft">also ${session.labelName(labelId)}: ${path}</span>`,
            )}
          </li>`,
      )}
    </ul>
    ${samples.length > 200 ? html`<p class="soft">The first 200 are shown.</p>` : nothing}
  </details>`;
}

function listDoubles(samples: readonly Sample[]): Doubles[] {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    if (sample.alike === null) continue;
    const group = groups.get(sample.alike);
    if (group) group.push(sample);
    else groups.set(sample.alike, [sample]);
  }
  const rank = ({ straddles, disagrees }: Doubles) => (straddles ? 0 : disagrees ? 1 : 2);
  return [...groups]
    .filter(([, members]) => members.length > 1)
    .map(([id, members]) => ({
      id,
      samples: members,
      straddles: new Set(members.map(({ part }) => part)).size > 1,
      disagrees: new Set(members.map(({ labelId }) => labelId)).size > 1,
    }))
    .sort((a, b) => rank(a) - rank(b));
}

declare global {
  interface HTMLElementTagNameMap {
    'doubles-view': DoublesView;
  }
}

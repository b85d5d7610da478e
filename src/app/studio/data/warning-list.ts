import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { findWarnings, type DataWarning } from '../../../core/studio/warnings';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import { icon } from '../../../elements/shared/icons';
import type { ProjectSession } from '../../../services/studio/project-session';
import { describeWarning } from './warning-words';

/** A person wants to see the photos that a warning is about. */
export class WarningShownEvent extends Event {
  constructor(
    readonly title: string,
    readonly ids: readonly string[],
  ) {
    super('warning-shown', { bubbles: true, composed: true });
  }
}

/** More than this at once is not read. */
const SHOWN = 4;

/**
 * What stands in the way of a good model, the gravest first.
 *
 * @event warning-shown - The photos of one warning are to be shown.
 */
@customElement('warning-list')
export class WarningList extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      ul {
        display: grid;
        gap: var(--gap-2);
      }

      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--gap-2) var(--gap-3);
        padding: var(--gap-2) var(--gap-4);
        border-radius: var(--corner);
        background: var(--amber-wash);
      }

      li.grave {
        background: var(--alarm-wash);
      }

      p {
        flex: 1 1 16rem;
      }

      b {
        font-weight: var(--weight-strong);
      }
    `,
  ];

  @property({ attribute: false }) session: ProjectSession | null = null;
  /** Changes with the photos. */
  @property({ type: Number }) revision = 0;

  override render() {
    const { session } = this;
    if (!session) return nothing;
    const warnings = findWarnings(session.samples, session.labels);
    if (warnings.length === 0) return nothing;
    const [first, rest] = [warnings.slice(0, SHOWN), warnings.slice(SHOWN)];
    return html`<section aria-label="Warnings">
      <ul>
        ${first.map((warning) => this.renderWarning(warning, session))}
      </ul>
      ${
        rest.length > 0
          ? html`<details>
              <summary>${rest.length} more</summary>
              <ul>
                ${rest.map((warning) => this.renderWarning(warning, session))}
              </ul>
            </details>`
          : nothing
      }
    </section>`;
  }

  private renderWarning(warning: DataWarning, session: ProjectSession) {
    const { title, text } = describeWarning(warning, (id) => session.labelName(id));
    const ids = listIds(warning);
    const isGrave = warning.kind === 'leak' || warning.kind === 'conflicting-copies';
    return html`<li class=${isGrave ? 'grave' : ''}>
      ${icon('alert')}
      <p><b>${title}</b> ${text}</p>
      ${
        ids.length > 0
          ? html`<button
              class="button"
              aria-label="Show them: ${title}"
              @click=${() => this.dispatchEvent(new WarningShownEvent(title, ids))}
            >
              Show them
            </button>`
          : nothing
      }
      ${
        warning.kind === 'leak'
          ? html`<button class="button" @click=${() => this.mend(session, ids)}>
              Put each group in one part
            </button>`
          : nothing
      }
    </li>`;
  }

  /** Only the photos that straddle move; the others stay where they are. */
  private mend(session: ProjectSession, ids: readonly string[]): void {
    // What cannot be written is said at the head of the project.
    session.gatherGroups(ids).catch(() => this.requestUpdate());
  }
}

function listIds(warning: DataWarning): readonly string[] {
  if (warning.kind === 'leak') return warning.groups.flat();
  return 'ids' in warning ? warning.ids : [];
}

declare global {
  interface HTMLElementTagNameMap {
    'warning-list': WarningList;
  }
  interface GlobalEventHandlersEventMap {
    'warning-shown': WarningShownEvent;
  }
}

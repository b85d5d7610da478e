import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ClassifierError } from '../../core/errors';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { icon } from '../../elements/shared/icons';
import type { OpenedProject, Studio } from '../../services/studio/studio';
import { pageStyles } from '../page.styles';
import type { AppServices } from '../services';
import { Watch } from '../watch';
import { tabs, type TabModule } from './tabs';

/** One project: its name, its tabs, and the tab that is open. */
@customElement('project-page')
export class ProjectPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    pageStyles,
    css`
      .top {
        display: grid;
        gap: var(--gap-3);
      }

      .title {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--gap-2) var(--gap-4);
      }

      h1 {
        flex: 1 1 12rem;
        min-width: 0;
        font-size: var(--size-title);
        line-height: 1.2;
        overflow-wrap: anywhere;
      }

      .tabs {
        position: relative;
        display: flex;
        gap: 0.15rem;
        overflow-x: auto;
        border-block-end: 1px solid var(--rule);
      }

      .tabs a {
        display: inline-flex;
        align-items: center;
        min-height: var(--touch);
        padding: 0 0.9rem;
        color: var(--ink-soft);
        font-weight: 520;
        text-decoration: none;
        white-space: nowrap;
      }

      .tabs a:hover {
        color: var(--ink);
      }

      .tabs a[aria-current] {
        color: var(--ink);
        font-weight: var(--weight-strong);
        box-shadow: inset 0 -2.5px 0 var(--amber-fill);
      }

      .problem {
        padding: var(--gap-3) var(--gap-4);
        border-radius: var(--corner);
        background: var(--alarm-wash);
      }

      .page {
        gap: var(--gap-5);
      }
    `,
  ];

  private tabInSight = '';

  @state() private opened: OpenedProject | null = null;
  @state() private modules: ReadonlyMap<string, TabModule> = new Map();
  @state() private problem: ClassifierError | null = null;

  @property({ attribute: false }) services: AppServices | null = null;
  @property({ attribute: false }) studio: Studio | null = null;
  @property() projectId = '';
  /** The tab's id, and what the address says beyond it. */
  @property({ attribute: false }) detail: readonly string[] = [];

  constructor() {
    super();
    new Watch(this, () => (this.opened ? [this.opened.session] : []));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('projectId') || changed.has('studio')) void this.open();
    if (changed.has('detail')) void this.loadTab();
  }

  protected override updated(): void {
    this.showOpenTab();
  }

  override render() {
    const { opened, problem } = this;
    if (problem) return this.renderProblem(problem);
    if (!opened) return html`<p class="soft" role="status">Opening the project…</p>`;
    const { session } = opened;
    return html`<div class="page">
      <div class="top">
        <a class="back" href="#/studio">All projects</a>
        <div class="title">
          <h1>${session.project.name}</h1>
          ${this.renderUndo(opened)}
        </div>
        <nav class="tabs" aria-label="Project">
          ${tabs.map(
            ({ id, label }) =>
              html`<a
                href="#/studio/${this.projectId}/${id}"
                aria-current=${id === this.tabId ? 'page' : nothing}
                >${label}</a
              >`,
          )}
        </nav>
        ${
          session.problem
            ? html`<p class="problem" role="alert">
                <b>${session.problem.message}</b> ${session.problem.wayOn}
              </p>`
            : nothing
        }
      </div>
      ${this.renderTab(opened)}
    </div>`;
  }

  private get tabId(): string {
    const [wanted] = this.detail;
    return tabs.find(({ id }) => id === wanted)?.id ?? tabs[0]?.id ?? '';
  }

  /** On a phone the tabs are wider than the screen: the open one is moved into sight, once. */
  private showOpenTab(): void {
    const bar = this.renderRoot.querySelector<HTMLElement>('.tabs');
    const tab = bar?.querySelector<HTMLElement>('[aria-current]');
    if (!bar || !tab || this.tabInSight === this.tabId) return;
    this.tabInSight = this.tabId;
    bar.scrollLeft = tab.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2;
  }

  private renderTab(opened: OpenedProject) {
    const module = this.modules.get(this.tabId);
    const { services, studio } = this;
    if (!module || !services || !studio) return html`<p class="soft" role="status">One moment…</p>`;
    return module.renderTab({ ...opened, services, studio, detail: this.detail.slice(1) });
  }

  private renderUndo({ session }: OpenedProject) {
    const { undoTitle, redoTitle } = session;
    return html`<div class="row">
      <button
        class="button plain"
        ?disabled=${undoTitle === null}
        title=${undoTitle ? `Undo: ${undoTitle}` : nothing}
        aria-label=${undoTitle ? `Undo: ${undoTitle}` : nothing}
        @click=${() => this.attempt(session.undo())}
      >
        ${icon('retry')} Undo
      </button>
      ${
        redoTitle === null
          ? nothing
          : html`<button
              class="button plain"
              title="Do again: ${redoTitle}"
              @click=${() => this.attempt(session.redo())}
            >
              Redo<span class="sr-only">: ${redoTitle}</span>
            </button>`
      }
    </div>`;
  }

  private renderProblem(problem: ClassifierError) {
    return html`<div class="page">
      <div class="problem" role="alert">
        <h1>${problem.message}</h1>
        <p>${problem.wayOn}</p>
      </div>
      <p class="row">
        <button class="button" @click=${() => this.open()}>${icon('retry')} Try again</button>
        <a class="button" href="#/studio">All projects</a>
      </p>
    </div>`;
  }

  private async open(): Promise<void> {
    const { studio, projectId } = this;
    if (!studio || projectId === '') return;
    this.problem = null;
    this.opened = null;
    try {
      const opened = await studio.open(projectId);
      if (this.projectId === projectId) this.opened = opened;
    } catch (error) {
      if (this.projectId === projectId) this.problem = ClassifierError.from(error);
    }
  }

  private async loadTab(): Promise<void> {
    const tab = tabs.find(({ id }) => id === this.tabId);
    if (!tab || this.modules.has(tab.id)) return;
    try {
      const module = await tab.load();
      this.modules = new Map([...this.modules, [tab.id, module]]);
    } catch (error) {
      this.problem = ClassifierError.from(error, 'network-offline');
    }
  }

  /** What cannot be written is said above the tab: `session.problem`. */
  private attempt(work: Promise<void>): void {
    work.catch(() => this.requestUpdate());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'project-page': ProjectPage;
  }
}

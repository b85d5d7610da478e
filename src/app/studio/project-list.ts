import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ClassifierError } from '../../core/errors';
import { takePicked } from '../../elements/drop-zone/take-picked';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { countOf } from '../../elements/shared/format';
import { icon } from '../../elements/shared/icons';
import type { ListedProject } from '../../services/studio/projects';
import type { Studio } from '../../services/studio/studio';
import { pageStyles } from '../page.styles';
import type { AppServices } from '../services';
import { Watch } from '../watch';

/** The projects on this device: make one, open one, bring one back. */
@customElement('project-list')
export class ProjectList extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    pageStyles,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        gap: var(--gap-3);
        align-items: end;
      }

      label {
        display: grid;
        gap: var(--gap-1);
        flex: 1 1 14rem;
        max-width: 26rem;
        font-weight: var(--weight-strong);
      }

      input[type='text'] {
        min-height: var(--touch);
        padding: 0.45rem 0.75rem;
        border: 1.5px solid var(--rule-strong);
        border-radius: var(--corner);
        background: var(--sheet);
        color: inherit;
        font: inherit;
        font-weight: var(--weight-body);
      }

      .cards {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr));
        gap: var(--gap-4);
      }

      .card {
        display: grid;
        gap: var(--gap-3);
        align-content: space-between;
      }

      .card h2 {
        font-size: var(--size-lead);
        overflow-wrap: anywhere;
      }

      .problem {
        padding: var(--gap-3) var(--gap-4);
        border-radius: var(--corner);
        background: var(--alarm-wash);
      }
    `,
  ];

  @state() private name = '';
  @state() private busy = false;
  @state() private problem: ClassifierError | null = null;

  @property({ attribute: false }) services: AppServices | null = null;
  @property({ attribute: false }) studio: Studio | null = null;

  constructor() {
    super();
    new Watch(this, () => (this.studio ? [this.studio.projects] : []));
  }

  protected override firstUpdated(): void {
    void this.studio?.projects.load();
  }

  override render() {
    const { studio } = this;
    if (!studio) return nothing;
    const { projects } = studio;
    const problem = this.problem ?? projects.problem;
    return html`<div class="page">
      <div class="lead">
        <h1>Studio</h1>
        <p>
          Make a model of your own: gather photos, sort them, see what the model will see.
          Everything stays on this device and is saved as you go.
        </p>
      </div>
      ${
        problem
          ? html`<p class="problem" role="alert"><b>${problem.message}</b> ${problem.wayOn}</p>`
          : nothing
      }
      ${
        studio.lasting
          ? nothing
          : html`<p class="problem" role="note">
              <b>This browser keeps nothing here (a private window?).</b> You can work, but the
              project is gone when you close the page.
            </p>`
      }
      <section class="sheet" aria-labelledby="new-project">
        <h2 id="new-project">New project</h2>
        <form @submit=${this.handleCreate}>
          <label
            >Name
            <input
              type="text"
              maxlength="80"
              placeholder="Bears"
              .value=${this.name}
              @input=${this.handleName}
          /></label>
          <button class="button primary" ?disabled=${this.busy}>Create</button>
          <button class="button" type="button" ?disabled=${this.busy} @click=${this.pickFile}>
            ${icon('file')} Open a project file
          </button>
          <input
            class="file"
            type="file"
            hidden
            accept=".zip,.tm"
            aria-label="Open a project file"
            tabindex="-1"
            @change=${this.handleFile}
          />
        </form>
        <p class="soft">
          A project file is one that Bearings saved (.bearings.zip), or a Teachable Machine project
          (.tm).
        </p>
      </section>
      <section aria-labelledby="projects">
        <h2 id="projects">Your projects</h2>
        ${
          projects.list === null
            ? html`<p class="soft" role="status">Reading your projects…</p>`
            : projects.current.length === 0
              ? html`<p class="soft">None yet.</p>`
              : html`<div class="cards">
                  ${projects.current.map((one) => this.renderCard(one, studio))}
                </div>`
        }
      </section>
      ${this.renderDeleted(studio)}
    </div>`;
  }

  private renderCard({ project, photos }: ListedProject, { projects }: Studio) {
    const { id, name, labels, unfinishedImport } = project;
    return html`<article class="sheet card" aria-labelledby="p-${id}">
      <div>
        <h2 id="p-${id}">${name}</h2>
        <p class="soft">
          ${countOf(photos, 'photo')}, ${countOf(labels.length, 'label')}. Changed
          ${new Date(project.changedAt).toLocaleString('en-GB', {
            dateStyle: 'medium',
            timeStyle: 'short',
          })}.
        </p>
        ${
          unfinishedImport
            ? html`<p>${icon('alert')} An import was cut short. Open it to go on.</p>`
            : nothing
        }
      </div>
      <div class="row">
        <a class="button primary" href="#/studio/${id}" aria-label="Open ${name}">Open</a>
        <button
          class="button plain"
          aria-label="Delete ${name}"
          @click=${() => void this.delete(projects, id, name)}
        >
          ${icon('trash')} Delete
        </button>
      </div>
    </article>`;
  }

  private renderDeleted({ projects }: Studio) {
    if (projects.deleted.length === 0) return nothing;
    return html`<section aria-labelledby="deleted">
      <h2 id="deleted">Deleted projects</h2>
      <p class="soft">They keep their room on this device until you remove them for good.</p>
      <div class="cards">
        ${projects.deleted.map(
          ({ project: { id, name }, photos }) =>
            html`<article class="sheet card" aria-labelledby="p-${id}">
              <div>
                <h3 id="p-${id}">${name}</h3>
                <p class="soft">${countOf(photos, 'photo')}</p>
              </div>
              <div class="row">
                <button
                  class="button"
                  aria-label="Bring back ${name}"
                  @click=${() => void projects.restore(id)}
                >
                  ${icon('retry')} Bring back
                </button>
                <button
                  class="button plain"
                  aria-label="Remove ${name} for good"
                  @click=${() => void projects.removeForGood(id)}
                >
                  Remove for good
                </button>
              </div>
            </article>`,
        )}
      </div>
    </section>`;
  }

  private handleName(event: Event): void {
    if (event.currentTarget instanceof HTMLInputElement) this.name = event.currentTarget.value;
  }

  private handleCreate(event: Event): void {
    event.preventDefault();
    void this.attempt(async (studio) => (await studio.projects.create(this.name)).id);
  }

  private pickFile(): void {
    this.renderRoot.querySelector<HTMLInputElement>('input.file')?.click();
  }

  private handleFile(event: Event): void {
    const [file] = takePicked(event);
    if (file) void this.attempt((studio) => studio.openFile({ name: file.name, file }));
  }

  private async delete(projects: Studio['projects'], id: string, name: string): Promise<void> {
    await this.studio?.close();
    await projects.delete(id);
    this.services?.notices.add({
      topic: 'project-deleted',
      title: `“${name}” deleted.`,
      action: { label: 'Undo', run: () => void projects.restore(id) },
    });
  }

  /** Does something that makes a project, and goes there. */
  private async attempt(work: (studio: Studio) => Promise<string>): Promise<void> {
    if (!this.studio || this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      location.hash = `#/studio/${await work(this.studio)}`;
    } catch (error) {
      this.problem = ClassifierError.from(error);
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'project-list': ProjectList;
  }
}

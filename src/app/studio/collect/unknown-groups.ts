import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PhotoEmbedder } from '../../../client/studio-client';
import { ClassifierError } from '../../../core/errors';
import { cleanLabelName, findLabel } from '../../../core/studio/edit-labels';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import { countOf } from '../../../elements/shared/format';
import {
  groupUnknowns,
  listUnknowns,
  type UnknownGroup,
} from '../../../services/studio/group-unknowns';
import type { PhotoImport } from '../../../services/studio/photo-import';
import type { ProjectSession } from '../../../services/studio/project-session';
import type { Tray } from '../../../services/tray';
import type { TrayItem } from '../../../services/tray-item';
import { pageStyles } from '../../page.styles';
import { Watch } from '../../watch';
import { collectPageStyles } from './collect-page.styles';

const MOST_PICTURES = 11;
const NEW_LABEL = '+';

/** Photos that wait for a person in Classify, grouped by what they look like, ready to be taken in. */
@customElement('unknown-groups')
export class UnknownGroups extends LitElement {
  static override styles = [baseStyles, buttonStyles, pageStyles, collectPageStyles];

  @state() private groups: UnknownGroup[] | null = null;
  @state() private progress: { done: number; total: number } | null = null;
  @state() private problem: ClassifierError | null = null;
  @state() private said = '';
  private running: AbortController | null = null;

  @property({ attribute: false }) session: ProjectSession | null = null;
  @property({ attribute: false }) imports: PhotoImport | null = null;
  @property({ attribute: false }) tray: Tray | null = null;
  @property({ attribute: false }) intake: PhotoEmbedder | null = null;

  constructor() {
    super();
    new Watch(this, () => (this.tray ? [this.tray] : []));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.running?.abort();
  }

  override render() {
    const { tray, groups, progress, problem } = this;
    if (!tray) return nothing;
    const unknowns = listUnknowns(tray.items);
    return html`<section>
      <h2>Photos that nobody could name</h2>
      ${
        unknowns.length === 0
          ? html`<p class="soft">
              None wait in Classify. Use the model there: what it cannot name comes back here, in
              groups that look alike.
            </p>`
          : html`<div class="row">
              <p>${countOf(unknowns.length, 'photo')} in Classify wait for a person.</p>
              ${
                progress
                  ? html`<progress
                        aria-label="Looking at the photos"
                        max=${progress.total}
                        value=${progress.done}
                      ></progress>
                      <button class="button" @click=${() => this.running?.abort()}>Cancel</button>`
                  : html`<button class="button" @click=${() => this.group(unknowns)}>
                      Group what looks alike
                    </button>`
              }
            </div>`
      }
      ${problem ? html`<p role="alert"><b>${problem.message}</b> ${problem.wayOn}</p>` : nothing}
      <p role="status">${this.said}</p>
      ${
        groups && groups.length > 0
          ? html`<ol>
              ${groups.map((one, i) => this.renderGroup(one, i))}
            </ol>`
          : nothing
      }
    </section>`;
  }

  private renderGroup({ items }: UnknownGroup, index: number) {
    const { session } = this;
    const shown = items.slice(0, MOST_PICTURES);
    return html`<li class="hint">
      <div>
        <h3>${countOf(items.length, 'photo')} alike</h3>
        <p class="soft">What are they? Name them, and the next model knows.</p>
        <select
          aria-label="Add group ${index + 1} to"
          @change=${(event: Event) => this.choose(event, items)}
        >
          <option value="">Add them to…</option>
          ${session?.labels.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
          <option value=${NEW_LABEL}>A new label…</option>
        </select>
        <form hidden @submit=${(event: Event) => this.handleName(event, items)}>
          <label
            >Name of the new label <input name="label" required maxlength="80" autocomplete="off"
          /></label>
          <button class="button">Add</button>
        </form>
      </div>
      <div class="pictures">
        ${shown.map(({ thumbnailUrl, name }) =>
          thumbnailUrl ? html`<img src=${thumbnailUrl} alt=${name} />` : nothing,
        )}
        ${
          items.length > shown.length
            ? html`<span class="more">+ ${items.length - shown.length}</span>`
            : nothing
        }
      </div>
    </li>`;
  }

  private async group(unknowns: readonly TrayItem[]): Promise<void> {
    const { intake } = this;
    if (!intake || this.running) return;
    const running = new AbortController();
    this.running = running;
    this.problem = null;
    this.said = '';
    this.progress = { done: 0, total: unknowns.length };
    try {
      this.groups = await groupUnknowns(unknowns, intake, {
        signal: running.signal,
        onProgress: (done, total) => (this.progress = { done, total }),
      });
    } catch (error) {
      const problem = ClassifierError.from(error);
      if (problem.code !== 'cancelled') this.problem = problem;
    } finally {
      this.running = null;
      this.progress = null;
    }
  }

  private choose(event: Event, items: readonly TrayItem[]): void {
    const select = event.currentTarget;
    if (!(select instanceof HTMLSelectElement)) return;
    const { value } = select;
    select.value = '';
    const form = select.nextElementSibling;
    if (value === NEW_LABEL && form instanceof HTMLFormElement) {
      form.hidden = false;
      form.querySelector('input')?.focus();
    } else if (value !== '') void this.add(items, value);
  }

  private handleName(event: Event, items: readonly TrayItem[]): void {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    const name = cleanLabelName(form.querySelector('input')?.value ?? '');
    if (name !== '') void this.addToNew(items, name);
  }

  private async addToNew(items: readonly TrayItem[], name: string): Promise<void> {
    const { session } = this;
    if (!session) return;
    const known = findLabel(session.labels, name);
    const label = known ?? { id: crypto.randomUUID(), name };
    try {
      if (!known) {
        const before = [...session.labels];
        await session.change(`add ${name}`, [], { before, after: [...before, label] });
      }
      await this.add(items, label.id);
    } catch {
      // Said at the head of the project.
      this.requestUpdate();
    }
  }

  /** Takes the photos in; in Classify they count as looked at from now on. */
  private async add(items: readonly TrayItem[], labelId: string): Promise<void> {
    const { imports, session, tray } = this;
    if (!imports || !session || imports.isRunning) return;
    const files = items.map(({ name, file }) => ({ name, file }));
    await imports.run(files, { labelId });
    const { state } = imports;
    if (state.status === 'done' && state.error) {
      this.problem = state.error;
      return;
    }
    const to = session.labelName(labelId);
    for (const { id } of items) tray?.review(id, { kind: 'corrected', to });
    const taken = new Set(items.map(({ id }) => id));
    this.groups = (this.groups ?? [])
      .map((group) => ({ items: group.items.filter(({ id }) => !taken.has(id)) }))
      .filter((group) => group.items.length > 0);
    this.said = `${countOf(items.length, 'photo')} added to ${to}.`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unknown-groups': UnknownGroups;
  }
}

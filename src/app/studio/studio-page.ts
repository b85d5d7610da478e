import './project-list';
import './project-page';
import { LitElement, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ClassifierError } from '../../core/errors';
import { baseStyles } from '../../elements/shared/base.styles';
import type { Studio } from '../../services/studio/studio';
import type { AppServices } from '../services';

/** The Studio: the list of projects, or the one that the address names. */
@customElement('studio-page')
export class StudioPage extends LitElement {
  static override styles = [baseStyles];

  @state() private studio: Studio | null = null;
  @state() private problem: ClassifierError | null = null;

  @property({ attribute: false }) services: AppServices | null = null;
  /** `[project, tab, …]`; empty for the list. */
  @property({ attribute: false }) detail: readonly string[] = [];

  protected override firstUpdated(): void {
    void this.load();
  }

  override render() {
    const { services, studio, problem } = this;
    if (problem) return html`<p role="alert"><b>${problem.message}</b> ${problem.wayOn}</p>`;
    if (!studio || !services) return html`<p role="status">Opening the Studio…</p>`;
    const [projectId, ...detail] = this.detail;
    if (projectId === undefined) {
      return html`<project-list .services=${services} .studio=${studio}></project-list>`;
    }
    return html`<project-page
      .services=${services}
      .studio=${studio}
      .projectId=${projectId}
      .detail=${detail}
    ></project-page>`;
  }

  private async load(): Promise<void> {
    try {
      this.studio = (await this.services?.openStudio()) ?? null;
    } catch (error) {
      this.problem = ClassifierError.from(error, 'network-offline');
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-page': StudioPage;
  }
}

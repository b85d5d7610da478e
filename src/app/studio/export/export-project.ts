import '../../export/export-panel';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ClassifierError } from '../../../core/errors';
import { planActions } from '../../../core/studio/plan-actions';
import type { TrainingRun } from '../../../core/studio/run';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import { setActionsInFiles } from '../../../services/studio/apply-actions';
import { deployRun } from '../../../services/studio/deploy-run';
import type { ProjectSession } from '../../../services/studio/project-session';
import { readRunModel } from '../../../services/studio/run-files';
import { findShownRun, readRunReport, type RunReport } from '../../../services/studio/run-report';
import { listProjectFiles } from '../../../services/studio/save-project';
import type { DesignKeptEvent } from '../../export/export-panel';
import { pageStyles } from '../../page.styles';
import type { AppServices } from '../../services';
import { Watch } from '../../watch';

/** Hands on a project: the model of the run that is shown, and the project itself. */
@customElement('export-project')
export class ExportProject extends LitElement {
  static override styles = [baseStyles, buttonStyles, pageStyles];

  private reading: string | null = null;

  @state() private report: RunReport | null = null;
  @state() private problem: ClassifierError | null = null;

  @property({ attribute: false }) services: AppServices | null = null;
  @property({ attribute: false }) session: ProjectSession | null = null;

  constructor() {
    super();
    new Watch(this, () => {
      const { services, session } = this;
      return services && session ? [session, services.session, services.library] : [];
    });
  }

  protected override willUpdate(): void {
    const run = this.session && findShownRun(this.session.project);
    if (run && run.id !== this.reading) void this.read(run);
  }

  override render() {
    const { services, session, problem } = this;
    if (!services || !session) return nothing;
    const { project } = session;
    const run = findShownRun(project);
    const isRead = this.report?.run.id === run?.id;
    return html`<div class="page">
      ${problem ? html`<p role="alert"><b>${problem.message}</b> ${problem.wayOn}</p>` : nothing}
      ${
        run
          ? nothing
          : html`<p class="sheet">
              There is no trained model yet. <a href="#/studio/${project.id}/train">Train one</a>,
              and it can be handed on from here.
            </p>`
      }
      ${run && !isRead && !problem ? html`<p role="status">Reading the model…</p>` : nothing}
      <export-panel
        .services=${services}
        .target=${isRead && this.report ? this.targetOf(this.report, services, session) : null}
        .design=${project.app}
        .project=${{ name: project.name, listFiles: () => listProjectFiles(session) }}
        @design-kept=${({ design }: DesignKeptEvent) => {
          // What cannot be written is said above the tab: `session.problem`.
          session.update({ app: design }).catch(() => this.requestUpdate());
        }}
      ></export-panel>
    </div>`;
  }

  private targetOf({ run, manifest }: RunReport, services: AppServices, session: ProjectSession) {
    const { state } = services.session;
    const modelId = session.project.runs.find(({ id }) => id === run.id)?.modelId ?? null;
    return {
      manifest,
      locate: async () => {
        const trained = await readRunModel(session.files, run.id);
        const plan = planActions(session.project.decision, run.labels);
        const { files } = await setActionsInFiles(trained, plan);
        return { kind: 'files' as const, files };
      },
      deploy: async () => {
        const { id, problem } = await deployRun(session, run, services.library);
        if (problem) services.notices.addError(problem);
        await services.session.choose(id);
      },
      inUse: state.status === 'ready' && state.id === modelId,
    };
  }

  private async read(run: TrainingRun): Promise<void> {
    const { session } = this;
    if (!session) return;
    this.reading = run.id;
    this.problem = null;
    try {
      const report = await readRunReport(session.files, run);
      if (this.reading === run.id) this.report = report;
    } catch (error) {
      if (this.reading === run.id)
        this.problem = ClassifierError.from(error, 'storage-unavailable');
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'export-project': ExportProject;
  }
}

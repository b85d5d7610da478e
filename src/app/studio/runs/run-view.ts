import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { ClassifierError } from '../../../core/errors';
import { joinPredictions, type JudgedRun } from '../../../core/studio/insight/judged';
import type { ProjectSession } from '../../../services/studio/project-session';
import { findShownRun, readRunReport, type RunReport } from '../../../services/studio/run-report';

/** What a tab can show of a run. */
export type RunState =
  | { status: 'none' }
  | { status: 'loading' }
  | { status: 'failed'; problem: ClassifierError }
  | { status: 'ready'; report: RunReport; joined: JudgedRun };

/** Reads the run that is shown, and joins what it said with the photos as they are now. */
export class RunView implements ReactiveController {
  private runId: string | null = null;
  private report: RunReport | null = null;
  private problem: ClassifierError | null = null;
  private joined: { revision: number; report: RunReport; run: JudgedRun } | null = null;

  /**
   * @param findSession `null` until the element was handed it.
   * @param findRunId Another run than the shown one; `null` for none at all.
   */
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly findSession: () => ProjectSession | null,
    private readonly findRunId?: () => string | null,
  ) {
    host.addController(this);
  }

  get state(): RunState {
    const session = this.findSession();
    if (!session || this.runId === null) return { status: 'none' };
    if (this.problem) return { status: 'failed', problem: this.problem };
    const { report } = this;
    if (!report) return { status: 'loading' };
    const { revision } = session;
    if (this.joined?.revision !== revision || this.joined.report !== report) {
      const run = joinPredictions(report.record.predictions, report.run.labels, session.samples);
      this.joined = { revision, report, run };
    }
    return { status: 'ready', report, joined: this.joined.run };
  }

  hostUpdate(): void {
    const session = this.findSession();
    const shown = session && findShownRun(session.project);
    const runId = this.findRunId ? this.findRunId() : (shown?.id ?? null);
    if (runId === this.runId) return;
    this.runId = runId;
    this.report = null;
    this.problem = null;
    if (session && runId !== null) void this.load(session, runId);
  }

  private async load(session: ProjectSession, runId: string): Promise<void> {
    try {
      const run = session.project.runs.find(({ id }) => id === runId);
      if (!run) throw new ClassifierError('model-part-missing', `run ${runId}`);
      const report = await readRunReport(session.files, run);
      if (this.runId === runId) this.report = report;
    } catch (error) {
      if (this.runId === runId) this.problem = ClassifierError.from(error, 'storage-unavailable');
    }
    this.host.requestUpdate();
  }
}

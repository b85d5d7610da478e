import type { ModelTrainer } from '../../client/training-client';
import { ClassifierError } from '../../core/errors';
import type { Manifest } from '../../core/manifest';
import { toModelId } from '../../core/model-id';
import type { TrainingRun } from '../../core/studio/run';
import { countFeatures, keyNetwork, keyViews } from '../../core/training/feature-keys';
import type { RateSearch, Round, TrainingPlan } from '../../core/training/training-plan';
import { estimateTuning, type TuningCost } from '../../core/training/tuning-cost';
import type { TrainingProgress } from '../../engine/training/train-model';
import type { RoundsCheckpoint } from '../../engine/training/train-rounds';
import type { ModelSource } from '../../worker/protocol';
import type { TrainingResult } from '../../worker/training-protocol';
import { Observable } from '../observable';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint-file';
import { countKnownViews } from './count-known-views';
import { estimatePlan, keyPlan, planTraining } from './plan-training';
import type { ProjectSession } from './project-session';
import { writeRun } from './run-files';

export interface TrainingDependencies {
  trainer: ModelTrainer;
  /** Where the model is whose features are learnt from. */
  findTrunk(trunk: TrainingPlan['settings']['trunk']): Promise<ModelSource>;
  /** That model's manifest; `null` when it is not here. */
  describeTrunk(trunk: TrainingPlan['settings']['trunk']): Manifest | null;
}

/** Where the newest run stands. */
type TrainingState =
  | { step: 'idle' }
  | { step: 'working'; runId: string; progress: TrainingProgress }
  /** It can go on from where it stopped: paused, interrupted, or failed half-way. */
  | { step: 'stopped'; runId: string; problem: ClassifierError | null }
  | { step: 'done'; runId: string; result: TrainingResult };

/** Between writes of a checkpoint: a crash costs no more than this. */
const CHECKPOINT_MS = 2000;
/** To decode, draw and look at a photo, where nothing better is known: a phone of five years ago. */
const USUAL_VIEW_MS = 120;
/** Numbers a photo, where the network is not known: as a large one has. */
const USUAL_FEATURES = 1280;

/** Trains models on one project. A run goes on while its page is not shown. */
export class TrainingSession extends Observable {
  state: TrainingState = { step: 'idle' };
  rate: RateSearch | null = null;
  rounds: readonly Round[] = [];
  private running: AbortController | null = null;
  /** Settles when the run that works, or worked last, has put everything away. */
  private ended: Promise<void> = Promise.resolve();
  private isPausing = false;
  private checkpoint: RoundsCheckpoint | null = null;
  private savedAt = 0;
  private viewMs = USUAL_VIEW_MS;
  private known = { plain: 0, changed: 0 };

  constructor(
    readonly session: ProjectSession,
    private readonly needs: TrainingDependencies,
  ) {
    super();
    const last = session.project.runs.at(-1);
    // Marked as running, and yet nothing runs: the page was closed, or the device gave up.
    if (last && ['running', 'paused', 'interrupted'].includes(last.status)) {
      this.state = { step: 'stopped', runId: last.id, problem: null };
      this.rounds = last.epochs;
    }
  }

  /** The plan as the project stands now. */
  get plan() {
    const { project, samples } = this.session;
    return planTraining(project, samples);
  }

  /** What training would take now, as far as `measure` has seen. */
  get estimate() {
    const { viewMs, known } = this;
    const trunk = this.needs.describeTrunk(this.session.project.training.trunk);
    const featureCount = (trunk && countFeatures(trunk)) ?? USUAL_FEATURES;
    const { plan, tuning } = this;
    if (!tuning || plan.settings.fineTunedBlocks === 0) {
      return estimatePlan(plan, { featureCount, viewMs, known });
    }
    const head = estimatePlan(plan, { featureCount, viewMs, known: { plain: 0, changed: 0 } });
    return {
      ...head,
      timeMs: head.timeMs + tuning.learnMs,
      memoryBytes: head.memoryBytes + tuning.bytes,
    };
  }

  /** What tuning the last block would take; `null` where the network is not the built-in one. */
  get tuning(): TuningCost | null {
    const { plan, viewMs } = this;
    const chosen = this.needs.describeTrunk(plan.settings.trunk);
    const builtIn = this.needs.describeTrunk('built-in');
    const isOurs = chosen && builtIn && keyNetwork(chosen.network) === keyNetwork(builtIn.network);
    return isOurs ? estimateTuning(plan, viewMs) : null;
  }

  /** Counts what is remembered of the photos, for `estimate`. */
  async measure(): Promise<void> {
    const { plan, session } = this;
    const trunk = this.needs.describeTrunk(plan.settings.trunk);
    const featureCount = trunk && countFeatures(trunk);
    if (!trunk || !featureCount) return;
    const places = keyViews(keyNetwork(trunk.network), trunk.input, plan);
    const [plain, changed] = await Promise.all([
      countKnownViews(session.files, places.plain, featureCount),
      countKnownViews(session.files, places.changed, featureCount),
    ]);
    if (plain === this.known.plain && changed === this.known.changed) return;
    this.known = { plain, changed };
    this.announceChange();
  }

  /** It was told to stop, and puts away what it has. */
  get isStopping(): boolean {
    return this.running?.signal.aborted ?? false;
  }

  get run(): TrainingRun | null {
    const { state } = this;
    if (state.step === 'idle') return null;
    return this.session.project.runs.find(({ id }) => id === state.runId) ?? null;
  }

  /** Begins a new run. */
  async start(): Promise<void> {
    if (this.running) return;
    const { plan } = this;
    const run = describeRun(plan, this.session);
    this.checkpoint = null;
    this.rounds = [];
    this.rate = null;
    await this.session.update({ runs: [...this.session.project.runs, run] });
    await this.work(run.id, plan);
  }

  /** Goes on with the run that stopped. Photos or settings that changed since begin its head anew. */
  async resume(): Promise<void> {
    if (this.running || this.state.step !== 'stopped') return;
    const { runId } = this.state;
    const { plan } = this;
    this.checkpoint ??= await this.readCheckpoint(runId, plan);
    this.rounds = this.checkpoint?.rounds ?? [];
    await this.work(runId, plan);
  }

  /** Stops, so that `resume` can go on: now, or after the page was closed. */
  async pause(): Promise<void> {
    if (!this.running) return;
    this.isPausing = true;
    this.stopNow(this.running);
    await this.ended;
  }

  /** Stops for good. */
  async cancel(): Promise<void> {
    if (this.running) {
      this.isPausing = false;
      this.stopNow(this.running);
      await this.ended;
      return;
    }
    if (this.state.step !== 'stopped') return;
    const { runId } = this.state;
    this.setState({ step: 'idle' });
    await this.updateRun(runId, { status: 'cancelled', finishedAt: Date.now() });
    await this.session.files.remove(checkpointName(runId));
  }

  private stopNow(running: AbortController): void {
    running.abort();
    this.announceChange();
  }

  private work(runId: string, plan: TrainingPlan): Promise<void> {
    const work = this.train(runId, plan);
    // Whoever began the run hears what went wrong.
    this.ended = work.catch(() => undefined);
    return work;
  }

  private async train(runId: string, plan: TrainingPlan): Promise<void> {
    const running = new AbortController();
    this.running = running;
    this.isPausing = false;
    this.setState({ step: 'working', runId, progress: { stage: 'open' } });
    try {
      await this.updateRun(runId, { status: 'running', errorCode: null });
      const { name } = this.session.project;
      const result = await this.needs.trainer.train(
        {
          source: await this.needs.findTrunk(plan.settings.trunk),
          plan,
          id: toModelId(name),
          name,
          backend: 'auto',
          from: this.checkpoint,
        },
        {
          signal: running.signal,
          readPhoto: (id) => this.session.readPhoto(id),
          features: this.session.files,
          onProgress: (progress) => this.take(runId, progress),
          onCheckpoint: (checkpoint) => this.keep(runId, checkpoint, plan),
        },
      );
      await this.finish(runId, result);
    } catch (error) {
      await this.stop(runId, ClassifierError.from(error), plan);
    } finally {
      this.running = null;
      this.announceChange();
    }
  }

  private take(runId: string, progress: TrainingProgress): void {
    if (!this.running || this.isStopping) return;
    if (progress.stage === 'rate') this.rate = progress.rate;
    if (progress.stage === 'rounds') this.rounds = progress.rounds;
    if (progress.stage === 'features' && progress.remainingMs !== null) {
      const left = progress.total - progress.done;
      if (left > 0) this.viewMs = progress.remainingMs / left;
    }
    this.setState({ step: 'working', runId, progress });
  }

  private keep(runId: string, checkpoint: RoundsCheckpoint, plan: TrainingPlan): void {
    this.checkpoint = checkpoint;
    if (Date.now() - this.savedAt < CHECKPOINT_MS) return;
    this.savedAt = Date.now();
    void this.writeCheckpoint(runId, checkpoint, plan);
  }

  private async finish(runId: string, result: TrainingResult): Promise<void> {
    await writeRun(this.session.files, runId, result);
    await this.updateRun(runId, {
      status: 'finished',
      finishedAt: Date.now(),
      epochs: result.rounds,
      accuracy: result.accuracy,
    });
    await this.session.files.remove(checkpointName(runId));
    this.checkpoint = null;
    this.setState({ step: 'done', runId, result });
  }

  /** What was learnt so far stays, unless a person gave it up. */
  private async stop(runId: string, error: ClassifierError, plan: TrainingPlan): Promise<void> {
    const isGivenUp = error.code === 'cancelled' && !this.isPausing;
    const epochs = [...this.rounds];
    if (isGivenUp) {
      this.checkpoint = null;
      this.setState({ step: 'idle' });
      await this.updateRun(runId, { status: 'cancelled', finishedAt: Date.now(), epochs });
      await this.session.files.remove(checkpointName(runId));
      return;
    }
    const isPaused = error.code === 'cancelled';
    this.setState({ step: 'stopped', runId, problem: isPaused ? null : error });
    if (this.checkpoint) await this.writeCheckpoint(runId, this.checkpoint, plan);
    await this.updateRun(runId, {
      status: isPaused ? 'paused' : 'interrupted',
      errorCode: isPaused ? null : error.code,
      epochs,
    });
  }

  private async writeCheckpoint(
    runId: string,
    checkpoint: RoundsCheckpoint,
    plan: TrainingPlan,
  ): Promise<void> {
    try {
      const blob = encodeCheckpoint(checkpoint, keyPlan(plan));
      await this.session.files.write(checkpointName(runId), blob);
    } catch (error) {
      // A full device ends no training; after a crash the head is begun anew, from kept features.
      this.session.problem = ClassifierError.from(error, 'storage-unavailable');
    }
  }

  private async readCheckpoint(
    runId: string,
    plan: TrainingPlan,
  ): Promise<RoundsCheckpoint | null> {
    const blob = await this.session.files.read(checkpointName(runId));
    return blob && decodeCheckpoint(blob, keyPlan(plan));
  }

  private updateRun(runId: string, patch: Partial<TrainingRun>): Promise<void> {
    const runs = this.session.project.runs.map((run) =>
      run.id === runId ? { ...run, ...patch } : run,
    );
    return this.session.update({ runs });
  }

  private setState(state: TrainingState): void {
    this.state = state;
    this.announceChange();
  }
}

function describeRun(
  plan: TrainingPlan & { labelIds: readonly string[] },
  { project }: ProjectSession,
): TrainingRun {
  const count = (part: string) => plan.samples.filter((sample) => sample.part === part).length;
  return {
    id: crypto.randomUUID(),
    status: 'running',
    startedAt: Date.now(),
    finishedAt: null,
    settings: plan.settings,
    item: plan.item,
    batch: plan.batch,
    splitSeed: project.data.split.seed,
    labels: plan.labels.map((name, i) => ({ id: plan.labelIds[i] ?? '', name })),
    counts: { train: count('train'), valid: count('valid'), test: count('test') },
    epochs: [],
    accuracy: { train: null, valid: null, test: null },
    modelId: null,
    errorCode: null,
  };
}

function checkpointName(runId: string): string {
  return `runs/${runId}/checkpoint`;
}

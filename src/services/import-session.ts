import type { ModelImporter, StepOptions } from '../client/model-importer';
import type { Contract, ContractPart } from '../core/contract';
import type { Diagnosis } from '../core/doctor';
import { ClassifierError } from '../core/errors';
import type { Preparation } from '../core/preparation';
import type { ModelOrigin } from '../store/model-records';
import type {
  ChosenTaps,
  HandedFiles,
  ImportDraft,
  ImportProgress,
  LabelledPhoto,
  ModelFile,
} from '../worker/import-protocol';
import { findContractProblems } from './check-contract';
import type { ModelLibrary } from './model-library';
import { Observable } from './observable';

/** A recognised model and what the user has made of it so far. */
export interface ImportPlan {
  draft: ImportDraft;
  /** As the user left it. */
  contract: Contract;
  name: string;
  taps: ChosenTaps;
  /** What trying a few photos showed; `null` before. */
  report: Diagnosis | null;
}

/** Where opening a model stands. */
export type ImportState =
  | { step: 'idle' }
  | { step: 'reading'; name: string; downloading: boolean; progress: ImportProgress | null }
  | { step: 'refused'; name: string; error: ClassifierError }
  /** `problem`: the last thing that was tried here failed; the plan stands. */
  | { step: 'recognised'; plan: ImportPlan; problem: ClassifierError | null }
  | { step: 'doctor'; plan: ImportPlan; progress: ImportProgress | null }
  | { step: 'finishing'; plan: ImportPlan; progress: ImportProgress | null }
  /** `problem`: why it is gone when the page closes; `null` when it is kept. */
  | {
      step: 'done';
      id: string;
      name: string;
      /** How many photos came along. */
      samples: number;
      /** Whether it brought reference photos, and so can warn about unfamiliar ones already. */
      isHonest: boolean;
      problem: ClassifierError | null;
    };

/** Fetches the files behind an address, in a document of its own. */
type DownloadModel = (
  url: string,
  options: { signal: AbortSignal; onProgress: (loaded: number, total: number) => void },
) => Promise<{ name: string; files: { path: string; blob: Blob }[] }>;

interface ImportDependencies {
  importer: ModelImporter;
  library: Pick<ModelLibrary, 'freeIdFor' | 'keep'>;
}

/** Opens one model, step by step. A failure on the way loses nothing that was reached before. */
export class ImportSession extends Observable {
  state: ImportState = { step: 'idle' };
  private running: AbortController | null = null;
  private handed: HandedFiles | null = null;
  private origin: Omit<ModelOrigin, 'formatName'> | null = null;
  private lastHandedId = 0;

  constructor(private readonly needs: ImportDependencies) {
    super();
  }

  /** The files that are being opened, for their photos. */
  get handedFiles(): HandedFiles | null {
    return this.handed;
  }

  /** Opens files that were dropped or picked. */
  async open(name: string, files: readonly ModelFile[]): Promise<void> {
    await this.read(name, { kind: 'file', text: name }, false, async () => ({ name, files }));
  }

  /** Opens what is behind an address. */
  async openAddress(url: string, download: DownloadModel): Promise<void> {
    await this.read(url, { kind: 'address', text: url }, true, ({ signal, onProgress }) =>
      download(url, {
        signal,
        onProgress: (loaded, total) => onProgress({ stage: 'read', loaded, total }),
      }),
    );
  }

  /** The user says what a part of the contract is. */
  change<P extends ContractPart>(part: P, value: Contract[P]['value']): void {
    const plan = this.takePlan();
    if (!plan) return;
    const contract = { ...plan.contract, [part]: { value, from: 'chosen' } };
    this.setState({ step: 'recognised', plan: { ...plan, contract }, problem: null });
  }

  rename(name: string): void {
    const plan = this.takePlan();
    if (plan) this.setState({ step: 'recognised', plan: { ...plan, name }, problem: null });
  }

  /** Takes over one of the ways that the doctor tried. */
  adopt({ fit, scale, channels, orientation }: Preparation): void {
    const plan = this.takePlan();
    if (!plan) return;
    const contract: Contract = {
      ...plan.contract,
      fit: { value: fit, from: 'chosen' },
      scale: { value: scale, from: 'chosen' },
      channels: { value: channels, from: 'chosen' },
      orientation: { value: orientation, from: 'chosen' },
    };
    this.setState({ step: 'recognised', plan: { ...plan, contract }, problem: null });
  }

  /** The user says where the answer or the features are; the network is looked at again. */
  async chooseTaps(taps: ChosenTaps): Promise<void> {
    const plan = this.takePlan();
    const { handed } = this;
    if (!plan || !handed) return;
    await this.work(plan, 'doctor', async (options) => {
      const draft = await this.needs.importer.inspect(handed, { ...options, taps });
      return { ...plan, draft, taps };
    });
  }

  /** Tries the plausible contracts on a few photos, and takes over what they show. */
  async diagnose(photos: readonly LabelledPhoto[]): Promise<void> {
    const plan = this.takePlan();
    const { handed } = this;
    if (!plan || !handed) return;
    const { contract, taps } = plan;
    await this.work(plan, 'doctor', async (options) => {
      const report = await this.needs.importer.diagnose(
        { handed, contract, taps, photos },
        options,
      );
      return { ...plan, contract: report.contract, report };
    });
  }

  /** Makes it a model of ours and keeps it. */
  async finish(): Promise<void> {
    const plan = this.takePlan();
    const { handed, origin } = this;
    if (!plan || !handed || !origin) return;
    const { draft, contract, taps } = plan;
    if (!draft.isOurs && findContractProblems(contract, draft.units).length > 0) return;
    const { importer, library } = this.needs;
    const name = plan.name.trim() || draft.name;
    const running = this.begin({ step: 'finishing', plan, progress: null });
    try {
      const id = library.freeIdFor(name);
      const finished = await importer.finish(
        { handed, contract, taps, name, id },
        this.listen(running, (progress) => ({ step: 'finishing', plan, progress })),
      );
      if (this.running !== running) return;
      const problem = await library.keep(finished, { ...origin, formatName: draft.formatName });
      this.settle(running, {
        step: 'done',
        id: finished.manifest.id,
        name,
        samples: draft.samples.reduce((sum, { count }) => sum + count, 0),
        isHonest: finished.manifest.detector !== null,
        problem,
      });
    } catch (error) {
      this.settle(running, backTo(plan, error));
    }
  }

  /** Stops what runs: a check goes back to the plan, reading goes back to the start. */
  cancel(): void {
    const { state } = this;
    this.running?.abort();
    this.running = null;
    if (state.step === 'doctor' || state.step === 'finishing') {
      this.setState({ step: 'recognised', plan: state.plan, problem: null });
    } else if (state.step === 'reading') this.setState({ step: 'idle' });
  }

  /** Forgets everything, for the next model. */
  reset(): void {
    this.running?.abort();
    this.running = null;
    this.handed = null;
    this.origin = null;
    this.setState({ step: 'idle' });
  }

  private async read(
    name: string,
    origin: Omit<ModelOrigin, 'formatName'>,
    downloading: boolean,
    fetchFiles: (
      options: Required<StepOptions>,
    ) => Promise<{ name: string; files: readonly ModelFile[] }>,
  ): Promise<void> {
    this.handed = null;
    this.origin = origin;
    const running = this.begin({ step: 'reading', name, downloading, progress: null });
    try {
      const fetched = await fetchFiles(
        this.listen(running, (progress) => ({ step: 'reading', name, downloading, progress })),
      );
      if (this.running !== running) return;
      this.lastHandedId += 1;
      const handed = { handedId: this.lastHandedId, ...fetched };
      this.handed = handed;
      const draft = await this.needs.importer.inspect(
        handed,
        this.listen(running, (progress) => ({
          step: 'reading',
          name: fetched.name,
          downloading: false,
          progress,
        })),
      );
      const plan = { draft, contract: draft.contract, name: draft.name, taps: {}, report: null };
      this.settle(running, { step: 'recognised', plan, problem: null });
    } catch (error) {
      this.settle(running, { step: 'refused', name, error: ClassifierError.from(error) });
    }
  }

  private async work(
    plan: ImportPlan,
    step: 'doctor',
    run: (options: Required<StepOptions>) => Promise<ImportPlan>,
  ): Promise<void> {
    const running = this.begin({ step, plan, progress: null });
    try {
      const options = this.listen(running, (progress) => ({ step, plan, progress }));
      this.settle(running, { step: 'recognised', plan: await run(options), problem: null });
    } catch (error) {
      this.settle(running, backTo(plan, error));
    }
  }

  private begin(state: ImportState): AbortController {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    this.setState(state);
    return running;
  }

  private listen(
    running: AbortController,
    toState: (progress: ImportProgress) => ImportState,
  ): Required<StepOptions> {
    return {
      signal: running.signal,
      onProgress: (progress) => {
        if (this.running === running) this.setState(toState(progress));
      },
    };
  }

  /** What a step that was overtaken or cancelled has to say no longer counts. */
  private settle(running: AbortController, state: ImportState): void {
    if (this.running !== running) return;
    this.running = null;
    this.setState(state);
  }

  private takePlan(): ImportPlan | null {
    return this.state.step === 'recognised' ? this.state.plan : null;
  }

  private setState(state: ImportState): void {
    this.state = state;
    this.announceChange();
  }
}

function backTo(plan: ImportPlan, error: unknown): ImportState {
  return { step: 'recognised', plan, problem: ClassifierError.from(error) };
}

import type { Classifier } from '../client/classifier';
import type { ModelProgress } from '../core/classification';
import { ClassifierError } from '../core/errors';
import { ownThresholds } from '../core/thresholds';
import type { Thresholds } from '../core/verdict';
import type { OpenedModel } from '../worker/protocol';
import type { LibraryEntry, ModelLibrary } from './model-library';
import { Observable } from './observable';
import type { Settings } from './settings';

/** Where the session with a model stands. */
type SessionState =
  | { status: 'idle' }
  | { status: 'opening'; id: string; progress: ModelProgress | null }
  | { status: 'ready'; id: string; opened: OpenedModel }
  | { status: 'failed'; id: string; error: ClassifierError };

/** Opens the chosen model and says how that goes. One model is open at a time. */
export class ModelSession extends Observable {
  state: SessionState = { status: 'idle' };
  /** How often the engine had to be started again. */
  restarts = 0;
  private opening: AbortController | null = null;
  /** The last model that was open: the engine keeps it when another fails to open. */
  private last: { id: string; opened: OpenedModel } | null = null;

  constructor(
    private readonly classifier: Classifier,
    private readonly settings: Settings,
    private readonly library: Pick<
      ModelLibrary,
      'load' | 'find' | 'locate' | 'entries' | 'defaultId'
    >,
  ) {
    super();
    classifier.onRestart(() => {
      this.restarts += 1;
      this.announceChange();
    });
  }

  /** The open model, or `null`. */
  get opened(): OpenedModel | null {
    return this.state.status === 'ready' ? this.state.opened : null;
  }

  /** The chosen model's place in the library, open or not. */
  get entry(): LibraryEntry | null {
    return this.library.find(this.state.status === 'idle' ? this.chosenId : this.state.id);
  }

  /** The lines in force: the user's for this model, else the model's own. */
  get thresholds(): Thresholds | null {
    const manifest = this.opened?.manifest;
    if (!manifest) return null;
    return { ...ownThresholds(manifest), ...this.settings.current.thresholds[manifest.id] };
  }

  /** Reads the library, then opens the chosen model. Failures become the state, never a throw. */
  async start(): Promise<void> {
    try {
      await this.library.load();
    } catch (error) {
      // A kept model needs nothing of the site's list.
      if (this.library.find(this.chosenId)) return this.open(this.chosenId);
      this.setState({
        status: 'failed',
        id: this.chosenId,
        error: ClassifierError.from(error, 'model-not-found'),
      });
      return;
    }
    await this.open(this.chosenId);
  }

  /** Chooses and opens a model; a call that comes later wins. */
  async open(id: string): Promise<void> {
    this.opening?.abort();
    const opening = new AbortController();
    this.opening = opening;
    if (!this.library.find(id)) {
      this.setState({ status: 'failed', id, error: new ClassifierError('model-not-found', id) });
      return;
    }
    this.setState({ status: 'opening', id, progress: null });
    try {
      const opened = await this.classifier.open(await this.library.locate(id), {
        backend: this.settings.current.backend,
        signal: opening.signal,
        onProgress: (progress) => {
          if (this.opening !== opening || this.state.status !== 'opening') return;
          this.setState({ status: 'opening', id, progress });
        },
      });
      if (this.opening !== opening) return;
      this.last = { id, opened };
      this.setState({ status: 'ready', id, opened });
    } catch (error) {
      if (this.opening !== opening) return;
      const problem = ClassifierError.from(error, 'model-not-found');
      this.setState({ status: 'failed', id, error: problem });
    }
  }

  /** Makes a model the chosen one, and remembers that. */
  async choose(id: string): Promise<void> {
    this.settings.change({ modelId: id });
    await this.open(id);
  }

  /** A model was removed: when it is the open one, the default takes its place. */
  async leave(id: string): Promise<void> {
    if (this.last?.id === id) this.last = null;
    if (this.settings.current.modelId === id) this.settings.change({ modelId: null });
    if (this.state.status !== 'idle' && this.state.id === id) await this.open(this.chosenId);
  }

  /** Opens the chosen model again: after a failure, or on another backend. */
  async reopen(): Promise<void> {
    if (this.library.entries.length === 0) return this.start();
    await this.open(this.state.status === 'idle' ? this.chosenId : this.state.id);
  }

  /** Whether a model from before can go on when opening another is given up. */
  get canGoBack(): boolean {
    return this.last !== null && this.state.status !== 'ready';
  }

  /** Gives up opening, or a model that failed to open; goes on with the one before, if any. */
  goBack(): void {
    this.opening?.abort();
    this.opening = null;
    if (this.last) {
      this.settings.change({ modelId: this.last.id });
      this.setState({ status: 'ready', ...this.last });
    } else if (this.state.status === 'opening') {
      const { id } = this.state;
      this.setState({ status: 'failed', id, error: new ClassifierError('cancelled') });
    }
  }

  setThresholds(thresholds: Thresholds): void {
    const id = this.opened?.manifest.id;
    if (!id) return;
    this.settings.change({
      thresholds: { ...this.settings.current.thresholds, [id]: thresholds },
    });
    this.announceChange();
  }

  /** Back to the lines the model came with. */
  resetThresholds(): void {
    const id = this.opened?.manifest.id;
    if (!id) return;
    const { [id]: _dropped, ...others } = this.settings.current.thresholds;
    this.settings.change({ thresholds: others });
    this.announceChange();
  }

  private get chosenId(): string {
    const { modelId } = this.settings.current;
    const known = this.library.entries.some(({ id, manifest }) => id === modelId && manifest);
    return modelId && known ? modelId : this.library.defaultId;
  }

  private setState(state: SessionState): void {
    this.state = state;
    this.announceChange();
  }
}

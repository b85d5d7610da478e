import '../drop-zone/drop-zone';
import '../label-correction/label-correction';
import '../probability-bars/probability-bars';
import '../verdict-view/verdict-view';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Classifier, PhotoSource } from '../../client/classifier';
import type { BackendPreference, ModelProgress, PhotoNotice } from '../../core/classification';
import { ClassifierError } from '../../core/errors';
import type { Manifest } from '../../core/manifest';
import { drawLines } from '../../core/thresholds';
import { decideVerdict, type Thresholds, type Verdict } from '../../core/verdict';
import type { FilesChosenEvent } from '../drop-zone/drop-zone';
import { baseStyles, buttonStyles } from '../shared/base.styles';
import {
  createClient,
  resolveModelUrl,
  setConfiguration,
  type ElementConfiguration,
} from './configuration';
import {
  ClassifierErrorEvent,
  ClassifierLoadEvent,
  ClassifierProgressEvent,
  ClassifierResultEvent,
} from './events';
import { setCustomStates, type ClassifierStatus } from './custom-states';
import { fetchPhoto } from './fetch-photo';
import { imageClassifierStyles } from './image-classifier.styles';
import { Preview } from './preview';
import * as parts from './render-parts';

/**
 * Classifies a photo on this device, and says when it is out of its depth.
 *
 * @slot - The prompt in the drop zone.
 * @slot preview - In place of the photo's preview.
 * @slot result - Below the verdict.
 * @slot unsure - Shown with an unsure verdict.
 * @slot out-of-domain - Shown with an out-of-domain verdict.
 * @slot error - Shown with an error.
 * @event classifier-load - The model is open.
 * @event classifier-progress - Opening the model goes on.
 * @event classifier-result - A photo got its verdict.
 * @event classifier-correct - A person said that the label is wrong.
 * @event classifier-error - Something failed.
 * @csspart base - Everything.
 * @csspart dropzone - Where photos come in.
 * @csspart preview - The photo.
 * @csspart progress - The bar while the model loads.
 * @csspart verdict - The verdict.
 * @csspart results - The list of probabilities.
 * @csspart result - One row of it.
 * @csspart label - A label.
 * @csspart score - A probability.
 * @cssstate loading - The model is being opened.
 * @cssstate ready - The model is open.
 * @cssstate classifying - A photo is being worked on.
 * @cssstate unsure - The verdict is unsure.
 * @cssstate out-of-domain - The verdict is out of domain.
 * @cssstate error - Something failed.
 */
@customElement('image-classifier')
export class ImageClassifier extends LitElement {
  static override styles = [baseStyles, buttonStyles, imageClassifierStyles];

  /** Where the page keeps the parts of Bearings. Call it before the first element loads a model. */
  static configure(configuration: ElementConfiguration): void {
    setConfiguration(configuration);
  }

  private readonly internals = this.attachInternals();
  private readonly preview = new Preview(() => this.requestUpdate());
  private ownClient: Classifier | null = null;
  private opening: { promise: Promise<void>; abort: AbortController } | null = null;
  private current: AbortController | null = null;
  private watcher: IntersectionObserver | null = null;

  @state() private progress: ModelProgress | null = null;
  @state() private notices: readonly PhotoNotice[] = [];
  @state() private correctedTo = '';
  @state() private currentStatus: ClassifierStatus = 'empty';
  @state() private currentVerdict: Verdict | null = null;
  @state() private currentManifest: Manifest | null = null;
  @state() private currentError: ClassifierError | null = null;

  /** Address of a manifest (`bearings.json`). */
  @property() model = '';
  /** Address of a photo to classify. */
  @property() src = '';
  /** Describes the photo for those who cannot see it. */
  @property() alt = '';
  /** How many labels to rank. */
  @property({ type: Number, attribute: 'top-k' }) topK = 5;
  /** When to open the model: with the first photo, when the element comes into view, or at once. */
  @property() loading: 'auto' | 'lazy' | 'eager' = 'auto';
  @property() backend: BackendPreference = 'auto';
  @property({ type: Boolean, reflect: true }) disabled = false;
  @property({ type: Boolean, attribute: 'without-picker' }) withoutPicker = false;
  @property({ type: Boolean, attribute: 'without-preview' }) withoutPreview = false;
  /** The photo; setting it classifies it. */
  @property({ attribute: false }) source: PhotoSource | null = null;
  /** What runs the model; one of its own is made when none is given. */
  @property({ attribute: false }) client: Classifier | null = null;
  /** Where to draw the lines; one that is not named, and all for `null`, is the model’s own. */
  @property({ attribute: false }) thresholds: Partial<Thresholds> | null = null;
  /**
   * How often the set of labels that an unsure verdict names must hold the right one, from 0.8 to
   * 0.99. Goes before `thresholds`; `null` takes it from there, else from the model.
   */
  @property({ type: Number }) coverage: number | null = null;

  get status(): ClassifierStatus {
    return this.currentStatus;
  }

  get verdict(): Verdict | null {
    return this.currentVerdict;
  }

  get manifest(): Manifest | null {
    return this.currentManifest;
  }

  get error(): ClassifierError | null {
    return this.currentError;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('paste', this.handlePaste);
    this.watcher = new IntersectionObserver((entries) => {
      if (this.loading !== 'auto' && entries.some(({ isIntersecting }) => isIntersecting)) {
        this.loadQuietly();
      }
    });
    this.watcher.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('paste', this.handlePaste);
    this.watcher?.disconnect();
    this.cancel();
    this.opening?.abort.abort();
    this.opening = null;
    this.currentManifest = null;
    this.preview.free();
    this.ownClient?.dispose();
    this.ownClient = null;
  }

  /**
   * Opens the model. Calls while it opens, and after, get the same promise; a failed opening can be
   * tried again.
   *
   * @throws ClassifierError
   */
  load(): Promise<void> {
    if (this.opening) return this.opening.promise;
    const abort = new AbortController();
    const promise = this.openModel(abort.signal);
    this.opening = { promise, abort };
    promise.catch(() => {
      if (this.opening?.promise === promise) this.opening = null;
    });
    return promise;
  }

  /**
   * Classifies a photo, the one in `source` when none is given. The newest call wins: an older one is
   * aborted and rejects with `cancelled`.
   *
   * @throws ClassifierError
   */
  async classify(
    source: PhotoSource | null = this.source,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<Verdict> {
    this.current?.abort();
    const run = new AbortController();
    this.current = run;
    if (signal?.aborted) run.abort();
    signal?.addEventListener('abort', () => run.abort(), { once: true });
    try {
      if (!source) throw new ClassifierError('file-empty', 'there is no photo to classify');
      this.begin(source);
      await this.load();
      run.signal.throwIfAborted();
      this.setStatus('classifying');
      const options = { signal: run.signal, topK: this.topK };
      const { classification, view } = await this.usedClient.classify(source, options);
      view?.close();
      run.signal.throwIfAborted();
      const { lines } = this;
      if (!lines) throw new ClassifierError('model-manifest-invalid', 'thresholds are missing');
      const verdict = decideVerdict(classification.evidence, lines);
      this.notices = classification.photo.notices;
      this.currentVerdict = verdict;
      this.setStatus('done');
      this.dispatchEvent(new ClassifierResultEvent(verdict));
      return verdict;
    } catch (thrown) {
      const error = ClassifierError.from(thrown);
      if (this.current === run) this.giveUp(error);
      throw error;
    }
  }

  /** Gives up the photo in hand. */
  cancel(): void {
    this.current?.abort();
    this.current = null;
    if (this.status === 'classifying' || this.status === 'loading') {
      this.setStatus(this.manifest ? 'ready' : 'empty');
    }
  }

  /** Opens the browser’s file picker; works only from a person’s click or key. */
  pickFile(): void {
    this.renderRoot.querySelector('drop-zone')?.pickFile();
  }

  /** Back to the start: no photo, no verdict. The model stays open. */
  reset(): void {
    this.cancel();
    this.source = null;
    this.currentVerdict = null;
    this.currentError = null;
    this.preview.show(null);
    this.setStatus(this.manifest ? 'ready' : 'empty');
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('model') || changed.has('backend') || changed.has('client')) {
      this.opening?.abort.abort();
      this.opening = null;
      this.currentManifest = null;
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (this.loading === 'eager' && (changed.has('loading') || changed.has('model'))) {
      this.loadQuietly();
    }
    if (changed.has('src') && this.src) void this.classifyAddress(this.src);
    if (changed.has('source') && this.source) this.classifyQuietly(this.source);
    const { verdict } = this;
    if (verdict && this.lines && (changed.has('thresholds') || changed.has('coverage'))) {
      this.currentVerdict = decideVerdict(verdict, this.lines);
    }
    this.showStates();
  }

  override render() {
    const { verdict, error } = this;
    const busy = this.status === 'loading' || this.status === 'classifying';
    const progress = this.status === 'loading' ? (this.progress ?? parts.notBegun) : null;
    const pair = !this.withoutPreview && !this.preview.isEmpty;
    return html`
      <div class="base" part="base" aria-busy=${busy}>
        <drop-zone
          exportparts="dropzone"
          ?hidden=${this.withoutPicker}
          ?disabled=${this.disabled}
          ?compact=${!this.preview.isEmpty}
          @files-chosen=${this.handleFiles}
        >
          <div class="prompt"><slot>Drop a photo here</slot></div>
        </drop-zone>
        <div class="work ${pair ? 'pair' : ''}">
          <div class="preview" part="preview" ?hidden=${this.withoutPreview}>
            <slot name="preview">${parts.renderPreview(this.preview, this.alt)}</slot>
          </div>
          <div class="words">
            ${busy ? parts.renderWaiting(progress, () => this.cancel()) : nothing}
            ${
              verdict
                ? parts.renderVerdict({
                    verdict,
                    notices: this.notices,
                    manifest: this.manifest,
                    thresholds: this.lines,
                    correctedTo: this.correctedTo,
                    onCorrect: (to) => {
                      this.correctedTo = to;
                    },
                  })
                : nothing
            }
            ${error ? parts.renderError(error, this.source ? () => this.classifyQuietly(this.source) : null) : nothing}
            ${parts.renderSlots(verdict, error)}
          </div>
        </div>
        ${parts.renderAnnouncement(verdict)}
      </div>
    `;
  }

  /** The lines in force; `null` while no model is open. */
  private get lines(): Thresholds | null {
    return this.manifest && drawLines(this.manifest, this.thresholds, this.coverage);
  }

  private get usedClient(): Classifier {
    if (this.client) return this.client;
    this.ownClient ??= createClient();
    return this.ownClient;
  }

  private async openModel(signal: AbortSignal): Promise<void> {
    this.setStatus('loading');
    try {
      if (!this.model) throw new ClassifierError('model-not-found', 'the model attribute is empty');
      const { manifest } = await this.usedClient.open(resolveModelUrl(this.model), {
        backend: this.backend,
        signal,
        onProgress: (progress) => {
          this.progress = progress;
          this.dispatchEvent(new ClassifierProgressEvent(progress));
        },
      });
      if (signal.aborted) throw new ClassifierError('cancelled');
      this.currentManifest = manifest;
      this.setStatus('ready');
      this.dispatchEvent(new ClassifierLoadEvent());
    } catch (thrown) {
      const error = ClassifierError.from(thrown, 'model-not-found');
      if (!signal.aborted && !this.current) this.giveUp(error);
      throw error;
    }
  }

  /** Opening ahead of need: a failure is shown and announced, and nobody waits for it. */
  private loadQuietly(): void {
    if (this.model) this.load().catch(() => undefined);
  }

  /** Started by a person or an attribute: a failure is shown and announced. */
  private classifyQuietly(source: PhotoSource | null): void {
    this.classify(source).catch(() => undefined);
  }

  private async classifyAddress(address: string): Promise<void> {
    try {
      const photo = await fetchPhoto(address);
      if (this.src === address) this.source = photo;
    } catch (thrown) {
      this.giveUp(ClassifierError.from(thrown));
    }
  }

  private begin(source: PhotoSource): void {
    this.currentVerdict = null;
    this.currentError = null;
    this.correctedTo = '';
    this.preview.show(source);
  }

  private giveUp(error: ClassifierError): void {
    this.current = null;
    if (error.code === 'cancelled') {
      this.setStatus(this.manifest ? 'ready' : 'empty');
      return;
    }
    this.currentError = error;
    this.setStatus('error');
    this.dispatchEvent(new ClassifierErrorEvent(error.code, error.message, error));
  }

  private setStatus(status: ClassifierStatus): void {
    this.currentStatus = status;
    this.showStates();
  }

  private showStates(): void {
    setCustomStates(this.internals.states, this.status, this.verdict?.kind, !!this.manifest);
  }

  private handleFiles(event: FilesChosenEvent): void {
    event.stopPropagation();
    const [first] = event.files;
    if (first && !this.disabled) this.source = first.file;
  }

  private readonly handlePaste = (event: ClipboardEvent): void => {
    const file = [...(event.clipboardData?.files ?? [])][0];
    if (!file || this.disabled) return;
    event.preventDefault();
    this.source = file;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'image-classifier': ImageClassifier;
  }
}

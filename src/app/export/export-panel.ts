import './app-form';
import './export-progress';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Exporter } from '../../client/export-client';
import { ClassifierError } from '../../core/errors';
import { settleDesign } from '../../core/export/app-identity';
import { listPlainKinds, type PlainKind } from '../../core/export/plain-kinds';
import { toModelId } from '../../core/model-id';
import { type AppDesign, defaultAppDesign } from '../../core/studio/app-design';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { icon } from '../../elements/shared/icons';
import type { ExportedZip } from '../../worker/export-protocol';
import type { ModelFile } from '../../worker/import-protocol';
import { downloadBlob } from '../download-file';
import { pageStyles } from '../page.styles';
import type { AppServices } from '../services';
import { Watch } from '../watch';
import type { DesignChangeEvent } from './app-form';
import { ExportJob, type JobOptions } from './export-job';
import { exportPanelStyles } from './export-panel.styles';
import type { ExportTarget } from './export-target';
import { renderOutcome } from './render-outcome';

/** The project beside the model, where there is one. */
interface ProjectToSave {
  name: string;
  listFiles: () => Promise<ModelFile[]>;
}

/** Fires when a person changed the looks of the app, to be remembered. */
export class DesignKeptEvent extends Event {
  constructor(readonly design: AppDesign) {
    super('design-kept');
  }
}

/** Two lines for a page of one's own; the folders are those of the zip beside it. */
const snippet = `<script type="module" src="./bearings/element/image-classifier.js"></script>
<image-classifier model="./model/bearings.json"></image-classifier>`;

/**
 * All ways to hand a model on.
 *
 * @event design-kept - The looks of the app changed.
 */
@customElement('export-panel')
export class ExportPanel extends LitElement {
  static override styles = [baseStyles, buttonStyles, pageStyles, exportPanelStyles];

  private readonly job = new ExportJob(downloadBlob);

  @state() private exporter: Exporter | null = null;
  @state() private ownDesign: AppDesign = defaultAppDesign;
  @state() private picture: Blob | null = null;
  @state() private copied = false;
  @state() private deploying = false;
  @state() private deployProblem: ClassifierError | null = null;

  @property({ attribute: false }) services: AppServices | null = null;
  /** `null`: nothing is trained yet; the project can be saved nevertheless. */
  @property({ attribute: false }) target: ExportTarget | null = null;
  @property({ attribute: false }) project: ProjectToSave | null = null;
  /** The looks of the app as they are kept; `null`: they are not. */
  @property({ attribute: false }) design: AppDesign | null = null;

  constructor() {
    super();
    new Watch(this, () => [this.job]);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.job.cancel();
  }

  protected override firstUpdated(): void {
    void this.loadExporter();
  }

  override render() {
    const { target, project } = this;
    return html`<div class="choices">
      ${target ? this.renderModel(target) : nothing}
      ${project ? this.renderProject(project) : nothing}
    </div>`;
  }

  private renderModel(target: ExportTarget) {
    const kinds = listPlainKinds(target.manifest);
    return html`${this.renderDeploy(target)} ${this.renderApp(target)} ${this.renderWhole(target)}
    ${kinds.length > 0 ? this.renderPlain(target, kinds) : nothing} ${this.renderSnippet(target)}`;
  }

  private renderDeploy(target: ExportTarget) {
    const { deployProblem } = this;
    return html`<section class="sheet choice wide" aria-labelledby="deploy">
      <h2 id="deploy">Deploy here</h2>
      <p>${target.manifest.name} becomes the model in Classify and Camera on this device.</p>
      ${
        target.inUse
          ? html`<p class="row">
              <span class="in-use">${icon('check')} In use</span>
              <a class="button" href="#/classify">Go to Classify</a>
            </p>`
          : html`<p class="row">
              <button
                class="button primary"
                ?disabled=${this.deploying}
                @click=${() => void this.deploy(target)}
              >
                ${icon('compass')} ${this.deploying ? 'One moment…' : 'Use it here'}
              </button>
            </p>`
      }
      ${
        deployProblem
          ? html`<p class="problem" role="alert">
              <b>${deployProblem.message}</b> ${deployProblem.wayOn}
            </p>`
          : nothing
      }
    </section>`;
  }

  private renderApp(target: ExportTarget) {
    const { manifest } = target;
    const design = this.design ?? this.ownDesign;
    const make = (exporter: Exporter, options: JobOptions) =>
      this.makeSite('app', target, exporter, options);
    return html`<section class="sheet choice wide" aria-labelledby="app">
      <h2 id="app">A complete app</h2>
      <p>
        A website of your own with this model, its own name and icon. It runs from any static host,
        can be installed on a phone, and works without a connection after the first visit.
      </p>
      <app-form
        .exporter=${this.exporter}
        .design=${design}
        .model=${manifest}
        .picture=${this.picture}
        @design-change=${this.handleDesign}
      ></app-form>
      ${this.renderRun('app', 'Make the app', 'Making the app', `${this.baseName(target)}-app.zip`, make, true)}
    </section>`;
  }

  private renderWhole(target: ExportTarget) {
    const make = async (exporter: Exporter, options: JobOptions) =>
      exporter.exportModel({ source: await target.locate(), form: 'whole' }, options);
    return html`<section class="sheet choice" aria-labelledby="whole">
      <h2 id="whole">The whole model</h2>
      <p>
        Everything that makes it honest: weights, how photos are prepared, calibration, reference
        photos as numbers, model card. Opens here, in an exported app, and on the command line.
      </p>
      ${this.renderRun('whole', 'Save the model', 'Packing the model', `${this.baseName(target)}.zip`, make)}
    </section>`;
  }

  private renderPlain(target: ExportTarget, kinds: readonly PlainKind[]) {
    const name = this.baseName(target);
    const run = (kind: PlainKind) => {
      const make = async (exporter: Exporter, options: JobOptions) =>
        exporter.exportModel({ source: await target.locate(), form: kind }, options);
      return this.renderRun(
        kind,
        kind === 'layers' ? 'Save as layers model' : 'Save as graph model',
        'Writing the model',
        `${name}-tfjs-${kind}.zip`,
        make,
      );
    };
    return html`<section class="sheet choice" aria-labelledby="plain">
      <h2 id="plain">Plain TensorFlow.js</h2>
      <p>
        The bare network for other programs. The layers model opens in Teachable Machine’s library
        and in ml5 too. It always names one of its labels: the warning about unfamiliar photos stays
        behind.
      </p>
      ${kinds.map(run)}
    </section>`;
  }

  private renderSnippet(target: ExportTarget) {
    const make = (exporter: Exporter, options: JobOptions) =>
      this.makeSite('element', target, exporter, options);
    return html`<section class="sheet choice" aria-labelledby="snippet">
      <h2 id="snippet">In a page of your own</h2>
      <p>Two lines of HTML. The zip holds the folders that they name.</p>
      <pre><code>${snippet}</code></pre>
      <p class="row">
        <button class="button" @click=${() => void this.copySnippet()}>
          ${icon('link')} Copy the two lines
        </button>
        <span role="status">${this.copied ? 'Copied.' : ''}</span>
      </p>
      ${this.renderRun('element', 'Save its files', 'Collecting the files', `${this.baseName(target)}-element.zip`, make)}
    </section>`;
  }

  private renderProject({ name, listFiles }: ProjectToSave) {
    const make = async (exporter: Exporter, options: JobOptions) =>
      exporter.exportFiles(await listFiles(), options);
    return html`<section class="sheet choice" aria-labelledby="project">
      <h2 id="project">The project</h2>
      <p>
        All photos, labels and settings in one file, to go on elsewhere or to be safe. It holds your
        photos: give it only to people who may see them.
      </p>
      ${this.renderRun('project', 'Save the project', 'Packing the project', `${toModelId(name)}.bearings.zip`, make)}
    </section>`;
  }

  private renderRun(
    kind: string,
    label: string,
    what: string,
    fileName: string,
    make: (exporter: Exporter, options: JobOptions) => Promise<ExportedZip>,
    isPrimary = false,
  ) {
    const { exporter, job } = this;
    const { state: at } = job;
    if (at.status === 'running' && at.kind === kind) {
      return html`<export-progress
        what=${what}
        .progress=${at.progress}
        @cancel=${() => job.cancel()}
      ></export-progress>`;
    }
    return html`<p class="row">
        <button
          class="button ${isPrimary ? 'primary' : ''}"
          ?disabled=${!exporter || at.status === 'running'}
          @click=${() => {
            if (exporter) void job.run(kind, fileName, (options) => make(exporter, options));
          }}
        >
          ${icon('download')} ${label}
        </button>
      </p>
      ${renderOutcome(at, kind)}`;
  }

  private baseName({ manifest }: ExportTarget): string {
    return toModelId(manifest.name);
  }

  private async makeSite(
    form: 'app' | 'element',
    target: ExportTarget,
    exporter: Exporter,
    options: JobOptions,
  ): Promise<ExportedZip> {
    const identity = settleDesign(this.design ?? this.ownDesign, target.manifest);
    return exporter.exportSite(
      {
        form,
        source: await target.locate(),
        identity,
        picture: this.picture,
        siteUrl: new URL('.', document.baseURI).href,
      },
      options,
    );
  }

  private readonly handleDesign = ({ design, picture }: DesignChangeEvent): void => {
    this.ownDesign = design;
    this.picture = picture;
    this.dispatchEvent(new DesignKeptEvent(design));
  };

  private async deploy(target: ExportTarget): Promise<void> {
    this.deploying = true;
    this.deployProblem = null;
    try {
      await target.deploy();
    } catch (error) {
      this.deployProblem = ClassifierError.from(error, 'storage-unavailable');
    }
    this.deploying = false;
  }

  private async copySnippet(): Promise<void> {
    try {
      await navigator.clipboard.writeText(snippet);
      this.copied = true;
    } catch (error) {
      this.services?.notices.addError(ClassifierError.from(error, 'clipboard-denied'));
    }
  }

  private async loadExporter(): Promise<void> {
    this.exporter = (await this.services?.openExporter()) ?? null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'export-panel': ExportPanel;
  }
}

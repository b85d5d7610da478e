import './check-model';
import './choose-model';
import './honest-panel';
import './kept-model';
import './progress-line';
import './refusal-view';
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { HonestySession } from '../../services/honesty-session';
import { PhotoCollection } from '../../services/photo-collection';
import { pageStyles } from '../page.styles';
import type { AppServices } from '../services';
import { Watch } from '../watch';
import { openModelStyles } from './open-model.styles';

const steps = ['Choose', 'Check', 'Make it honest', 'Use it'] as const;

/** Opening a model of one's own, step by step. */
@customElement('open-model-page')
export class OpenModelPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    pageStyles,
    openModelStyles,
    css`
      .steps {
        display: flex;
        flex-wrap: wrap;
        gap: var(--gap-2) var(--gap-5);
        counter-reset: step;
      }

      .steps li {
        display: inline-flex;
        align-items: center;
        gap: 0.5em;
        color: var(--ink-soft);
        counter-increment: step;
      }

      .steps li::before {
        content: counter(step);
        display: grid;
        place-items: center;
        width: 1.6rem;
        height: 1.6rem;
        border: 1.5px solid var(--rule-strong);
        border-radius: 50%;
        font-size: var(--size-small);
        font-weight: var(--weight-strong);
      }

      .steps li[aria-current] {
        color: var(--ink);
        font-weight: var(--weight-strong);
      }

      .steps li[aria-current]::before {
        border-color: var(--action);
        background: var(--action);
        color: var(--on-action);
      }

      .step {
        outline: none;
      }
    `,
  ];

  private readonly photos = new PhotoCollection();
  private honesty: HonestySession | null = null;
  /** The id under which the session with honesty began. */
  private honestFor = '';
  private shownStep: number | null = null;
  /** The model whose honesty was settled: made honest, or gone on without. */
  @state() private settledId = '';

  @property({ attribute: false }) services: AppServices | null = null;
  /** `['honest', id]` to make a kept model honest. */
  @property({ attribute: false }) detail: readonly string[] = [];

  constructor() {
    super();
    new Watch(this, () => {
      const { services } = this;
      return services ? [services.imports, services.library] : [];
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    const { imports } = this.services ?? {};
    this.honesty?.cancel();
    // Whoever comes back later starts afresh; what was left halfway goes on where it was.
    if (imports?.state.step === 'done' || imports?.state.step === 'refused') imports.reset();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('detail') || changed.get('detail') === undefined) return;
    // Another model's photos are of no use to this one.
    this.forget();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const step = this.services ? this.currentStep(this.services) : null;
    const isOther = changed.has('detail') && changed.get('detail') !== undefined;
    if (isOther || (this.shownStep !== null && step !== this.shownStep)) this.focusStep();
    this.shownStep = step;
  }

  override render() {
    const { services } = this;
    if (!services) return nothing;
    const step = this.currentStep(services);
    return html`<div class="page">
      <div class="lead">
        <h1>${this.honestId ? 'Make a model honest' : 'Open a model of your own'}</h1>
        ${this.renderLead(step)}
        <ol class="steps" aria-label="Steps">
          ${steps.map(
            (name, index) =>
              html`<li aria-current=${index === step ? 'step' : nothing}>${name}</li>`,
          )}
        </ol>
      </div>
      <div class="step" tabindex="-1" role="region" aria-label=${steps[step] ?? ''}>
        ${this.renderStep(services)}
      </div>
    </div>`;
  }

  private get honestId(): string {
    const [what, id] = this.detail;
    return what === 'honest' && id ? decodeURIComponent(id) : '';
  }

  private currentStep({ imports }: AppServices): number {
    const { state } = imports;
    if (this.honestId || state.step === 'done') return this.findSettled() ? 3 : 2;
    return 'plan' in state ? 1 : 0;
  }

  /** The model that is honest enough: by now, or because it came so. */
  private findSettled(): string {
    const state = this.services?.imports.state;
    const cameHonest = !this.honestId && state?.step === 'done' && state.isHonest;
    return this.settledId || (cameHonest ? state.id : '');
  }

  private renderLead(step: number) {
    if (step === 0) {
      return html`<p>
        Trained somewhere else, run here: it is read on this device and never uploaded. What its
        files do not say is guessed, and marked as a guess.
      </p>`;
    }
    if (step === 2) {
      return html`<p>
        A classifier has to choose one of its labels whatever it is shown. With 5 to 20 photos of
        each label, it learns what is usual for them and warns about everything else.
      </p>`;
    }
    return nothing;
  }

  private renderStep(services: AppServices) {
    const { imports, importer } = services;
    const { state } = imports;
    if (this.honestId) return this.renderHonest(services, this.honestId);
    switch (state.step) {
      case 'idle':
        return html`<choose-model .imports=${imports}></choose-model>`;
      case 'reading':
        return html`<progress-line
          what="${state.downloading ? 'Fetching' : 'Opening'} ${state.name}."
          .progress=${state.progress}
          @cancel=${() => imports.cancel()}
        ></progress-line>`;
      case 'refused':
        return html`<refusal-view
          name=${state.name}
          .error=${state.error}
          @again=${() => imports.reset()}
        ></refusal-view>`;
      case 'recognised':
      case 'doctor':
      case 'finishing':
        return html`<check-model
          .imports=${imports}
          .importer=${importer}
          .photos=${this.photos}
        ></check-model>`;
      case 'done':
        return this.renderHonest(services, state.id);
    }
  }

  private renderHonest(services: AppServices, id: string) {
    const { library, settings, imports } = services;
    const settled = this.findSettled();
    if (settled) {
      const { state } = imports;
      return html`<kept-model
        .services=${services}
        model=${settled}
        .problem=${state.step === 'done' ? state.problem : null}
        @again=${this.handleAgain}
      ></kept-model>`;
    }
    // A session knows its model by its newest id, while the list still has the one before.
    if (this.honestFor !== id && library.find(id)?.kind !== 'kept') {
      return html`<p class="sheet">
        This model is not on this device any more. <a href="#/models">See the models there are</a>.
      </p>`;
    }
    const session = this.sessionFor(services, id);
    const { state } = imports;
    const samples = state.step === 'done' ? state.samples : 0;
    return html`<honest-panel
      .session=${session}
      .settings=${settings}
      .handed=${samples > 0 ? imports.handedFiles : null}
      .samples=${samples}
      @skip=${() => (this.settledId = session.id)}
    ></honest-panel>`;
  }

  /** One session for a model, kept over all drawings. */
  private sessionFor(services: AppServices, id: string): HonestySession {
    const { honesty } = this;
    if (honesty && (honesty.id === id || this.honestFor === id)) return honesty;
    this.honestFor = id;
    const { importer, library, session, settings } = services;
    this.honesty = new HonestySession(id, this.photos, {
      importer,
      library,
      onReplace: (before, now) => {
        const { current } = settings;
        const isOpen = current.modelId === before;
        if (isOpen) void session.choose(now);
      },
    });
    return this.honesty;
  }

  private handleAgain(): void {
    this.forget();
    this.services?.imports.reset();
    location.hash = '#/open';
  }

  private forget(): void {
    this.settledId = '';
    this.honesty?.cancel();
    this.honesty = null;
    this.honestFor = '';
    this.photos.clear();
  }

  /** A new step begins at its beginning, for eyes and for ears. */
  private focusStep(): void {
    void this.updateComplete.then(() => {
      scrollTo({ top: 0 });
      this.renderRoot.querySelector<HTMLElement>('.step')?.focus({ preventScroll: true });
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'open-model-page': OpenModelPage;
  }
}

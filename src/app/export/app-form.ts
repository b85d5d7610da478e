import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Exporter } from '../../client/export-client';
import { ClassifierError } from '../../core/errors';
import { settleDesign, type AppIdentity } from '../../core/export/app-identity';
import type { AppDesign } from '../../core/studio/app-design';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { icon } from '../../elements/shared/icons';
import { appFormStyles } from './app-form.styles';

/** Fires when a person changed the looks of the app. */
export class DesignChangeEvent extends Event {
  constructor(
    readonly design: AppDesign,
    readonly picture: Blob | null,
  ) {
    super('design-change');
  }
}

/**
 * What an exported app is called and looks like, with its icon as it will be.
 *
 * @event design-change - A person changed something.
 */
@customElement('app-form')
export class AppForm extends LitElement {
  static override styles = [baseStyles, buttonStyles, appFormStyles];

  private drawing: AbortController | null = null;

  @state() private iconUrl: string | null = null;
  @state() private problem: ClassifierError | null = null;

  @property({ attribute: false }) exporter: Exporter | null = null;
  @property({ attribute: false }) design: AppDesign | null = null;
  @property({ attribute: false }) model: { id: string; name: string; summary: string } | null =
    null;
  /** For the icon, in place of a letter. */
  @property({ attribute: false }) picture: Blob | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.drawing?.abort();
    this.showIcon(null);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const drawn = ['exporter', 'design', 'model', 'picture'] as const;
    if (drawn.some((name) => changed.has(name))) void this.drawIcon();
  }

  override render() {
    const { design, model } = this;
    if (!design || !model) return nothing;
    const settled = settleDesign(design, model);
    return html`<div class="form">
      ${this.renderIcon(settled)}
      <div class="fields">
        ${this.renderText('Name', 'name', settled.name, 60)}
        ${this.renderText('Short name, under the icon', 'shortName', settled.shortName, 12)}
        ${this.renderText('What it does, in a sentence', 'description', settled.description, 200)}
        <div class="colours">
          ${this.renderColour('Colour', 'themeColour', settled.themeColour)}
          ${this.renderColour('Background', 'backgroundColour', settled.backgroundColour)}
        </div>
      </div>
    </div>`;
  }

  private renderIcon(settled: AppIdentity) {
    return html`<div class="icon">
      <div class="preview">
        ${this.iconUrl ? html`<img src=${this.iconUrl} alt="The icon" width="96" height="96" />` : nothing}
        <span aria-hidden="true">${settled.shortName}</span>
      </div>
      ${
        this.picture
          ? html`<button class="button" @click=${() => this.change({}, null)}>
              Use a letter instead
            </button>`
          : this.renderText('Letter or emoji', 'iconText', settled.iconText, 8)
      }
      <label class="button pick">
        ${icon('image')} <span>Use a picture</span>
        <input class="sr-only" type="file" accept="image/*" @change=${this.handlePicture} />
      </label>
      ${this.problem ? html`<p role="alert"><b>${this.problem.message}</b> ${this.problem.wayOn}</p>` : nothing}
    </div>`;
  }

  private renderText(
    label: string,
    part: 'name' | 'shortName' | 'description' | 'iconText',
    otherwise: string,
    maxLength: number,
  ) {
    return html`<label class="text">
      <span>${label}</span>
      <input
        type="text"
        name=${part}
        maxlength=${maxLength}
        placeholder=${otherwise}
        .value=${this.design?.[part] ?? ''}
        @change=${(event: Event) => this.change({ [part]: valueOf(event) })}
      />
    </label>`;
  }

  private renderColour(label: string, part: 'themeColour' | 'backgroundColour', value: string) {
    return html`<label class="colour">
      <input
        type="color"
        name=${part}
        .value=${value}
        @change=${(event: Event) => this.change({ [part]: valueOf(event) })}
      />
      <span>${label}</span>
    </label>`;
  }

  private change(part: Partial<AppDesign>, picture: Blob | null = this.picture): void {
    if (!this.design) return;
    this.dispatchEvent(new DesignChangeEvent({ ...this.design, ...part }, picture));
  }

  private readonly handlePicture = (event: Event): void => {
    const input = event.currentTarget;
    const file = input instanceof HTMLInputElement ? input.files?.[0] : undefined;
    if (file) this.change({}, file);
  };

  private async drawIcon(): Promise<void> {
    const { exporter, design, model, picture } = this;
    if (!exporter || !design || !model) return;
    this.drawing?.abort();
    const drawing = new AbortController();
    this.drawing = drawing;
    const { iconText: text, themeColour: colour } = settleDesign(design, model);
    try {
      const icons = await exporter.drawIcons({ text, colour, picture }, { signal: drawing.signal });
      if (drawing.signal.aborted) return;
      this.problem = null;
      this.showIcon(icons[0]?.blob ?? null);
    } catch (error) {
      if (!drawing.signal.aborted) this.problem = ClassifierError.from(error, 'icon-unreadable');
    }
  }

  private showIcon(blob: Blob | null): void {
    if (this.iconUrl) URL.revokeObjectURL(this.iconUrl);
    this.iconUrl = blob && URL.createObjectURL(blob);
  }
}

function valueOf({ currentTarget }: Event): string {
  return currentTarget instanceof HTMLInputElement ? currentTarget.value : '';
}

declare global {
  interface HTMLElementTagNameMap {
    'app-form': AppForm;
  }
}

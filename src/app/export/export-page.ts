import './export-panel';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { pageStyles } from '../page.styles';
import type { AppServices } from '../services';
import { Watch } from '../watch';

/** Hands on a model of the library, whoever made it: `#/export/<model>`. */
@customElement('export-page')
export class ExportPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, pageStyles];

  @property({ attribute: false }) services: AppServices | null = null;
  /** `[model]`. */
  @property({ attribute: false }) detail: readonly string[] = [];

  constructor() {
    super();
    new Watch(this, () => (this.services ? [this.services.library, this.services.session] : []));
  }

  override render() {
    const { services } = this;
    if (!services) return nothing;
    const { library, session } = services;
    const id = decodeURIComponent(this.detail[0] ?? '');
    const entry = library.find(id);
    if (!entry?.manifest) {
      return html`<div class="page">
        <div class="lead"><h1>Export a model</h1></div>
        <p role="status">
          ${library.entries.length === 0 ? 'Reading the list of models…' : 'This model is not here.'}
        </p>
        <p><a class="button" href="#/models">Choose a model</a></p>
      </div>`;
    }
    const { manifest } = entry;
    const { state } = session;
    const target = {
      manifest,
      locate: () => library.locate(id),
      deploy: () => session.choose(id),
      inUse: state.status === 'ready' && state.id === id,
    };
    return html`<div class="page">
      <div class="lead">
        <p><a href="#/models">All models</a></p>
        <h1>Export ${manifest.name}</h1>
        <p>Take it elsewhere: as an app, as a file, or in a page of your own.</p>
      </div>
      <export-panel .services=${services} .target=${target}></export-panel>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'export-page': ExportPage;
  }
}

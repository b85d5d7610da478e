import '../classify/classify-page';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  looksLikeModel,
  ModelDroppedEvent,
  nameFiles,
} from '../../elements/drop-zone/looks-like-model';
import { photosAmong } from '../../elements/drop-zone/read-dropped-files';
import { takeDrop, type FilesFailedEvent } from '../../elements/drop-zone/take-drop';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { countOf } from '../../elements/shared/format';
import { icon } from '../../elements/shared/icons';
import { describeProgress } from '../../elements/image-classifier/render-parts';
import { addToTray } from '../classify/add-to-tray';
import { describeRoute, readRoute, readRouteDetail, routes, type RouteId } from '../routes';
import type { IncomingFile } from '../../services/tray-item';
import { identity } from '../identity';
import type { AppServices } from '../services';
import { Watch } from '../watch';
import { shellStyles } from './app-shell.styles';
import { mark } from './mark';

/** The frame around every page: navigation, privacy counter, messages. */
@customElement('app-shell')
export class AppShell extends LitElement {
  static override styles = [baseStyles, buttonStyles, shellStyles];

  @state() private route: RouteId = readRoute(location.hash);
  @state() private detail: readonly string[] = readRouteDetail(location.hash);

  @property({ attribute: false }) services: AppServices | null = null;

  constructor() {
    super();
    new Watch(this, () => {
      const { services } = this;
      return services
        ? [services.session, services.observations, services.notices, services.status]
        : [];
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', this.handleHash);
    addEventListener('paste', this.handlePaste);
    addEventListener('dragover', this.handleDragOver);
    addEventListener('drop', this.handleDrop);
    this.addEventListener('model-dropped', this.handleModelDropped);
    this.addEventListener('files-failed', this.handleFailed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.handleHash);
    removeEventListener('paste', this.handlePaste);
    removeEventListener('dragover', this.handleDragOver);
    removeEventListener('drop', this.handleDrop);
    this.removeEventListener('model-dropped', this.handleModelDropped);
    this.removeEventListener('files-failed', this.handleFailed);
  }

  override render() {
    return html`
      <header>
        <button class="skip button" @click=${this.handleSkip}>Skip to the page</button>
        <a class="brand" href="#/classify">${renderMark()} <span>${identity.name}</span></a>
        <nav aria-label="Pages">
          ${routes.map(
            ({ id, name, icon: glyph }) => html`
              <a href="#/${id}" aria-current=${this.currentMark(id)}>
                ${icon(glyph)} <span>${name}</span>
              </a>
            `,
          )}
        </nav>
        ${this.renderPrivacy()}
      </header>
      ${this.renderOpening()}
      <div class="notices" role="status">${this.renderNotices()}</div>
      <main id="main" tabindex="-1">
        ${this.services ? this.renderPage(this.services) : nothing}
      </main>
    `;
  }

  private renderPage(services: AppServices) {
    switch (this.route) {
      case 'camera':
        return html`<camera-page .services=${services}></camera-page>`;
      case 'models':
        return html`<models-page .services=${services} .detail=${this.detail}></models-page>`;
      case 'open':
        return html`<open-model-page
          .services=${services}
          .detail=${this.detail}
        ></open-model-page>`;
      case 'export':
        return html`<export-page .services=${services} .detail=${this.detail}></export-page>`;
      case 'about':
        return html`<about-page .services=${services}></about-page>`;
      case 'studio':
        return html`<studio-page .services=${services} .detail=${this.detail}></studio-page>`;
      case 'device':
        return html`<device-page .services=${services}></device-page>`;
      case 'settings':
        return html`<settings-page .services=${services}></settings-page>`;
      default:
        return html`<classify-page .services=${services}></classify-page>`;
    }
  }

  private renderPrivacy() {
    const { observations, status } = this.services ?? {};
    const requests = observations?.requestsMade ?? 0;
    return html`<p class="privacy" data-requests=${requests}>
      ${
        status && !status.online
          ? html`<span class="offline">${icon('offline')} Offline, and working</span>`
          : nothing
      }
      <a
        href="#/${identity.exported ? 'about' : 'device'}"
        title="How this is counted"
        aria-label="${requests} ${requests === 1 ? 'request' : 'requests'} for your photos"
      >
        ${icon(requests === 0 ? 'shield' : 'alert')}
        <span
          ><b class="figures">${requests}</b> ${requests === 1 ? 'request' : 'requests'}<span
            class="long"
          >
            for your photos</span
          ></span
        >
      </a>
    </p>`;
  }

  /** How opening the model goes, once it takes long enough to be noticed. */
  private renderOpening() {
    const state = this.services?.session.state;
    if (state?.status === 'failed') {
      return html`<div class="opening problem" role="alert">
        ${icon('alert')}
        <p><b>${state.error.message}</b> ${state.error.wayOn}</p>
        <button class="button" @click=${() => this.services?.session.reopen()}>Try again</button>
        ${
          this.services?.session.canGoBack
            ? html`<button class="button" @click=${() => this.services?.session.goBack()}>
                Go on with the model before
              </button>`
            : nothing
        }
        ${identity.exported ? nothing : html`<a class="button" href="#/models">Choose a model</a>`}
      </div>`;
    }
    if (state?.status !== 'opening') return nothing;
    const { progress } = state;
    const name = this.services?.session.entry?.manifest?.name;
    return html`<div class="opening toast" role="region" aria-label="Opening the model">
      <verdict-dial state="seeking"></verdict-dial>
      <p>
        ${name ? html`<b>${name}.</b>` : nothing}
        ${progress ? describeProgress(progress) : 'Getting the model ready…'}
      </p>
      <progress
        aria-label="Getting the model ready"
        max="1"
        value=${progress && progress.total > 0 ? progress.loaded / progress.total : nothing}
      ></progress>
      <button class="button plain" @click=${() => this.services?.session.goBack()}>Cancel</button>
    </div>`;
  }

  private renderNotices() {
    const { notices, status } = this.services ?? {};
    if (!notices || !status) return nothing;
    const { applyUpdate } = status;
    return html`
      ${
        applyUpdate
          ? html`<div class="notice">
              <p><b>A new version is ready.</b> Your photos and results stay.</p>
              <button class="button" @click=${applyUpdate}>Update and reload</button>
              <button class="button plain" @click=${() => status.set({ applyUpdate: null })}>
                Later
              </button>
            </div>`
          : nothing
      }
      ${notices.all.map(
        ({ id, tone, title, text, action }) => html`
          <div class="notice ${tone}">
            ${tone === 'problem' ? icon('alert') : nothing}
            <p><b>${title}</b> ${text}</p>
            ${
              action
                ? html`<button
                    class="button"
                    @click=${() => {
                      action.run();
                      notices.dismiss(id);
                    }}
                  >
                    ${action.label}
                  </button>`
                : nothing
            }
            <button
              class="button plain icon"
              aria-label="Dismiss"
              @click=${() => notices.dismiss(id)}
            >
              ${icon('close')}
            </button>
          </div>
        `,
      )}
    `;
  }

  private currentMark(id: RouteId) {
    if (this.route === id) return 'page';
    return describeRoute(this.route).within === id ? 'true' : nothing;
  }

  private readonly handleHash = (): void => {
    const route = readRoute(location.hash);
    if (route === this.route) {
      this.detail = readRouteDetail(location.hash);
      return;
    }
    this.services?.notices.forgetPassing();
    void this.showRoute(route);
  };

  /** Pages other than the first are fetched when they are first opened. */
  private async showRoute(route: RouteId): Promise<void> {
    await pages[route]();
    if (readRoute(location.hash) !== route) return;
    this.route = route;
    this.detail = readRouteDetail(location.hash);
    const { name } = describeRoute(route);
    document.title = route === 'classify' ? identity.name : `${name} · ${identity.name}`;
    await this.updateComplete;
    scrollTo({ top: 0 });
    this.renderRoot.querySelector('main')?.focus({ preventScroll: true });
  }

  protected override firstUpdated(): void {
    void pages[this.route]().then(() => this.requestUpdate());
  }

  private handleSkip(): void {
    this.renderRoot.querySelector('main')?.focus();
  }

  private readonly handlePaste = (event: ClipboardEvent): void => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || event.defaultPrevented) return;
    event.preventDefault();
    this.take(files.map((file) => ({ name: file.name, file })));
  };

  private readonly handleDragOver = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };

  /** A photo dropped beside the drop zone would otherwise replace the page. */
  private readonly handleDrop = (event: DragEvent): void => {
    if (event.defaultPrevented) return;
    void takeDrop(event, this, (files) => {
      if (looksLikeModel(files) && !identity.exported) this.takeModel(files);
      else this.take(photosAmong(files));
    });
  };

  /** A model that was dropped where photos are taken in. */
  private readonly handleModelDropped = (event: ModelDroppedEvent): void => {
    if (identity.exported) return;
    event.preventDefault();
    this.takeModel(event.files);
  };

  /** What was dropped anywhere and cannot be read. */
  private readonly handleFailed = ({ error }: FilesFailedEvent): void => {
    this.services?.notices.addError(error);
  };

  private takeModel(files: readonly IncomingFile[]): void {
    if (!this.services) return;
    location.hash = '#/open';
    void this.services.imports.open(
      nameFiles(files),
      files.map(({ name, file }) => ({ path: name, blob: file })),
    );
  }

  private take(files: IncomingFile[]): void {
    if (!this.services || files.length === 0) return;
    location.hash = '#/classify';
    this.services.notices.add({
      topic: 'added',
      title: `${countOf(files.length, 'photo')} added.`,
    });
    void addToTray(this.services, files);
  }
}

/** An exported app has a mark of its own. */
function renderMark() {
  return identity.exported ? html`<img class="mark" src="./icons/icon-192.png" alt="" />` : mark;
}

const pages: Record<RouteId, () => Promise<unknown>> = {
  classify: () => Promise.resolve(),
  camera: () => import('../camera/camera-page'),
  models: () => import('../models/models-page'),
  open: () => import('../open-model/open-model-page'),
  export: () => import('../export/export-page'),
  about: () => import('../about/about-page'),
  studio: () => import('../studio/studio-page'),
  device: () => import('../device/device-page'),
  settings: () => import('../settings/settings-page'),
};

declare global {
  interface HTMLElementTagNameMap {
    'app-shell': AppShell;
  }
}

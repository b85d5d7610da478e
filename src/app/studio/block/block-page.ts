import './batch-view';
import './split-panel';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PhotoIntake } from '../../../client/studio-client';
import type { DataBlock } from '../../../core/studio/project';
import {
  defaultBatchTransforms,
  noBatchTransforms,
  transformLimits,
  type BatchTransforms,
  type ItemTransform,
  type TransformStrength,
} from '../../../core/studio/transforms';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import type { ProjectSession } from '../../../services/studio/project-session';
import { pageStyles } from '../../page.styles';
import { Watch } from '../../watch';
import { blockPageStyles } from './block-page.styles';
import { renderCheck, renderChoices, renderSlider, type Choice } from './fields';

/** The chapter's four questions, and how photos are changed while learning. */
@customElement('block-page')
export class BlockPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, pageStyles, blockPageStyles];

  @property({ attribute: false }) session: ProjectSession | null = null;
  @property({ attribute: false }) intake: PhotoIntake | null = null;

  constructor() {
    super();
    new Watch(this, () => (this.session ? [this.session] : []));
  }

  override render() {
    const { session } = this;
    if (!session) return nothing;
    const { data } = session.project;
    return html`<div class="page">
      <section aria-labelledby="questions">
        <h2 id="questions">Four questions</h2>
        <div class="questions">
          ${this.renderKind()} ${this.renderItems(data)} ${this.renderLabels(data)}
          <split-panel
            .session=${session}
            .settings=${data.split}
            .revision=${session.revision}
          ></split-panel>
        </div>
      </section>
      <section aria-labelledby="transforms">
        <h2 id="transforms">Ready for the model</h2>
        <div class="transforms">
          <div class="settings">${this.renderItem(data.item)} ${this.renderBatch(data.batch)}</div>
          <batch-view
            .session=${session}
            .intake=${this.intake}
            .item=${data.item}
            .batch=${data.batch}
          ></batch-view>
        </div>
      </section>
    </div>`;
  }

  private renderKind() {
    return html`<fieldset>
      <legend>1. What kind of data?</legend>
      <p>A photo goes in, one label comes out.</p>
      <p class="soft">
        Each photo shows one of the labels. What shows none of them is for the warning to catch, not
        for a label called “other”.
      </p>
    </fieldset>`;
  }

  private renderItems({ items }: DataBlock) {
    return html`<fieldset>
      <legend>2. How to get the items?</legend>
      ${renderChoices('items', itemChoices, items, (value) => this.change({ items: value }))}
      <p class="soft">Holds for folders and zips that you add from now on.</p>
    </fieldset>`;
  }

  private renderLabels({ labels }: DataBlock) {
    return html`<fieldset>
      <legend>3. How to label?</legend>
      ${renderChoices('labels', labelChoices, labels, (value) => this.change({ labels: value }))}
      <p class="soft">Holds for photos that you add from now on. Any label can be changed later.</p>
    </fieldset>`;
  }

  private renderItem(item: ItemTransform) {
    return html`<fieldset>
      <legend>Each photo becomes a square</legend>
      ${renderChoices('method', methodChoices, item.method, (method) =>
        this.change({ item: { ...item, method } }),
      )}
      ${
        item.method === 'random-resized-crop'
          ? renderSlider({
              name: 'Smallest part shown',
              value: item.minScale,
              min: 0.1,
              max: 1,
              step: 0.05,
              words: (value) => `${Math.round(value * 100)} % of the photo`,
              set: (minScale) => this.change({ item: { ...item, minScale } }),
            })
          : nothing
      }
    </fieldset>`;
  }

  private renderBatch(batch: BatchTransforms) {
    const set = (part: Partial<BatchTransforms>) => this.change({ batch: { ...batch, ...part } });
    return html`<fieldset>
      <legend>And is changed a little, each time anew</legend>
      ${renderCheck('Flip left to right', batch.flipHorizontal, (flipHorizontal) =>
        set({ flipHorizontal }),
      )}
      ${renderCheck(
        'Flip upside down',
        batch.flipVertical,
        (flipVertical) => set({ flipVertical }),
        'For photos from above: there is no up.',
      )}
      ${strengths.map(({ key, name, step, words }) =>
        renderSlider({
          name,
          value: batch[key],
          max: transformLimits[key],
          step,
          words: (value) => (value === 0 ? 'off' : words(value)),
          set: (value) => set({ [key]: value }),
        }),
      )}
      <div class="row">
        <button class="button" @click=${() => set(defaultBatchTransforms)}>As recommended</button>
        <button class="button plain" @click=${() => set(noBatchTransforms)}>All off</button>
      </div>
    </fieldset>`;
  }

  /** What cannot be written is said at the head of the project. */
  private change(part: Partial<DataBlock>): void {
    const { session } = this;
    session
      ?.update({ data: { ...session.project.data, ...part } })
      .catch(() => this.requestUpdate());
  }
}

const itemChoices: readonly Choice<DataBlock['items']>[] = [
  {
    value: 'all-folders',
    name: 'Every photo, in folders within folders',
    note: 'Deeper folders can be kept together in the split.',
  },
  { value: 'top-folders', name: 'Only what lies directly in a label’s folder' },
];

const labelChoices: readonly Choice<DataBlock['labels']>[] = [
  { value: 'folder', name: 'By the folder it lies in', note: 'grizzly/12.jpg: grizzly' },
  { value: 'file-name', name: 'By the file’s name', note: 'grizzly_12.jpg: grizzly' },
  { value: 'by-hand', name: 'By hand, afterwards' },
];

const methodChoices: readonly Choice<ItemTransform['method']>[] = [
  {
    value: 'random-resized-crop',
    name: 'A random part',
    note: 'Another part of the photo each time; the middle when judging.',
  },
  { value: 'crop', name: 'Crop', note: 'The largest square in the middle.' },
  { value: 'pad', name: 'Pad', note: 'The whole photo, with black borders.' },
  { value: 'squish', name: 'Squish', note: 'The whole photo, stretched.' },
];

const upTo = (value: number) => `up to ${Math.round(value * 100)} %`;

const strengths: readonly {
  key: TransformStrength;
  name: string;
  step: number;
  words: (value: number) => string;
}[] = [
  { key: 'rotateDegrees', name: 'Rotate', step: 5, words: (value) => `up to ${value}°` },
  { key: 'zoom', name: 'Zoom in', step: 0.05, words: upTo },
  { key: 'brightness', name: 'Brightness', step: 0.05, words: upTo },
  { key: 'contrast', name: 'Contrast', step: 0.05, words: upTo },
  { key: 'warp', name: 'Seen from aside', step: 0.05, words: upTo },
  { key: 'blurPx', name: 'Blur', step: 0.25, words: (value) => `up to ${value} pixels` },
  { key: 'noise', name: 'Noise', step: 0.02, words: upTo },
];

declare global {
  interface HTMLElementTagNameMap {
    'block-page': BlockPage;
  }
}

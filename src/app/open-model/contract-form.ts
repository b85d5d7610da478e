import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Contract, ContractPart } from '../../core/contract';
import { isEqualScale } from '../../core/scale';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { icon } from '../../elements/shared/icons';
import { findContractProblems } from '../../services/check-contract';
import { contractFormStyles } from './contract-form.styles';
import { certaintyWords, choices, describeScale, partWords } from './contract-words';
import { openModelStyles } from './open-model.styles';

/** A part of the contract was changed by hand. */
export class PartChangeEvent<P extends ContractPart = ContractPart> extends Event {
  constructor(
    readonly part: P,
    readonly value: Contract[P]['value'],
  ) {
    super('part-change');
  }
}

const plainParts = ['labels', 'size', 'fit', 'channels', 'scale'] as const;
/** Parts that most people never need to touch. */
const rareParts = ['orientation', 'output', 'layout'] as const;

/**
 * The contract in one form. Each part says whether it is certain or a guess.
 *
 * @event part-change - The person changed a part.
 */
@customElement('contract-form')
export class ContractForm extends LitElement {
  static override styles = [baseStyles, buttonStyles, openModelStyles, contractFormStyles];

  @property({ attribute: false }) contract: Contract | null = null;
  /** Numbers in the model's answer. */
  @property({ type: Number }) units = 0;
  @property({ type: Boolean }) disabled = false;

  override render() {
    const { contract } = this;
    if (!contract) return nothing;
    const isRareUrgent = this.problemsOf('output').length > 0;
    return html`<form @submit=${(event: Event) => event.preventDefault()}>
      ${plainParts.map((part) => this.renderPart(contract, part))}
      <details ?open=${isRareUrgent}>
        <summary>More: sideways photos, what its answers are</summary>
        ${rareParts.map((part) => this.renderPart(contract, part))}
      </details>
    </form>`;
  }

  private problemsOf(part: ContractPart): string[] {
    if (!this.contract) return [];
    return findContractProblems(this.contract, this.units)
      .filter((problem) => problem.part === part)
      .map(({ sentence }) => sentence);
  }

  private renderPart(contract: Contract, part: ContractPart) {
    const { name, hint, isUnseen = false } = partWords[part];
    const { word, why, icon: glyph } = certaintyWords[contract[part].from];
    const problems = this.problemsOf(part);
    const guessHelp = isUnseen ? `The files do not say. ${hint}` : why;
    const help = contract[part].from === 'guess' ? guessHelp : hint;
    return html`<div class="part ${contract[part].from}" data-part=${part}>
      <div class="title">
        <label for=${part}>${name}</label>
        <span class="certainty" title=${why}>${icon(glyph)} ${word}</span>
      </div>
      <div class="field">
        ${this.renderField(contract, part, problems.length > 0)}
        ${problems.map((one) => html`<p class="field-problem" role="alert">${one}</p>`)}
        <p class="hint" id="${part}-hint">${help}</p>
      </div>
    </div>`;
  }

  private renderField(contract: Contract, part: ContractPart, invalid: boolean) {
    switch (part) {
      case 'labels':
        return html`<textarea
          id="labels"
          aria-describedby="labels-hint"
          aria-invalid=${invalid}
          rows=${Math.min(8, Math.max(3, contract.labels.value.length))}
          spellcheck="false"
          ?disabled=${this.disabled}
          .value=${contract.labels.value.join('\n')}
          @change=${this.handleLabels}
        ></textarea>`;
      case 'size':
        return this.renderSize(contract, invalid);
      case 'scale':
        return this.renderScale(contract);
      case 'fit':
        return this.renderChoice('fit', choices.fit, contract.fit.value);
      case 'channels':
        return this.renderChoice('channels', choices.channels, contract.channels.value);
      case 'orientation':
        return this.renderChoice('orientation', choices.orientation, contract.orientation.value);
      case 'output':
        return this.renderChoice('output', choices.output, contract.output.value);
      case 'layout':
        return this.renderChoice('layout', choices.layout, contract.layout.value);
    }
  }

  private renderChoice<P extends 'fit' | 'channels' | 'orientation' | 'output' | 'layout'>(
    part: P,
    list: readonly (readonly [Contract[P]['value'], string])[],
    value: Contract[P]['value'],
  ) {
    return html`<select
      id=${part}
      aria-describedby="${part}-hint"
      ?disabled=${this.disabled}
      @change=${(event: Event) => this.pick(event, part, list)}
    >
      ${list.map(
        ([one, words]) => html`<option value=${one} ?selected=${one === value}>${words}</option>`,
      )}
    </select>`;
  }

  private renderScale({ scale }: Contract) {
    const known = choices.scale.some(([one]) => isEqualScale(one, scale.value));
    return html`<select
      id="scale"
      aria-describedby="scale-hint"
      ?disabled=${this.disabled}
      @change=${this.handleScale}
    >
      ${known ? nothing : html`<option value="own" selected>${describeScale(scale.value)}</option>`}
      ${choices.scale.map(
        ([one, words], index) =>
          html`<option value=${index} ?selected=${isEqualScale(one, scale.value)}>
            ${words}
          </option>`,
      )}
    </select>`;
  }

  private renderSize({ size }: Contract, invalid: boolean) {
    const field = (side: 'width' | 'height', id: string, label: string) =>
      html`<input
        id=${id}
        type="number"
        inputmode="numeric"
        min="1"
        max="4096"
        aria-label=${label}
        aria-describedby="size-hint"
        aria-invalid=${invalid}
        ?disabled=${this.disabled}
        .value=${String(size.value[side])}
        @change=${(event: Event) => {
          if (!(event.currentTarget instanceof HTMLInputElement)) return;
          const value = Number(event.currentTarget.value);
          this.announce('size', { ...size.value, [side]: value });
        }}
      />`;
    return html`<div class="size">
      ${field('width', 'size', 'Width in pixels')} <span aria-hidden="true">×</span>
      ${field('height', 'size-height', 'Height in pixels')}
    </div>`;
  }

  private readonly handleLabels = (event: Event): void => {
    if (!(event.currentTarget instanceof HTMLTextAreaElement)) return;
    const labels = event.currentTarget.value
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    this.announce('labels', labels);
  };

  private readonly handleScale = (event: Event): void => {
    if (!(event.currentTarget instanceof HTMLSelectElement)) return;
    const scale = choices.scale[Number(event.currentTarget.value)]?.[0];
    if (scale) this.announce('scale', scale);
  };

  private pick<P extends ContractPart>(
    event: Event,
    part: P,
    list: readonly (readonly [Contract[P]['value'], string])[],
  ): void {
    if (!(event.currentTarget instanceof HTMLSelectElement)) return;
    const chosen = list[event.currentTarget.selectedIndex];
    if (chosen) this.announce(part, chosen[0]);
  }

  private announce<P extends ContractPart>(part: P, value: Contract[P]['value']): void {
    this.dispatchEvent(new PartChangeEvent(part, value));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'contract-form': ContractForm;
  }
  interface GlobalEventHandlersEventMap {
    'part-change': PartChangeEvent;
  }
}

import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles, buttonStyles } from '../shared/base.styles';
import { capitalise } from '../shared/format';
import { ClassifierCorrectEvent } from '../image-classifier/events';

/** What a person says when a photo shows none of the model's labels. */
const NONE_OF_THESE = 'none of these';

/**
 * "That's wrong": lets a person say what a photo really shows.
 *
 * @event classifier-correct - A person gave another label.
 */
@customElement('label-correction')
export class LabelCorrection extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: var(--gap-2);
        padding-block: var(--gap-2);
      }

      label {
        display: grid;
        gap: 0.2rem;
        font-size: var(--size-note);
        color: var(--ink-soft);
        flex: 1 1 12rem;
      }

      select,
      input {
        width: 100%;
        color: var(--ink);
        font: inherit;
        font-size: var(--size-body);
      }

      input {
        min-height: var(--touch);
        padding: 0 0.8rem;
        border: 1.5px solid var(--rule-strong);
        border-radius: var(--corner);
        background: var(--sheet);
      }
    `,
  ];

  @property({ attribute: false }) labels: readonly string[] = [];
  /** The label the model gave; empty when it gave none. */
  @property() from = '';

  override render() {
    return html`
      <details>
        <summary>${this.from ? 'That’s wrong' : 'I know what it is'}</summary>
        <form @submit=${this.handleSubmit}>
          <label>
            What it really shows
            ${this.labels.length > 40 ? this.renderInput() : this.renderSelect()}
          </label>
          <button class="button" type="submit">Save</button>
        </form>
      </details>
    `;
  }

  private renderSelect() {
    return html`<select name="to" required>
      ${this.labels
        .filter((label) => label !== this.from)
        .map((label) => html`<option value=${label}>${capitalise(label)}</option>`)}
      <option value=${NONE_OF_THESE}>None of these</option>
    </select>`;
  }

  private renderInput() {
    return html`<input name="to" list="labels" required autocomplete="off" />
      <datalist id="labels">
        ${this.labels.map((label) => html`<option value=${label}></option>`)}
      </datalist>`;
  }

  private handleSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    const to = new FormData(form).get('to');
    if (typeof to !== 'string' || !to) return;
    form.closest('details')?.removeAttribute('open');
    this.dispatchEvent(new ClassifierCorrectEvent(this.from, to));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'label-correction': LabelCorrection;
  }
}

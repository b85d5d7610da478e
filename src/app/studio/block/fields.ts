import { html, nothing } from 'lit';

export interface Choice<T extends string> {
  value: T;
  name: string;
  note?: string;
}

/** One of several, as radio buttons. */
export function renderChoices<T extends string>(
  group: string,
  choices: readonly Choice<T>[],
  chosen: T,
  choose: (value: T) => void,
) {
  return choices.map(
    ({ value, name, note }) =>
      html`<label class="choice">
        <input
          type="radio"
          name=${group}
          value=${value}
          .checked=${value === chosen}
          @change=${() => choose(value)}
        />
        <span>${name}</span>
        ${note ? html`<small>${note}</small>` : nothing}
      </label>`,
  );
}

/** Yes or no. */
export function renderCheck(
  name: string,
  checked: boolean,
  set: (checked: boolean) => void,
  note?: string,
) {
  return html`<label class="choice">
    <input
      type="checkbox"
      .checked=${checked}
      @change=${(event: Event) => {
        if (event.currentTarget instanceof HTMLInputElement) set(event.currentTarget.checked);
      }}
    />
    <span>${name}</span>
    ${note ? html`<small>${note}</small>` : nothing}
  </label>`;
}

interface SliderOptions {
  name: string;
  value: number;
  max: number;
  step: number;
  min?: number;
  /** The value in words: "up to 10°". */
  words: (value: number) => string;
  set: (value: number) => void;
}

/** A strength. It is set when the slider is let go, and shown while it moves. */
export function renderSlider({ name, value, min = 0, max, step, words, set }: SliderOptions) {
  return html`<label class="slider">
    <span>${name}</span>
    <output>${words(value)}</output>
    <input
      type="range"
      min=${min}
      max=${max}
      step=${step}
      .value=${String(value)}
      aria-valuetext=${words(value)}
      @input=${(event: Event) => {
        const input = event.currentTarget;
        if (!(input instanceof HTMLInputElement)) return;
        const shown = input.parentElement?.querySelector('output');
        const said = words(Number(input.value));
        input.setAttribute('aria-valuetext', said);
        if (shown) shown.value = said;
      }}
      @change=${(event: Event) => {
        if (event.currentTarget instanceof HTMLInputElement) set(Number(event.currentTarget.value));
      }}
    />
  </label>`;
}

import { svg } from 'lit';

/** The mark: a bear's head whose face is a compass. Drawn in the page's own colours. */
export const mark = svg`<svg class="mark" viewBox="32 32 448 468" aria-hidden="true">
  <g class="head">
    <circle cx="122" cy="122" r="74" />
    <circle cx="390" cy="122" r="74" />
    <circle cx="256" cy="276" r="208" />
  </g>
  <circle class="face" cx="256" cy="276" r="158" />
  <g transform="rotate(40 256 276)">
    <path class="north" d="M256 152 302 276H210Z" />
    <path class="head" d="M256 400 210 276H302Z" />
    <circle class="face" cx="256" cy="276" r="18" />
  </g>
</svg>`;

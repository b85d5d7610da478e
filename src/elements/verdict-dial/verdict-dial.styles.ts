import { css } from 'lit';

export const dialStyles = css`
  :host {
    --dial: var(--ink-soft);
    display: inline-block;
    width: var(--dial-size, 1.5rem);
    height: var(--dial-size, 1.5rem);
    flex: none;
  }

  :host([state='match']) {
    --dial: var(--moss);
  }

  :host([state='unsure']) {
    --dial: var(--amber);
  }

  :host([state='out-of-domain']) {
    --dial: var(--dusk);
  }

  :host([state='failed']) {
    --dial: var(--alarm);
  }

  svg {
    display: block;
    width: 100%;
    height: 100%;
    overflow: visible;
    fill: none;
    stroke: var(--dial);
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .ring {
    stroke-width: 3.5;
  }

  .ticks {
    stroke-width: 3.5;
    stroke-linecap: butt;
    stroke-dasharray: 1.5 8.5;
    stroke-dashoffset: 0.75;
    opacity: 0.55;
    display: var(--dial-ticks, none);
  }

  :host([state='out-of-domain']) .ring {
    stroke-dasharray: 7 6.09;
    stroke-width: 3;
  }

  .north,
  .pin,
  .away {
    fill: var(--dial);
    stroke: none;
  }

  .south {
    fill: var(--dial);
    fill-opacity: 0.25;
    stroke: none;
  }

  .eye {
    fill: var(--sheet);
    stroke: none;
  }

  .wedge {
    fill: var(--amber-fill);
    fill-opacity: 0.45;
    stroke: none;
  }

  .hand {
    stroke-width: 4.5;
  }

  .hollow {
    stroke-width: 3;
  }

  .trail {
    stroke-width: 2.5;
    stroke-dasharray: 1 5;
  }

  .seeking {
    transform-origin: 32px 32px;
    animation: seek 1.6s ease-in-out infinite alternate;
  }

  @keyframes seek {
    from {
      transform: rotate(-70deg);
    }
    60% {
      transform: rotate(85deg);
    }
    to {
      transform: rotate(20deg);
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .seeking {
      animation: none;
    }
  }

  @media (forced-colors: active) {
    :host {
      --dial: CanvasText !important;
    }
  }
`;

import { css } from 'lit';

/** What can be done with the chosen photos, in sight while they scroll by. */
export const toolbarStyles = css`
  .tools {
    position: sticky;
    z-index: 2;
    inset-block-start: 0;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--gap-2) var(--gap-3);
    padding: var(--gap-2) var(--gap-3);
    border-radius: var(--corner);
    background: var(--sheet);
    box-shadow: var(--shadow);
  }
`;

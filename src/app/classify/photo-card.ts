import '../../elements/verdict-dial/verdict-dial';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DialState } from '../../elements/verdict-dial/verdict-dial';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { capitalise, firstNameOf, formatPercent, joinWords } from '../../elements/shared/format';
import { nameCandidates, noBankNote } from '../../elements/shared/words';
import { icon } from '../../elements/shared/icons';
import type { TrayItem } from '../../services/tray-item';
import { photoCardStyles } from './photo-card.styles';

/** A person wants something done with a photo on the tray. */
export class PhotoActionEvent extends Event {
  constructor(
    readonly action: 'open' | 'remove' | 'retry',
    readonly id: string,
  ) {
    super('photo-action', { bubbles: true, composed: true });
  }
}

/** One photo of the grid with its verdict in a line. */
@customElement('photo-card')
export class PhotoCard extends LitElement {
  static override styles = [baseStyles, buttonStyles, photoCardStyles];

  @property({ attribute: false }) item: TrayItem | null = null;

  override render() {
    const { item } = this;
    if (!item) return nothing;
    const { says, more, warns } = summarise(item);
    return html`
      <article data-verdict=${item.verdict?.kind ?? item.state} data-name=${item.name}>
        <button
          class="open"
          aria-label="${item.name}: ${[says, more, warns].filter(Boolean).join(', ')}. Show details"
          @click=${() => this.ask('open')}
        >
          ${
            item.thumbnailUrl
              ? html`<img src=${item.thumbnailUrl} alt="" loading="lazy" decoding="async" />`
              : html`<span class="blank">${item.name}</span>`
          }
          <span class="line">
            <verdict-dial state=${dialState(item)}></verdict-dial>
            <span class="says">${says}</span>
            <span class="more">${more}</span>
            ${warns ? html`<span class="more">${capitalise(warns)}</span>` : nothing}
          </span>
        </button>
        <button class="remove" aria-label="Remove ${item.name}" @click=${() => this.ask('remove')}>
          ${icon('close')}
        </button>
        ${
          item.state === 'failed'
            ? html`<button class="again" @click=${() => this.ask('retry')}>
                ${icon('retry')} Try again
              </button>`
            : nothing
        }
      </article>
    `;
  }

  private ask(action: PhotoActionEvent['action']): void {
    if (this.item) this.dispatchEvent(new PhotoActionEvent(action, this.item.id));
  }
}

function dialState({ state, verdict, review }: TrayItem): DialState {
  if (state === 'working') return 'seeking';
  if (state === 'failed') return 'failed';
  if (review?.kind === 'corrected') return 'match';
  return verdict?.kind ?? 'idle';
}

interface Summary {
  says: string;
  more: string;
  /** What the verdict does not know; empty where there is nothing to warn about. */
  warns: string;
}

/** A photo's verdict in a line. Out of domain names no label. */
export function summarise(item: TrayItem): Summary {
  const { verdict, review } = item;
  // What a person said needs no judge.
  const isUnjudged = verdict && !verdict.familiarity && verdict.kind !== 'out-of-domain';
  const warns = isUnjudged && review?.kind !== 'corrected' ? noBankNote : '';
  return { ...sayVerdict(item), warns };
}

function sayVerdict({ state, verdict, error, review }: TrayItem): Omit<Summary, 'warns'> {
  if (review?.kind === 'corrected') return { says: capitalise(review.to), more: 'as you said' };
  if (state === 'failed') return { says: error?.message ?? 'Failed', more: '' };
  if (state === 'stopped') return { says: 'Stopped', more: '' };
  if (state === 'working') return { says: 'Looking…', more: '' };
  if (!verdict) return { says: 'Waiting', more: '' };
  const confidence = formatPercent(verdict.confidence);
  if (verdict.kind === 'match')
    return { says: capitalise(firstNameOf(verdict.label)), more: confidence };
  if (verdict.kind === 'unsure') {
    return {
      says: `${capitalise(joinWords(nameCandidates(verdict.candidates, verdict.ranked), 'or'))}?`,
      more: 'unsure',
    };
  }
  return { says: 'Out of domain', more: '' };
}

declare global {
  interface HTMLElementTagNameMap {
    'photo-card': PhotoCard;
  }
  interface GlobalEventHandlersEventMap {
    'photo-action': PhotoActionEvent;
  }
}

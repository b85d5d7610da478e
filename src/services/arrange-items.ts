import { needsHumanLook, type TrayItem } from './tray-item';

export type SortOrder = 'added' | 'doubt' | 'name' | 'verdict';
export type ItemFilter = 'all' | 'match' | 'unsure' | 'out-of-domain' | 'failed' | 'needs-look';

/**
 * How little a result should be relied on, in [0, 4): failed 3, out of domain 2 and up, unsure 1 and
 * up, match below 1; within a kind by familiarity or confidence. Not judged yet: −1.
 */
export function measureDoubt({ state, verdict }: TrayItem): number {
  if (state === 'failed') return 3;
  if (!verdict) return -1;
  if (verdict.kind === 'out-of-domain') return 2 + (1 - (verdict.familiarity?.pValue ?? 0));
  return (verdict.kind === 'unsure' ? 1 : 0) + (1 - verdict.confidence);
}

/** A sorted copy; equals keep the order they came in. */
export function sortItems(items: readonly TrayItem[], order: SortOrder): TrayItem[] {
  const copy = [...items];
  if (order === 'doubt') copy.sort((a, b) => measureDoubt(b) - measureDoubt(a));
  if (order === 'name') copy.sort((a, b) => names.compare(a.name, b.name));
  if (order === 'verdict') {
    copy.sort((a, b) => names.compare(verdictKey(a), verdictKey(b)));
  }
  return copy;
}

export function filterItems(items: readonly TrayItem[], filter: ItemFilter): TrayItem[] {
  return items.filter((item) => passes(item, filter));
}

/** How many photos each filter would show. */
export function countByFilter(items: readonly TrayItem[]): Record<ItemFilter, number> {
  const count = (filter: ItemFilter) => items.filter((item) => passes(item, filter)).length;
  return {
    all: items.length,
    match: count('match'),
    unsure: count('unsure'),
    'out-of-domain': count('out-of-domain'),
    failed: count('failed'),
    'needs-look': count('needs-look'),
  };
}

function passes(item: TrayItem, filter: ItemFilter): boolean {
  if (filter === 'all') return true;
  if (filter === 'needs-look') return needsHumanLook(item);
  if (filter === 'failed') return item.state === 'failed';
  return item.verdict?.kind === filter;
}

/** Matches by label, then unsure, out of domain, failed, unjudged. */
function verdictKey({ state, verdict }: TrayItem): string {
  if (state === 'failed') return '4';
  if (!verdict) return '5';
  if (verdict.kind === 'match') return `1 ${verdict.label}`;
  return verdict.kind === 'unsure' ? `2 ${verdict.candidates.join(' ')}` : '3';
}

/** Natural order: photo 9 comes before photo 10. */
const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

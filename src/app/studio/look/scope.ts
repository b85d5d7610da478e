import type { Judged } from '../../../core/studio/insight/judged';

/** Which photos the figures are of. */
export type Scope = 'test' | 'valid' | 'developed';

export const scopes: readonly { id: Scope; name: string; what: string }[] = [
  {
    id: 'test',
    name: 'Test photos',
    what: 'Nothing was trained or chosen on these. This is the honest exam.',
  },
  {
    id: 'valid',
    name: 'Validation photos',
    what: 'Each was judged by a copy of the model that never saw it.',
  },
  {
    id: 'developed',
    name: 'Training and validation photos',
    what: 'Each was judged by a copy of the model that never saw it.',
  },
];

export function isInScope({ part }: Judged, scope: Scope): boolean {
  return scope === 'developed' ? part !== 'test' : part === scope;
}

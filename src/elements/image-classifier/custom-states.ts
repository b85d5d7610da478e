import type { VerdictKind } from '../../core/verdict';

/** Where an `<image-classifier>` stands. */
export type ClassifierStatus = 'empty' | 'loading' | 'ready' | 'classifying' | 'done' | 'error';

/** Sets exactly those custom states (`:state(…)`) that hold now. */
export function setCustomStates(
  states: CustomStateSet,
  status: ClassifierStatus,
  kind: VerdictKind | undefined,
  isOpen: boolean,
): void {
  const now: Record<string, boolean> = {
    loading: status === 'loading',
    ready: isOpen,
    classifying: status === 'classifying',
    unsure: kind === 'unsure',
    'out-of-domain': kind === 'out-of-domain',
    error: status === 'error',
  };
  for (const [name, holds] of Object.entries(now)) {
    if (holds) states.add(name);
    else states.delete(name);
  }
}

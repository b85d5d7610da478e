import { relabel } from '../../../core/studio/sample';
import { countOf } from '../../../elements/shared/format';
import type { ProjectSession } from '../../../services/studio/project-session';

/** Says that a person has looked and the labels are right. */
export function confirmLabels(session: ProjectSession, ids: readonly string[]): Promise<void> {
  const now = Date.now();
  const changes = ids.flatMap((id) => {
    const before = session.find(id);
    return before?.labelId ? [{ before, after: { ...before, confirmedAt: now } }] : [];
  });
  return session.change(`confirm ${countOf(changes.length, 'label')}`, changes);
}

/** Gives each photo the label that it more likely has, as one change. */
export function takeSuggestions(
  session: ProjectSession,
  ids: readonly string[],
  suggestions: ReadonlyMap<string, string>,
): Promise<void> {
  const now = Date.now();
  const changes = ids.flatMap((id) => {
    const before = session.find(id);
    const labelId = suggestions.get(id);
    return before && labelId ? [{ before, after: relabel(before, labelId, now) }] : [];
  });
  return session.change(`relabel ${countOf(changes.length, 'photo')} as suggested`, changes);
}

import { cleanLabelName, findLabel } from '../../core/studio/edit-labels';
import type { ProjectLabel } from '../../core/studio/project';

/** A project's labels while photos come in, with those that they bring. */
export class LabelBook {
  private readonly added: ProjectLabel[] = [];
  private readonly found = new Map<string, string | null>();

  constructor(private readonly labels: readonly ProjectLabel[]) {}

  /** The id of the label of this name, a new one where there is none. `null` for no name. */
  find(name: string | null): string | null {
    if (name === null) return null;
    const known = this.found.get(name);
    if (known !== undefined) return known;
    const id = this.findOrAdd(cleanLabelName(name));
    this.found.set(name, id);
    return id;
  }

  /** The labels as they are now, and those that came. */
  list(current: readonly ProjectLabel[]): ProjectLabel[] {
    const here = new Set(current.map(({ id }) => id));
    return [...current, ...this.added.filter(({ id }) => !here.has(id))];
  }

  private findOrAdd(name: string): string | null {
    if (name === '') return null;
    const label = findLabel([...this.labels, ...this.added], name);
    if (label) return label.id;
    const fresh = { id: crypto.randomUUID(), name };
    this.added.push(fresh);
    return fresh.id;
  }
}

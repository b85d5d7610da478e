/** Text that is markup already. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = string | number | Markup | readonly Markup[] | null;

/** Markup with values put in; whatever is not markup itself is escaped. */
export function markup(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  const text = strings.reduce((all, fixed, i) => all + toText(parts[i - 1] ?? null) + fixed);
  return new Markup(text);
}

function toText(part: Part): string {
  if (part === null) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return String(part).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

import type { Fact } from '../../core/contract';
import { asRecord, asTexts } from '../json-values';
import type { Clues } from './format';

/** Far beyond any real set of classes: ImageNet-21k has 21,841. */
const MAX_LABELS = 50_000;

/**
 * The labels that lie beside a model, in any of the usual files; `null` when there are none.
 */
export function findLabels({ model, sidecars }: Clues): string[] | null {
  const own = asRecord(model.json['userDefinedMetadata']);
  const candidates = [
    asTexts(sidecars.json('metadata.json')?.['labels']),
    asTexts(own?.['labels'] ?? own?.['classes'] ?? own?.['classNames']),
    ...['labels.txt', 'dict.txt', 'class_names.txt', 'classes.txt', 'label_map.txt', 'labelmap.txt']
      .map((name) => sidecars.lines(name))
      .map((lines) => (lines ? withoutNumbers(lines) : null)),
    ...['labels.json', 'classes.json', 'class_names.json', 'class_indices.json'].map((name) =>
      fromJson(sidecars.value(name)),
    ),
  ];
  const isUsable = (labels: string[] | null): labels is string[] =>
    labels !== null && labels.length > 0 && labels.length <= MAX_LABELS && !labels.includes('');
  return candidates.find(isUsable) ?? null;
}

/** "0 Cat", "1 Dog": Teachable Machine numbers the lines of its Keras exports. */
export function withoutNumbers(lines: readonly string[]): string[] {
  const parts = lines.map((line) => /^(\d+)[\s:,]+(.+)$/.exec(line));
  const isNumbered = parts.every((match, index) => match !== null && Number(match[1]) === index);
  return isNumbered ? parts.map((match) => match?.[2] ?? '') : [...lines];
}

/** `["cat", "dog"]`, `{"0": "cat", "1": "dog"}` or `{"cat": 0, "dog": 1}`. */
function fromJson(value: unknown): string[] | null {
  const list = asTexts(value);
  const record = asRecord(value);
  if (list || !record) return list;
  const entries = Object.entries(record);
  const names = entries.map(([key, one]) => (typeof one === 'string' ? one : key));
  const places = entries.map(([key, one]) => (typeof one === 'string' ? Number(key) : one));
  const labels = names.map((_, index) => names[places.indexOf(index)]);
  return labels.every((label) => label !== undefined) ? labels : null;
}

/**
 * Holds labels against the length of the answer. What does not fit is kept, marked as a guess, and
 * said.
 *
 * @param units Numbers in the answer, `null` when not known yet.
 */
export function compareLabels(
  labels: readonly string[] | null,
  units: number | null,
): { labels: Fact<string[]>; notes: string[] } {
  if (!labels) return { labels: { value: [], from: 'guess' }, notes: [] };
  const value = [...labels];
  // One sigmoid unit decides between two.
  const expected = units === 1 ? 2 : units;
  if (expected === null || expected === value.length) {
    return { labels: { value, from: 'read' }, notes: [] };
  }
  const which = value.length > expected ? 'more' : 'fewer';
  const note = `The files name ${value.length} labels, ${which} than the ${expected} that the model tells apart.`;
  return { labels: { value, from: 'guess' }, notes: [note] };
}

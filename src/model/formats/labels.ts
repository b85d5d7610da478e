import type { Fact } from '../../core/contract';
import { asRecord, asTexts } from '../json-values';
import type { Clues } from './format';
import { baseName } from './names';
import type { Sidecars } from './sidecars';

/** Far beyond any real set of classes: ImageNet-21k has 21,841. */
const MAX_LABELS = 50_000;

/** Labels, and the file that names them. */
interface LabelList {
  file: string;
  labels: readonly string[];
}

/** The labels that lie beside a model, in any of the usual files, the likeliest list first. */
export function listLabels({ model, sidecars }: Clues): LabelList[] {
  const own = asRecord(model.json['userDefinedMetadata']);
  const lists: [string, string[] | null][] = [
    ['metadata.json', asTexts(sidecars.json('metadata.json')?.['labels'])],
    [baseName(model.path), asTexts(own?.['labels'] ?? own?.['classes'] ?? own?.['classNames'])],
  ];
  for (const name of textNames) {
    const lines = sidecars.lines(name);
    if (lines) lists.push([name, withoutNumbers(lines)]);
  }
  for (const name of jsonNames) lists.push([name, fromJson(sidecars.value(name))]);
  return lists.flatMap(([file, labels]) => (isUsable(labels) ? [{ file, labels }] : []));
}

const textNames = [
  'labels.txt',
  'dict.txt',
  'class_names.txt',
  'classes.txt',
  'label_map.txt',
  'labelmap.txt',
];
const jsonNames = ['labels.json', 'classes.json', 'class_names.json', 'class_indices.json'];

/** Whether these can be labels; text that was decoded wrongly has letters that no label has. */
function isUsable(labels: readonly string[] | null): labels is readonly string[] {
  return (
    labels !== null &&
    labels.length > 0 &&
    labels.length <= MAX_LABELS &&
    labels.every((label) => label !== '' && !/[\0\uFFFD]/.test(label))
  );
}

/**
 * "0 Cat", "1 Dog": Teachable Machine numbers the lines of its Keras exports. The numbers say which
 * place each label has, and are taken off; where they tell labels apart they belong to them.
 */
export function withoutNumbers(lines: readonly string[]): string[] {
  const places = new Map<number, string>();
  for (const line of lines) {
    const [, place, label] = /^(\d+)[\s:,]+(.+)$/.exec(line) ?? [];
    if (place !== undefined && label !== undefined) places.set(Number(place), label);
  }
  const labels = lines.flatMap((_, place) => places.get(place) ?? []);
  return new Set(labels).size === lines.length ? labels : [...lines];
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
 * Chooses among lists of labels the first that fits the length of the answer. They are a guess where
 * the files contradict one another, or where not all letters are certain; a note says so.
 *
 * @param units Numbers in the answer, `null` when not known yet.
 */
export function chooseLabels(
  lists: readonly LabelList[],
  units: number | null,
  sidecars: Pick<Sidecars, 'isLikely'>,
): { labels: Fact<string[]>; notes: string[] } {
  const compared = lists.map(({ labels }) => compareLabels(labels, units));
  const place = compared.findIndex(({ labels }) => labels.from === 'read');
  const [chosen, found] = [lists[Math.max(0, place)], compared[Math.max(0, place)]];
  if (!chosen || !found) return compareLabels(null, units);
  const doubts = [...noteOthers(chosen, lists), ...noteLetters(chosen, sidecars)];
  if (doubts.length === 0) return found;
  return { labels: { ...found.labels, from: 'guess' }, notes: [...found.notes, ...doubts] };
}

function noteOthers(chosen: LabelList, lists: readonly LabelList[]): string[] {
  const text = joinLabels(chosen);
  const other = lists.find((list) => list.file !== chosen.file && joinLabels(list) !== text);
  if (!other) return [];
  return [
    `${chosen.file} and ${other.file} name different labels. Those of ${chosen.file} are used: check them.`,
  ];
}

/** All labels in one form of Unicode; line breaks and spaces are not told apart. */
function joinLabels({ labels }: LabelList): string {
  return JSON.stringify(labels.map((label) => label.normalize().replace(/\s+/g, ' ').trim()));
}

function noteLetters({ file }: LabelList, sidecars: Pick<Sidecars, 'isLikely'>): string[] {
  if (!sidecars.isLikely(file)) return [];
  return [`${file} is an old kind of text file. Check letters with accents in the labels.`];
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

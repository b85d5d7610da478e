import type { Judged } from './judged';

/** A kind of photo that would help, with the photos that say so. The most useful first. */
export type CollectHint =
  /** A label with far fewer photos than the others. */
  | { kind: 'thin'; label: number; photos: number; usual: number; wanted: number; ids: string[] }
  /** Photos that could be either of two labels. */
  | { kind: 'between'; labels: [number, number]; photos: number; wrong: number; ids: string[] }
  /** A label whose photos are often missed, more often than the others'. */
  | { kind: 'missed'; label: number; missed: number; photos: number; ids: string[] }
  /** Photos of a label that look stranger than nearly all others: the edge of what is known. */
  | { kind: 'edge'; label: number; photos: number; ids: string[] };

interface CollectFacts {
  labelCount: number;
  /** Photos of each label in the project now, judged or not, by id. */
  photosOfLabel: readonly (readonly string[])[];
  judged: readonly Judged[];
}

/** A label with less than this share of the usual number is thin. */
const THIN_SHARE = 0.6;
/** Below this many photos a label is thin whatever the others have. */
const FEW_PHOTOS = 20;
/** The two best labels lie closer together than this: it could be either. */
const CLOSE = 0.35;
const MIN_BETWEEN = 2;
/** As strange as one in ten. */
const EDGE = 0.1;
/** Two missed photos may be chance. */
const MIN_MISSED = 3;
const MISSED_SHARE = 0.15;
const MOST_PICTURES = 8;
const MOST_OF_A_KIND = 3;

/** What to collect next, a short list. Each hint shows photos that the project has already. */
export function suggestCollecting({
  labelCount,
  photosOfLabel,
  judged,
}: CollectFacts): CollectHint[] {
  return [
    ...findThin(photosOfLabel),
    ...findBetween(judged, labelCount),
    ...findMissed(judged, labelCount),
    ...findEdge(judged, labelCount),
  ];
}

function findThin(photosOfLabel: CollectFacts['photosOfLabel']): CollectHint[] {
  const counts = photosOfLabel.map(({ length }) => length);
  const usual = [...counts].sort((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
  const line = Math.max(FEW_PHOTOS, THIN_SHARE * usual);
  return photosOfLabel
    .flatMap((ids, label): Extract<CollectHint, { kind: 'thin' }>[] => {
      const photos = ids.length;
      if (photos >= line) return [];
      const wanted = Math.max(FEW_PHOTOS, usual) - photos;
      return [{ kind: 'thin', label, photos, usual, wanted, ids: ids.slice(0, MOST_PICTURES) }];
    })
    .sort((a, b) => a.photos - b.photos)
    .slice(0, MOST_OF_A_KIND);
}

function findBetween(judged: readonly Judged[], labelCount: number): CollectHint[] {
  const pairs = new Map<number, { photo: Judged; gap: number }[]>();
  for (const photo of judged) {
    const [first = 0, second = 0] = photo.probabilities
      .map((_, label) => label)
      .sort((a, b) => (photo.probabilities[b] ?? 0) - (photo.probabilities[a] ?? 0));
    const gap = (photo.probabilities[first] ?? 0) - (photo.probabilities[second] ?? 0);
    if (first === second || gap > CLOSE) continue;
    const key = Math.min(first, second) * labelCount + Math.max(first, second);
    pairs.set(key, [...(pairs.get(key) ?? []), { photo, gap }]);
  }
  return [...pairs]
    .filter(([, members]) => members.length >= MIN_BETWEEN)
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, MOST_OF_A_KIND)
    .map(([key, members]) => ({
      kind: 'between',
      labels: [Math.floor(key / labelCount), key % labelCount],
      photos: members.length,
      wrong: members.filter(({ photo }) => photo.answer !== photo.truth).length,
      ids: pickIds(members.sort((a, b) => a.gap - b.gap).map(({ photo }) => photo)),
    }));
}

function findMissed(judged: readonly Judged[], labelCount: number): CollectHint[] {
  const perLabel = Array.from({ length: labelCount }, (_, label) => {
    const own = judged.filter(({ truth }) => truth === label);
    return { label, own, missed: own.filter(({ answer }) => answer !== label) };
  });
  return perLabel
    .filter(
      ({ own, missed }) =>
        missed.length >= MIN_MISSED && missed.length >= MISSED_SHARE * own.length,
    )
    .sort((a, b) => b.missed.length / b.own.length - a.missed.length / a.own.length)
    .slice(0, MOST_OF_A_KIND)
    .map(({ label, own, missed }) => ({
      kind: 'missed',
      label,
      missed: missed.length,
      photos: own.length,
      ids: pickIds(
        missed.sort((a, b) => (a.probabilities[label] ?? 0) - (b.probabilities[label] ?? 0)),
      ),
    }));
}

function findEdge(judged: readonly Judged[], labelCount: number): CollectHint[] {
  return Array.from({ length: labelCount }, (_, label) => ({
    label,
    strange: judged
      .filter(
        ({ truth, familiarity }) => truth === label && familiarity !== null && familiarity <= EDGE,
      )
      .sort((a, b) => (a.familiarity ?? 1) - (b.familiarity ?? 1)),
  }))
    .filter(({ strange }) => strange.length > 0)
    .sort((a, b) => b.strange.length - a.strange.length)
    .slice(0, MOST_OF_A_KIND)
    .map(({ label, strange }) => ({
      kind: 'edge',
      label,
      photos: strange.length,
      ids: pickIds(strange),
    }));
}

function pickIds(photos: readonly Judged[]): string[] {
  return photos.slice(0, MOST_PICTURES).map(({ sample }) => sample.id);
}

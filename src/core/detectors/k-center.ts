/**
 * Picks photos that cover all others: the next is always the one that lies furthest from those
 * picked so far, which is at most twice as far as the best choice could manage (Gonzalez 1985,
 * "Clustering to minimize the maximum intercluster distance"). Labels take places by their share of
 * the photos, and each is covered by itself.
 *
 * @param labels Label index of each photo.
 * @param most The most photos to pick.
 * @param distance Between two photos, by index.
 * @returns Indices, ascending: all when there are no more than that.
 */
export function pickCovering(
  labels: readonly number[],
  most: number,
  distance: (a: number, b: number) => number,
): number[] {
  const all = labels.map((_, i) => i);
  if (all.length <= most) return all;
  const members = new Map<number, number[]>();
  for (const i of all) {
    const label = labels[i] ?? 0;
    members.set(label, [...(members.get(label) ?? []), i]);
  }
  const groups = [...members.values()];
  const places = sharePlaces(
    groups.map(({ length }) => length),
    most,
  );
  return groups
    .flatMap((group, i) => coverGroup(group, places[i] ?? 0, distance))
    .sort((a, b) => a - b);
}

/** Largest remainders (Hamilton's method): shares of `most` that add up to it. */
function sharePlaces(sizes: readonly number[], most: number): number[] {
  const total = sizes.reduce((a, b) => a + b, 0);
  const exact = sizes.map((size) => (size * most) / total);
  const places = exact.map(Math.floor);
  const left = most - places.reduce((a, b) => a + b, 0);
  exact
    .map((share, i) => ({ i, rest: share - Math.floor(share) }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i)
    .slice(0, left)
    .forEach(({ i }) => (places[i] = (places[i] ?? 0) + 1));
  return places;
}

function coverGroup(
  group: readonly number[],
  count: number,
  distance: (a: number, b: number) => number,
): number[] {
  const [first] = group;
  if (first === undefined || count === 0) return [];
  const picked = [findMiddle(group, distance)];
  const nearest = group.map((i) => distance(i, picked[0] ?? first));
  while (picked.length < count) {
    const furthest = nearest.reduce(
      (best, value, i) => (value > (nearest[best] ?? 0) ? i : best),
      0,
    );
    const next = group[furthest] ?? first;
    picked.push(next);
    group.forEach((i, at) => {
      nearest[at] = i === next ? -1 : Math.min(nearest[at] ?? 0, distance(i, next));
    });
  }
  return picked;
}

/** The photo that is nearest to all: starting there, no draw of chance is needed. */
function findMiddle(group: readonly number[], distance: (a: number, b: number) => number): number {
  let best = group[0] ?? 0;
  let smallest = Infinity;
  for (const i of group) {
    const sum = group.reduce((total, j) => total + distance(i, j), 0);
    if (sum < smallest) [best, smallest] = [i, sum];
  }
  return best;
}

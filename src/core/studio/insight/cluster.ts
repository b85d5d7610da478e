import { pickCovering } from '../../detectors/k-center';

/** Photos that are alike, and the one in their middle. */
interface Cluster {
  medoid: number;
  /** Indices, the medoid first, then the nearest to it. */
  members: number[];
}

const MOST_CLUSTERS = 6;
/** Rounds of moving the middles; they settle after a few. */
const MOST_ROUNDS = 50;
/** Clusters less apart than this are one (Kaufman & Rousseeuw 1990, table 2: no structure). */
const MIN_SILHOUETTE = 0.25;

/**
 * Groups photos by k-medoids (Kaufman & Rousseeuw 1990, ch. 2; alternating, Park & Jun 2009),
 * beginning with photos that lie furthest from each other. The number of groups is the one with the
 * largest mean silhouette (Rousseeuw 1987); one group where none stands out.
 *
 * @param distance Between two photos, by index; symmetric, 0 for a photo and itself.
 * @returns The largest first.
 */
export function clusterPhotos(
  count: number,
  distance: (a: number, b: number) => number,
): Cluster[] {
  if (count === 0) return [];
  const all = Array.from({ length: count }, (_, i) => i);
  let best = gather(all, [findMiddle(all, distance)], distance);
  let bestScore = MIN_SILHOUETTE;
  for (let k = 2; k <= Math.min(MOST_CLUSTERS, count - 1); k++) {
    const clusters = settle(all, pickFurthest(count, k, distance), distance);
    const score = measureSilhouette(clusters, distance);
    if (score > bestScore) [best, bestScore] = [clusters, score];
  }
  return best.sort((a, b) => b.members.length - a.members.length || a.medoid - b.medoid);
}

function pickFurthest(
  count: number,
  k: number,
  distance: (a: number, b: number) => number,
): number[] {
  return pickCovering(new Array<number>(count).fill(0), k, distance);
}

function settle(
  all: readonly number[],
  from: readonly number[],
  distance: (a: number, b: number) => number,
): Cluster[] {
  let clusters = gather(all, from, distance);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const medoids = clusters.map(({ members }) => findMiddle(members, distance));
    if (medoids.every((medoid, i) => medoid === clusters[i]?.medoid)) break;
    clusters = gather(all, medoids, distance);
  }
  return clusters;
}

function gather(
  all: readonly number[],
  medoids: readonly number[],
  distance: (a: number, b: number) => number,
): Cluster[] {
  const clusters = medoids.map((medoid): Cluster => ({ medoid, members: [] }));
  for (const i of all) {
    let nearest = clusters[0];
    for (const cluster of clusters) {
      if (nearest && distance(i, cluster.medoid) < distance(i, nearest.medoid)) nearest = cluster;
    }
    nearest?.members.push(i);
  }
  for (const { medoid, members } of clusters) {
    members.sort((a, b) => distance(a, medoid) - distance(b, medoid) || a - b);
  }
  return clusters.filter(({ members }) => members.length > 0);
}

function findMiddle(
  members: readonly number[],
  distance: (a: number, b: number) => number,
): number {
  let best = members[0] ?? 0;
  let least = Infinity;
  for (const i of members) {
    const sum = members.reduce((total, j) => total + distance(i, j), 0);
    if (sum < least) [best, least] = [i, sum];
  }
  return best;
}

/** The mean over photos, in -1 … 1; a photo by itself counts 0. */
function measureSilhouette(
  clusters: readonly Cluster[],
  distance: (a: number, b: number) => number,
): number {
  let sum = 0;
  let count = 0;
  const meanTo = (i: number, members: readonly number[], others: number) =>
    members.reduce((total, j) => total + distance(i, j), 0) / others;
  clusters.forEach(({ members }, own) => {
    for (const i of members) {
      count += 1;
      if (members.length === 1) continue;
      const inside = meanTo(i, members, members.length - 1);
      const outside = Math.min(
        ...clusters.flatMap((other, at) =>
          at === own ? [] : [meanTo(i, other.members, other.members.length)],
        ),
      );
      const larger = Math.max(inside, outside);
      if (larger > 0) sum += (outside - inside) / larger;
    }
  });
  return sum / count;
}

import type { PhotoEmbedder } from '../../client/studio-client';
import { clusterPhotos } from '../../core/studio/insight/cluster';
import { needsHumanLook, type TrayItem } from '../tray-item';

/** Photos that nobody could name and that look alike, the most typical first. */
export interface UnknownGroup {
  items: TrayItem[];
}

/** More would take long and show nothing more. */
const MOST_PHOTOS = 150;
const BATCH = 4;

/** Photos of Classify that wait for a person: the model was unsure, or had never seen the like. */
export function listUnknowns(items: readonly TrayItem[]): TrayItem[] {
  return items.filter((item) => item.state === 'done' && needsHumanLook(item));
}

/**
 * Groups unknown photos by what they look like to the open model: the newest ones, where there are
 * very many.
 *
 * @throws ClassifierError `cancelled`, `internal` when no model is open.
 */
export async function groupUnknowns(
  unknowns: readonly TrayItem[],
  intake: PhotoEmbedder,
  {
    signal,
    onProgress,
  }: { signal?: AbortSignal; onProgress?: (done: number, total: number) => void } = {},
): Promise<UnknownGroup[]> {
  const chosen = unknowns.slice(-MOST_PHOTOS);
  const rows: Float32Array[] = [];
  for (let at = 0; at < chosen.length; at += BATCH) {
    onProgress?.(at, chosen.length);
    const files = chosen.slice(at, at + BATCH).map(({ file }) => file);
    rows.push(...(await intake.embed(files, { signal })));
  }
  const distance = (a: number, b: number) => 1 - dot(rows[a], rows[b]);
  return clusterPhotos(rows.length, (a, b) => (a === b ? 0 : distance(a, b))).map(
    ({ members }) => ({ items: members.flatMap((i) => chosen[i] ?? []) }),
  );
}

function dot(a: Float32Array = new Float32Array(), b: Float32Array = new Float32Array()): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

import type { LogitsOf } from './cross-fit';
import { trainDualHead } from './dual-head';
import type { FeaturePart } from './parts';
import type { PhotoTable } from './photo-table';

/**
 * Trains heads anew on some of a table's photos, from the cosines that it holds already: what stands
 * in for the real head when a label is hidden. It sees all parts of the features alike.
 */
export function refitDualHead(
  parts: readonly FeaturePart[],
): (table: PhotoTable) => (photos: readonly number[]) => Promise<LogitsOf> {
  return (table) => (photos) => {
    const joined = new Float64Array(photos.length ** 2);
    for (const part of parts) {
      table.takeReferences(part, photos).gram.forEach((cosine, i) => {
        joined[i] = (joined[i] ?? 0) + cosine / parts.length;
      });
    }
    const head = trainDualHead(
      joined,
      photos.map((photo) => table.photos[photo]?.label ?? -1),
    );
    const known = new Map<number, number[]>();
    const answer = (photo: number) => {
      const cosines = new Float64Array(photos.length);
      for (const part of parts) {
        const { similarities } = table.takeInput(part, photo, photos, []);
        similarities.forEach((cosine, i) => {
          cosines[i] = (cosines[i] ?? 0) + cosine / parts.length;
        });
      }
      return head.answer(cosines);
    };
    return Promise.resolve((photo) => {
      const logits = known.get(photo) ?? answer(photo);
      known.set(photo, logits);
      return logits;
    });
  };
}

import type { Size } from '../core/fit';
import type { DoctorPhoto } from '../engine/doctor';
import { decodeImage } from '../photo/decode-image';
import { FitCanvas } from '../photo/draw-fit';
import { inspectPhoto } from '../photo/inspect-photo';
import type { LabelledPhoto } from './import-protocol';

/**
 * A photo that is decoded anew for every view: dozens of open bitmaps would fill a phone.
 *
 * @param labels Of the model.
 * @param size What the model takes.
 * @throws ClassifierError what `inspectPhoto` throws; drawing it, what `decodeImage` throws.
 */
export async function toDoctorPhoto(
  { photo, label }: LabelledPhoto,
  labels: readonly string[],
  size: Size,
): Promise<DoctorPhoto> {
  const at = label === null ? -1 : labels.indexOf(label);
  const { orientation: stored, size: upright } = inspectPhoto(
    new Uint8Array(await photo.arrayBuffer()),
  );
  return {
    label: at < 0 ? null : at,
    size: upright,
    isTurned: stored > 1,
    draw: async (fit, orientation) => {
      const { bitmap } = await decodeImage(photo, orientation);
      try {
        return new FitCanvas(size, fit).draw(bitmap);
      } finally {
        bitmap.close();
      }
    },
  };
}

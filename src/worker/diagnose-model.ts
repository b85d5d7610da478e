import type { Diagnosis } from '../core/doctor';
import { ClassifierError } from '../core/errors';
import { diagnose, type DoctorPhoto } from '../engine/doctor';
import { decodeImage } from '../photo/decode-image';
import { FitCanvas } from '../photo/draw-fit';
import { inspectPhoto } from '../photo/inspect-photo';
import { holdDraft } from './hold-draft';
import type { DiagnoseRequest, ImportProgress, LabelledPhoto } from './import-protocol';
import type { WorkerSession } from './session';

type DiagnosedContract = DiagnoseRequest['contract'];

/** Handles `diagnoseModel`: which way of preparing photos suits the handed-over model. */
export async function diagnoseModel(
  session: WorkerSession,
  { handed, contract, taps, photos }: DiagnoseRequest,
  signal: AbortSignal,
  onProgress: (progress: ImportProgress) => void,
): Promise<Diagnosis> {
  const { recognised, findings } = await holdDraft(session, handed, { signal, onProgress, taps });
  if (recognised.kind !== 'foreign' || !findings) {
    throw new ClassifierError('internal', 'a model of ours needs no doctor');
  }
  const doctorPhotos = await Promise.all(photos.map((photo) => toDoctorPhoto(photo, contract)));
  return session.engine.lendForeign({ ...recognised.model, contract }, findings, (build) =>
    diagnose(build, contract, doctorPhotos, {
      signal,
      onProgress: (loaded, total) => onProgress({ stage: 'try', loaded, total }),
    }),
  );
}

/** A photo that is decoded anew for every view: dozens of open bitmaps would fill a phone. */
async function toDoctorPhoto(
  { photo, label }: LabelledPhoto,
  { labels, size }: DiagnosedContract,
): Promise<DoctorPhoto> {
  const at = label === null ? -1 : labels.value.indexOf(label);
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
        return new FitCanvas(size.value, fit).draw(bitmap);
      } finally {
        bitmap.close();
      }
    },
  };
}

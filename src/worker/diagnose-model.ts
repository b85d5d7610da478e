import type { Diagnosis } from '../core/doctor';
import { ClassifierError } from '../core/errors';
import { diagnose } from '../engine/doctor';
import { holdDraft } from './hold-draft';
import type { DiagnoseRequest, ImportProgress } from './import-protocol';
import type { WorkerSession } from './session';
import { toDoctorPhoto } from './to-doctor-photo';

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
  const doctorPhotos = await Promise.all(
    photos.map((photo) => toDoctorPhoto(photo, contract.labels.value, contract.size.value)),
  );
  return session.engine.lendForeign({ ...recognised.model, contract }, findings, (build) =>
    diagnose(build, contract, doctorPhotos, {
      signal,
      onProgress: (loaded, total) => onProgress({ stage: 'try', loaded, total }),
    }),
  );
}

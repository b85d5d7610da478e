import { basename, resolve } from 'node:path';
import { ClassifierError } from '../core/errors';
import { countVerdicts } from '../core/evaluate/count-verdicts';
import { evaluatePhotos } from '../core/evaluate/evaluate-photos';
import type { EvaluationReport, OutsideReport } from '../core/evaluate/evaluation-report';
import { matchFolders } from '../core/evaluate/match-folders';
import { measureDetection } from '../core/evaluate/measure-detection';
import { measureLabels } from '../core/evaluate/measure-labels';
import type { Thresholds } from '../core/verdict';
import { countAlike, countCopies, countLikeReferences } from './count-alike';
import { describeData } from './describe-data';
import { type JudgedFile, judgeFiles, type UnreadableFile } from './judge-files';
import { listPhotoFiles, listPhotoFolders } from './list-photos';
import type { OpenedInNode } from './node-engine';

interface EvaluateRequest {
  /** A folder with a folder of photos for each label. */
  data: string;
  /** Folders of photos of something else. */
  outside: readonly { folder: string; near: boolean }[];
  /** Label by folder name, where the names differ. */
  said: ReadonlyMap<string, string>;
  thresholds: Thresholds;
  /** Called after each photo. */
  onProgress: (done: number, total: number) => void;
}

type LabelledFile = JudgedFile & { truth: number };

/**
 * Holds a model against photos whose labels are known, and against photos of something else.
 *
 * @throws ClassifierError `evaluation-labels-unknown`, `evaluation-no-photos`, `file-unreadable`.
 */
export async function evaluateOnDisk(
  opened: OpenedInNode,
  { data, outside, said, thresholds, onProgress }: EvaluateRequest,
): Promise<EvaluationReport> {
  const { manifest } = opened;
  const { labels } = manifest;
  const { folders, loose } = await listPhotoFolders(data);
  const truths = assignLabels(
    folders.map(({ name }) => name),
    labels,
    said,
  );
  const others = await Promise.all(
    outside.map(async (one) => ({ ...one, files: await listPhotoFiles(one.folder) })),
  );
  const total = [...folders, ...others].reduce((sum, { files }) => sum + files.length, 0);
  let done = 0;
  const step = () => onProgress(++done, total);

  const photos: LabelledFile[] = [];
  const unreadable: UnreadableFile[] = [];
  const used: EvaluationReport['data']['labels'] = [];
  for (const [index, { name, files }] of folders.entries()) {
    const truth = truths[index] ?? -1;
    const result = await judgeFiles(opened, files, step);
    photos.push(...result.judged.map((photo) => ({ ...photo, truth })));
    unreadable.push(...result.unreadable);
    used.push({ label: labels[truth] ?? '', folder: name, photos: result.judged.length });
  }
  if (photos.length === 0) throw new ClassifierError('evaluation-no-photos', data);
  const judgedOutside: (OutsideReport & { judged: JudgedFile[] })[] = [];
  const hashes = new Set(photos.map(({ hash }) => hash));
  for (const { folder, near, files } of others) {
    const { judged, unreadable: failed } = await judgeFiles(opened, files, step);
    if (judged.length === 0) throw new ClassifierError('evaluation-no-photos', folder);
    judgedOutside.push({
      ...describeOutsideFiles(folder, near, photos, judged, thresholds),
      shared: judged.filter(({ hash }) => hashes.has(hash)).length,
      unreadable: failed,
      judged,
    });
  }
  const facts: EvaluationReport['data'] = {
    folder: data,
    labels: used,
    missingLabels: labels.filter(
      (label) => !used.some((one) => one.label === label && one.photos > 0),
    ),
    unreadable,
    copies: countCopies(photos),
    alike: countAlike(photos),
    likeReferences: countLikeReferences(photos),
  };
  const evaluation = evaluatePhotos(manifest, photos, {
    ...describeData(facts, judgedOutside, loose.length, opened),
    thresholds,
    outside: judgedOutside.map(({ folder, near, judged }) => ({
      data: basename(resolve(folder)),
      near,
      judged,
    })),
  });
  const { detector } = manifest;
  return {
    model: { id: manifest.id, name: manifest.name, labels },
    thresholds,
    data: facts,
    evaluation,
    labels: measureLabels(labels, evaluation.confusion),
    verdicts: countVerdicts(
      photos.map(({ evidence }) => evidence),
      thresholds,
      photos.map(({ truth }) => labels[truth] ?? ''),
    ),
    outside: judgedOutside.map(({ judged: _judged, ...report }) => report),
    bakeOff: detector?.kind === 'scores' ? detector.bakeOff : null,
  };
}

/** @throws ClassifierError `evaluation-labels-unknown`, `evaluation-no-photos`. */
function assignLabels(
  folders: readonly string[],
  labels: readonly string[],
  said: ReadonlyMap<string, string>,
): number[] {
  if (folders.length === 0) throw new ClassifierError('evaluation-no-photos', 'there is no folder');
  const absent = [...said.keys()].filter((folder) => !folders.includes(folder));
  const match = matchFolders(folders, labels, said);
  if ('labels' in match && absent.length === 0) return match.labels;
  const { unknown, claimedTwice } = 'labels' in match ? { unknown: [], claimedTwice: [] } : match;
  const guesses = unknown.flatMap(({ folder, guess }) =>
    guess === null ? [] : [`--label "${folder}=${guess}"`],
  );
  const parts = [
    ...(unknown.length > 0 ? [`no label: ${unknown.map((one) => one.folder).join(', ')}`] : []),
    ...(claimedTwice.length > 0 ? [`two folders for: ${claimedTwice.join(', ')}`] : []),
    ...(absent.length > 0 ? [`no such folder: ${absent.join(', ')}`] : []),
    `labels: ${labels.slice(0, 20).join(', ')}${labels.length > 20 ? ', …' : ''}`,
    ...(guesses.length > 0 ? [`perhaps: ${guesses.join(' ')}`] : []),
  ];
  throw new ClassifierError('evaluation-labels-unknown', parts.join('; '));
}

function describeOutsideFiles(
  folder: string,
  near: boolean,
  inDomain: readonly JudgedFile[],
  judged: readonly JudgedFile[],
  thresholds: Thresholds,
): Omit<OutsideReport, 'shared' | 'unreadable'> {
  const inside = inDomain.flatMap(({ domain }) => domain ?? []);
  const others = judged.flatMap(({ domain }) => domain ?? []);
  return {
    folder,
    near,
    photos: judged.length,
    detection:
      inside.length > 0 && others.length > 0
        ? measureDetection(inside, others, thresholds.falseAlarmRate)
        : null,
    verdicts: countVerdicts(
      judged.map(({ evidence }) => evidence),
      thresholds,
      null,
    ),
  };
}

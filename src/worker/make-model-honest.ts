import { openBank } from '../core/bank';
import { ClassifierError, type ErrorCode } from '../core/errors';
import type { Manifest } from '../core/manifest';
import type { ModelImage } from '../core/model-image';
import { listFeatureParts } from '../engine/list-feature-parts';
import { judgeStrangers, learnHonesty, type ReferenceImage } from '../engine/make-honest';
import { describeCard } from '../model/describe-card';
import { MemoryFiles } from '../model/memory-files';
import type { ModelBundle } from '../model/read-model';
import { fingerprint } from '../model/read-part';
import { MANIFEST_NAME } from '../model/write-bundle';
import { decodeImage } from '../photo/decode-image';
import { FitCanvas } from '../photo/draw-fit';
import { drawThumbnail } from '../photo/draw-thumbnail';
import type { HonestModel, HonestRequest, ImportProgress, ModelFile } from './import-protocol';
import { pinByPhotos } from './pin-by-photos';
import type { WorkerSession } from './session';
import { toModelFile } from './to-model-file';

type Failure = HonestModel['failures'][number];

const CARD_NAME = 'CARD.md';

/** Handles `makeModelHonest`: a kept model's new version, with what the user's photos gave it. */
export async function makeModelHonest(
  session: WorkerSession,
  { files, photos, strangers, id }: HonestRequest,
  signal: AbortSignal,
  onProgress: (progress: ImportProgress) => void,
): Promise<HonestModel> {
  const held = files.map(({ path, blob }) => ({ path, content: blob }));
  const kept = new MemoryFiles('this model', held);
  const read = await session.reader.read(kept, MANIFEST_NAME, { signal });
  const pinned = await pinByPhotos(session, read, photos, signal, onProgress);
  const before = { ...read, manifest: pinned.manifest };
  const drawer = new PhotoDrawer(before.manifest);
  const total = photos.length + strangers.length;
  const report = (done: number) => onProgress({ stage: 'photos', loaded: done, total });
  report(0);
  return session.engine.openAside(before, async (network) => {
    const parts = listFeatureParts(before.network);
    const honesty = await learnHonesty(network, before.manifest, drawer.drawLabelled(photos), {
      signal,
      ...(parts ? { parts } : {}),
      onProgress: report,
    });
    const manifest = { ...honesty.manifest, id };
    const after = { ...before, manifest, bank: openNewBank(manifest, honesty.bank) };
    const judged = await judgeStrangers(network, before, after, drawer.drawAll(strangers), {
      signal,
      onProgress: (done) => report(photos.length + done),
    });
    onProgress({ stage: 'write', loaded: 0, total: 0 });
    return {
      manifest,
      files: rewrite(files, before.manifest, manifest, honesty.bank),
      pictures: honesty.bankHashes.map((hash) => drawer.thumbnails.get(hash) ?? null),
      notes: [...pinned.notes, ...honesty.notes],
      failures: drawer.failures,
      strangers: judged,
    };
  });
}

/** Draws photos as a model sees them, one at a time; one that can't be opened stops nothing. */
class PhotoDrawer {
  readonly failures: Failure[] = [];
  /** Of labelled photos, by fingerprint. */
  readonly thumbnails = new Map<string, Blob>();
  private readonly canvas: FitCanvas;

  constructor(private readonly manifest: Manifest) {
    this.canvas = new FitCanvas(manifest.input, manifest.input.fit);
  }

  async *drawLabelled(photos: HonestRequest['photos']): AsyncGenerator<ReferenceImage> {
    for (const [index, { photo, label }] of photos.entries()) {
      const image = await this.draw(photo, 'photo', index);
      if (!image) continue;
      const at = label === null ? -1 : this.manifest.labels.indexOf(label);
      const hash = await fingerprint(new Uint8Array(await photo.arrayBuffer()));
      this.thumbnails.set(hash, await drawThumbnail(image));
      yield { image, label: at < 0 ? null : at, hash };
    }
  }

  async *drawAll(photos: readonly Blob[]): AsyncGenerator<ModelImage> {
    for (const [index, photo] of photos.entries()) {
      const image = await this.draw(photo, 'stranger', index);
      if (image) yield image;
    }
  }

  private async draw(
    photo: Blob,
    kind: Failure['kind'],
    index: number,
  ): Promise<ModelImage | null> {
    try {
      const { bitmap } = await decodeImage(photo, this.manifest.input.orientation);
      const image = this.canvas.draw(bitmap);
      bitmap.close();
      return image;
    } catch (error) {
      this.failures.push({ kind, index, code: codeOf(error) });
      return null;
    }
  }
}

function codeOf(error: unknown): ErrorCode {
  return ClassifierError.from(error, 'photo-decode-failed').code;
}

function openNewBank({ detector }: Manifest, bytes: Uint8Array | null): ModelBundle['bank'] {
  if (!detector || !bytes) return null;
  const rows = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return openBank(rows, detector.features.length, detector.bankLabels);
}

/** The kept files with the new manifest, card and bank; weights stay as they are. */
function rewrite(
  files: readonly ModelFile[],
  before: Manifest,
  manifest: Manifest,
  bank: Uint8Array | null,
): ModelFile[] {
  const dropped = new Set([MANIFEST_NAME, CARD_NAME, before.detector?.bank.path]);
  const encoder = new TextEncoder();
  const { madeWith } = manifest.provenance;
  const fresh = [
    toModelFile(MANIFEST_NAME, encoder.encode(`${JSON.stringify(manifest)}\n`)),
    toModelFile(CARD_NAME, encoder.encode(describeCard(madeWith, manifest))),
  ];
  if (manifest.detector && bank) fresh.push(toModelFile(manifest.detector.bank.path, bank));
  return [...fresh, ...files.filter(({ path }) => !dropped.has(path))];
}

import { describe, expect, it } from 'vitest';
import { ImportClient } from '../../../src/client/import-client';
import { StudioClient } from '../../../src/client/studio-client';
import { defaultBatchTransforms, defaultItemTransform } from '../../../src/core/studio/transforms';
import { createClient, drawPhoto } from '../engine/support';

const photo = async (name: string) => (await fetch(`/tests/fixtures/photos/${name}`)).blob();
const fileOf = (blob: Blob) => ({ kind: 'file', blob }) as const;

async function sha256(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The photo at half its size, as a coarser JPEG. */
async function shrink(blob: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(bitmap.width / 2, bitmap.height / 2);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.5 });
}

describe('the Studio’s side of the worker', () => {
  it('hashes, measures and pictures photos, upright, and names what is wrong with the others', async () => {
    const intake = new StudioClient(createClient());
    const blobs = await Promise.all(
      ['plain.jpg', 'orientation-6.jpg', 'text.jpg', 'truncated.jpg', 'bomb.png'].map(photo),
    );
    const [plain, turned, ...broken] = await intake.takeIn(blobs.map(fileOf));
    if (!plain?.ok || !turned?.ok) throw new Error('two photos open');
    expect(plain.id).toBe(await sha256(blobs[0] ?? new Blob()));
    const upright = await createImageBitmap(blobs[1] ?? new Blob());
    expect([turned.width, turned.height]).toEqual([upright.width, upright.height]);
    const small = await createImageBitmap(turned.thumbnail);
    expect(small.width / small.height).toBeCloseTo(upright.width / upright.height, 1);
    expect(Math.min(small.width, small.height)).toBeLessThanOrEqual(256);
    expect(broken.map((one) => (one.ok ? 'ok' : one.error.code))).toEqual([
      'file-not-a-photo',
      'file-truncated',
      'photo-too-large',
    ]);
  });

  it('finds the same photo at another size and quality, among others', async () => {
    const intake = new StudioClient(createClient());
    const drawn = await Promise.all([1, 2, 3, 4].map((seed) => drawPhoto(seed)));
    const [first = new Blob()] = drawn;
    const all = [...drawn, await shrink(first)];
    const taken = await intake.takeIn(all.map(fileOf));
    const looks = taken.flatMap((one) => (one.ok ? [one.look] : []));
    expect(looks).toHaveLength(5);
    const groups = await intake.groupLooks(looks);
    expect(groups[4]).toBe(groups[0]);
    expect(groups.slice(0, 4)).toEqual([0, 1, 2, 3]);
  });

  it('lists a zip and takes photos out of it one by one', async () => {
    const client = createClient();
    const intake = new StudioClient(client);
    const drawn = await drawPhoto(5);
    const blob = await new ImportClient(client).zip([
      { path: 'bears/grizzly/1.png', blob: drawn },
      { path: 'bears/notes.txt', blob: new Blob(['no photo']) },
    ]);
    const archive = { archiveId: 1, name: 'bears.zip', blob };
    const listing = await intake.listArchive(archive);
    expect(listing.project).toBeNull();
    expect(listing.photos).toEqual([{ path: 'bears/grizzly/1.png', bytes: drawn.size }]);
    const [taken] = await intake.takeIn([{ kind: 'entry', archive, path: 'bears/grizzly/1.png' }]);
    expect(taken?.ok && taken.blob.size).toBe(drawn.size);
    const broken = { ...archive, archiveId: 2, blob: new Blob(['PK\u0003\u0004 and no more']) };
    await expect(intake.listArchive(broken)).rejects.toMatchObject({ code: 'archive-damaged' });
  });

  it('shows what the model will see: the same for a seed, another for another', async () => {
    const intake = new StudioClient(createClient());
    const photos = [await drawPhoto(1), await drawPhoto(2)];
    const settings = { item: defaultItemTransform, batch: defaultBatchTransforms, sidePixels: 96 };
    const show = async (seed: number) => {
      const views = await intake.showBatch({ photos, ...settings, seed });
      expect(views.map(({ width, height }) => [width, height])).toEqual([
        [96, 96],
        [96, 96],
      ]);
      return Promise.all(views.map(readPixels));
    };
    const first = await show(1);
    expect(await show(1)).toEqual(first);
    expect(await show(2)).not.toEqual(first);
  });
});

async function readPixels(view: ImageBitmap): Promise<number> {
  const context = new OffscreenCanvas(view.width, view.height).getContext('2d');
  context?.drawImage(view, 0, 0);
  view.close();
  const { data } = context?.getImageData(0, 0, 96, 96) ?? { data: new Uint8ClampedArray() };
  return data.reduce((sum, value, i) => (sum + value * (1 + (i % 251))) % 1_000_003, 0);
}

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Evidence } from '../../../src/core/verdict';
import { ownThresholds } from '../../../src/core/thresholds';
import type { ClassifierError } from '../../../src/core/errors';
import { Observations } from '../../../src/services/observations';
import { ReviewQueue } from '../../../src/services/review-queue';
import { Tray } from '../../../src/services/tray';
import { MemoryPhotoStore, MemoryValueStore } from '../../../src/store/memory-store';
import { manifest, photoOf, StubClassifier } from './stubs';

const lines = ownThresholds(manifest);

describe('Tray', () => {
  let classifier: StubClassifier;
  let store: MemoryPhotoStore;
  let observations: Observations;
  let reviews: ReviewQueue;
  let problems: ClassifierError[];
  let keeps: boolean;

  function makeTray(): Tray {
    return new Tray({
      classifier,
      store,
      observations,
      reviews,
      makeThumbnail: () => Promise.resolve(new Blob(['small'])),
      keepsPhotos: () => keeps,
      onProblem: (error) => problems.push(error),
    });
  }

  async function settle(tray: Tray): Promise<void> {
    await vi.waitFor(() => expect(tray.progress.busy).toBe(false));
  }

  beforeEach(() => {
    classifier = new StubClassifier();
    store = new MemoryPhotoStore();
    observations = new Observations(new MemoryValueStore(), () => undefined);
    reviews = new ReviewQueue();
    problems = [];
    keeps = true;
  });

  it('classifies what is added once a model is open', async () => {
    const tray = makeTray();
    await tray.add([photoOf('match'), photoOf('unsure'), photoOf('out-of-domain')]);
    expect(tray.items.map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting']);
    await tray.useModel('bears', lines);
    await settle(tray);
    expect(tray.items.map(({ verdict }) => verdict?.kind)).toEqual([
      'match',
      'unsure',
      'out-of-domain',
    ]);
    expect(tray.items.every(({ thumbnailUrl }) => thumbnailUrl?.startsWith('blob:'))).toBe(true);
  });

  it('recognises the same photo under another name', async () => {
    const tray = makeTray();
    await tray.add([photoOf('match')]);
    const again = { ...photoOf('match'), name: 'copy.jpg' };
    expect(await tray.add([again, photoOf('match', '2')])).toEqual({
      added: 1,
      alreadyHere: ['copy.jpg'],
      unreadable: [],
    });
    expect(tray.items).toHaveLength(2);
  });

  it('recognises the same photo twice within one drop', async () => {
    const tray = makeTray();
    const report = await tray.add([photoOf('match'), photoOf('match')]);
    expect(report.added).toBe(1);
  });

  it('goes on when one photo fails, and can try it again', async () => {
    const tray = makeTray();
    await tray.useModel('bears', lines);
    await tray.add([photoOf('broken'), photoOf('match')]);
    await settle(tray);
    const [broken, fine] = tray.items;
    expect(broken).toMatchObject({ state: 'failed', error: { code: 'file-truncated' } });
    expect(fine?.state).toBe('done');
    tray.resume(broken?.id);
    await settle(tray);
    expect(classifier.asked.filter((text) => text.startsWith('broken'))).toHaveLength(2);
  });

  it('stops what is not done, and goes on later', async () => {
    const tray = makeTray();
    classifier.held = true;
    await tray.useModel('bears', lines);
    await tray.add([photoOf('match'), photoOf('match', '2'), photoOf('match', '3')]);
    tray.stop();
    classifier.release();
    await settle(tray);
    expect(tray.items.map(({ state }) => state)).toEqual(['stopped', 'stopped', 'stopped']);
    tray.resume();
    await vi.waitFor(() => expect(tray.progress.done).toBe(3));
    expect(tray.items.every(({ state }) => state === 'done')).toBe(true);
  });

  it('judges again when a line moves, without running the model', async () => {
    const tray = makeTray();
    await tray.useModel('bears', lines);
    await tray.add([photoOf('match'), photoOf('unsure')]);
    await settle(tray);
    const stricter = { ...lines, confidence: 0.99 };
    expect(tray.countChanges(stricter)).toEqual({ changed: 1, judged: 2 });
    const asked = classifier.asked.length;
    const [, second] = tray.items;
    await tray.useModel('bears', stricter);
    expect(tray.items.map(({ verdict }) => verdict?.kind)).toEqual(['unsure', 'unsure']);
    expect(classifier.asked).toHaveLength(asked);
    expect(tray.items[1]).toBe(second);
  });

  it('judges every photo anew by another coverage at once, without running the model', async () => {
    const tray = makeTray();
    await tray.useModel('bears', lines);
    await tray.add([photoOf('match'), photoOf('unsure'), photoOf('out-of-domain')]);
    await settle(tray);
    const asked = classifier.asked.length;
    // The stub's second label has a p-value of 0.05 in a match: in the set above 95 %.
    await tray.useModel('bears', { ...lines, coverage: 0.97 });
    const kinds = tray.items.map(({ verdict }) => verdict?.kind);
    expect(kinds).toEqual(['unsure', 'unsure', 'out-of-domain']);
    expect(tray.items[0]?.verdict?.predictionSet).toEqual(['grizzly bear', 'black bear']);
    await tray.useModel('bears', lines);
    expect(tray.items[0]?.verdict).toMatchObject({ kind: 'match', setSize: 1 });
    expect(classifier.asked).toHaveLength(asked);
  });

  it('runs a photo once more where an earlier version kept no p-values, and keeps the review', async () => {
    const first = makeTray();
    await first.useModel('bears', lines);
    await first.add([photoOf('match')]);
    await settle(first);
    const id = first.items[0]?.id ?? '';
    first.review(id, { kind: 'confirmed' });
    const [kept] = await store.readResults('bears');
    if (!kept) throw new Error('nothing kept');
    const { unrankedSetPValues: _dropped, ...old } = kept.classification.evidence;
    const classification = { ...kept.classification, evidence: old as Evidence };
    await store.writeResult({ ...kept, classification });
    const asked = classifier.asked.length;
    const second = makeTray();
    await second.restore();
    await second.useModel('bears', lines);
    await settle(second);
    expect(classifier.asked).toHaveLength(asked + 1);
    expect(second.items[0]).toMatchObject({
      review: { kind: 'confirmed' },
      verdict: { setSize: 1 },
    });
  });

  it('lists what needs a human look until somebody looked', async () => {
    const tray = makeTray();
    await tray.useModel('bears', lines);
    await tray.add([photoOf('match'), photoOf('unsure'), photoOf('broken')]);
    await settle(tray);
    const [, unsure, broken] = tray.items;
    expect(reviews.size).toBe(2);
    expect(reviews.reasonFor(unsure?.id ?? '')).toBe('unsure');
    expect(reviews.reasonFor(broken?.id ?? '')).toBe('failed');
    tray.review(unsure?.id ?? '', { kind: 'corrected', to: 'black bear' });
    expect(reviews.size).toBe(1);
    tray.remove(broken?.id ?? '');
    expect(reviews.size).toBe(0);
  });

  it('counts what the model said, and the requests made', async () => {
    const tray = makeTray();
    await tray.useModel('bears', lines);
    await tray.add([photoOf('match'), photoOf('out-of-domain')]);
    await settle(tray);
    expect(observations.countsFor('bears')).toEqual({ match: 1, unsure: 0, 'out-of-domain': 1 });
    expect(observations.requestsMade).toBe(0);
  });

  it('brings photos, verdicts and corrections back after a reload', async () => {
    const first = makeTray();
    await first.useModel('bears', lines);
    await first.add([photoOf('match'), photoOf('unsure')]);
    await settle(first);
    first.review(first.items[1]?.id ?? '', { kind: 'corrected', to: 'black bear' });
    const asked = classifier.asked.length;

    const second = makeTray();
    await second.restore();
    await second.useModel('bears', lines);
    expect(second.items.map(({ name }) => name)).toEqual(['match.jpg', 'unsure.jpg']);
    expect(second.items[0]?.verdict).toMatchObject({ kind: 'match', label: 'grizzly bear' });
    expect(second.items[1]?.review).toEqual({ kind: 'corrected', to: 'black bear' });
    expect(classifier.asked).toHaveLength(asked);
  });

  it('judges anew under another model', async () => {
    const tray = makeTray();
    await tray.useModel('bears', lines);
    await tray.add([photoOf('match')]);
    await settle(tray);
    await tray.useModel('clothing', lines);
    await vi.waitFor(() => expect(classifier.asked).toHaveLength(2));
  });

  it('keeps nothing when asked not to', async () => {
    keeps = false;
    const tray = makeTray();
    await tray.useModel('bears', lines);
    await tray.add([photoOf('match')]);
    await settle(tray);
    expect(await store.readPhotos()).toEqual([]);
    expect(await store.readResults('bears')).toEqual([]);
  });

  it('says when the device is full, and goes on in memory', async () => {
    store.writePhoto = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    const tray = makeTray();
    await tray.useModel('bears', lines);
    await tray.add([photoOf('match')]);
    await settle(tray);
    expect(tray.items[0]?.verdict?.kind).toBe('match');
    expect(problems.length).toBeGreaterThan(0);
  });

  it('empties itself here and on the device, and gives the files back for an undo', async () => {
    const tray = makeTray();
    await tray.useModel('bears', lines);
    await tray.add([photoOf('match'), photoOf('unsure')]);
    await settle(tray);
    const files = tray.clear();
    expect(tray.items).toEqual([]);
    expect(reviews.size).toBe(0);
    expect(await store.readPhotos()).toEqual([]);
    await tray.add(files);
    expect(tray.items).toHaveLength(2);
  });
});

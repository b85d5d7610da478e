import { describe, expect, it } from 'vitest';
import { ownThresholds } from '../../../src/core/thresholds';
import { commands } from 'vitest/browser';
import { decideVerdict } from '../../../src/core/verdict';
import { bearsModel, createClient, hasShared } from './support';

/** Photos next to a line may fall on either side of it: decoders differ in the last bits. */
const MIN_AGREEMENT = 0.95;
const PATIENT_MS = 180_000;

describe.skipIf(!hasShared)('browser and command line', () => {
  it(
    'come to the same verdicts, though their decoders differ',
    async () => {
      const photos = [
        ...(await commands.listPhotos('photos/bears', 30)),
        ...(await commands.listPhotos('photos/out-of-domain', 30)),
      ];
      const there = await commands.classifyInNode('bears', photos);
      const client = createClient();
      const { manifest } = await client.open(bearsModel);
      const here = [];
      for (const photo of photos) {
        const response = await fetch(`/shared/fixtures/${photo}`);
        const { classification } = await client.classify(await response.blob());
        here.push(decideVerdict(classification.evidence, ownThresholds(manifest)));
      }
      const same = here.filter((verdict, i) => {
        const other = there[i];
        return verdict.kind === other?.kind && verdict.ranked[0]?.label === other.ranked[0]?.label;
      });
      expect(same.length / photos.length).toBeGreaterThanOrEqual(MIN_AGREEMENT);
      const differences = here
        .map(({ confidence }, i) => Math.abs(confidence - (there[i]?.confidence ?? NaN)))
        .sort((a, b) => a - b);
      expect(differences[Math.floor(differences.length / 2)]).toBeLessThan(0.02);
    },
    PATIENT_MS,
  );
});

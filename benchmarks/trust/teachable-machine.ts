import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openInNode } from '../../src/cli/node-engine';
import { openPhoto } from '../../src/cli/open-photo';
import { openBank } from '../../src/core/bank';
import { openDetector } from '../../src/core/detectors/open-detector';
import { drawFarImage } from '../../src/core/detectors/far-images';
import { makeHonest } from '../../src/core/make-honest';
import type { ModelImage } from '../../src/core/model-image';
import { toProbabilities } from '../../src/core/probabilities';
import { createRandom } from '../../src/core/random';
import { fingerprint } from '../../src/model/read-part';
import { listPhotos, type Photo, readPhoto, takeEvenly } from '../../scripts/models/data-sets';
import { cacheFolder, root } from '../../scripts/models/paths';
import { drawView, plainView } from '../../scripts/models/views';

interface Answer {
  logits: number[];
  features: number[];
}

/** What reference photos do for a public Teachable Machine model. */
export interface TeachableMachineFigures {
  /** Unrelated photos. */
  photos: number;
  /** Share of unrelated photos on which it is at least 90 % confident. */
  confident: number;
  /** The same and not warned about. */
  confidentUnwarned: number;
  warned: number;
  falseAlarms: number;
  chosen: string;
  referencePhotos: number;
}

const REFERENCES = 20;
const CONFIDENT = 0.9;

/**
 * The fixture came without photos of the hand signs it tells apart, so bears stand in for its domain:
 * 20 photos of each of three kinds are its references. Its confidence is its own.
 */
export async function measureTeachableMachine(): Promise<TeachableMachineFigures> {
  const folder = join(root, '../shared/fixtures/models/teachable-machine');
  const { engine, manifest } = await openInNode(folder);
  const { width, height } = manifest.input;
  const run = async (image: ModelImage): Promise<Answer> => {
    const { logits, features } = await engine.run(image);
    return { logits: Array.from(logits), features: Array.from(features ?? []) };
  };
  const runPhoto = (photo: Photo) =>
    remember(photo.hash, async () =>
      run(
        await drawView(
          await openPhoto(readPhoto(photo.path)),
          manifest.input,
          plainView(manifest.input.fit),
        ),
      ),
    );
  const bears = createRandom(1).shuffle(listPhotos('bears'));
  const kinds = [...new Set(bears.map((photo) => photo.folder))].sort();
  const references = kinds.flatMap((kind) =>
    bears.filter((photo) => photo.folder === kind).slice(0, REFERENCES),
  );
  const fresh = bears.filter((photo) => !references.includes(photo));
  const unrelated = ['pacs_photo', 'dtd', 'digits', 'screens'].flatMap((name) =>
    takeEvenly(listPhotos(`out-of-domain/${name}`), 250),
  );
  const photos = [];
  for (const photo of references) {
    photos.push({
      ...(await runPhoto(photo)),
      label: kinds.indexOf(photo.folder),
      hash: photo.hash,
    });
  }
  const far: Answer[] = [];
  for (let seed = 0; seed < 28; seed++) far.push(await run(drawFarImage(seed, width, height)));
  const golden = manifest.golden.map(({ seed }) => ({
    seed,
    logits: new Float32Array(manifest.labels.length),
  }));
  const honest = await makeHonest({ photos, far, manifest, golden, fingerprint });
  const { detector, thresholds } = honest.manifest;
  if (detector?.kind !== 'scores' || !honest.bank) throw new Error('no detector');
  const bank = openBank(
    new Int8Array(honest.bank.buffer),
    detector.features.length,
    detector.bankLabels,
  );
  const judge = openDetector(detector, bank);
  const answers: Answer[] = [];
  for (const photo of unrelated) answers.push(await runPhoto(photo));
  const isWarned = ({ logits, features }: Answer) =>
    judge(logits, features).pValue <= thresholds.falseAlarmRate;
  const isConfident = ({ logits }: Answer) =>
    Math.max(...toProbabilities(logits, manifest.output)) >= CONFIDENT;
  const share = (all: readonly Answer[], test: (one: Answer) => boolean) =>
    all.filter(test).length / all.length;
  const inside: Answer[] = [];
  for (const photo of fresh) inside.push(await runPhoto(photo));
  return {
    photos: answers.length,
    confident: share(answers, isConfident),
    confidentUnwarned: share(answers, (one) => isConfident(one) && !isWarned(one)),
    warned: share(answers, isWarned),
    falseAlarms: share(inside, isWarned),
    chosen: detector.bakeOff?.chosen ?? 'none',
    referencePhotos: references.length,
  };
}

/** The network's answers, remembered from run to run. */
async function remember(key: string, compute: () => Promise<Answer>): Promise<Answer> {
  const name = createHash('sha1').update(`teachable-machine ${key}`).digest('hex');
  const folder = join(cacheFolder, 'trust', name.slice(0, 2));
  const path = join(folder, `${name}.json`);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Answer;
  const answer = await compute();
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${path}.part`, JSON.stringify(answer));
  renameSync(`${path}.part`, path);
  return answer;
}

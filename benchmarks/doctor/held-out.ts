import { findLikeliest } from '../../src/core/find-likeliest';
import type { Preparation } from '../../src/core/preparation';
import type { KnownContract } from './models';
import { drawPhoto, listShuffled, SIDE } from './photos';

/** Whether a photo was named rightly, and its place among the fresh ones of its label. */
interface Answer {
  place: number;
  isRight: boolean;
}

/** How often models are right on photos that the doctor did not see, whichever way they are prepared. */
export class HeldOut {
  private readonly answers = new Map<string, Promise<Answer[]>>();

  /** @param photosALabel Fresh photos of each label, the doctor's among them. */
  constructor(private readonly photosALabel: number) {}

  /**
   * @param from The first photo of each label that the doctor saw, counted among the fresh ones.
   * @param count How many of each it saw.
   * @returns Share of the others that are named rightly.
   */
  async measure(
    model: KnownContract,
    preparation: Preparation,
    [from, count]: readonly [from: number, count: number],
  ): Promise<number> {
    const key = JSON.stringify([model.name, model.known, preparation]);
    const answers = this.answers.get(key) ?? this.answerAll(model, preparation);
    this.answers.set(key, answers);
    const others = (await answers).filter(({ place }) => place < from || place >= from + count);
    return others.filter(({ isRight }) => isRight).length / others.length;
  }

  private async answerAll(model: KnownContract, preparation: Preparation): Promise<Answer[]> {
    const input = { width: SIDE, height: SIDE, layout: 'nhwc', ...preparation } as const;
    const answers: Answer[] = [];
    for (const { label, folder } of model.tried) {
      const paths = listShuffled(folder).slice(
        model.firstFresh,
        model.firstFresh + this.photosALabel,
      );
      for (const [place, path] of paths.entries()) {
        const image = await drawPhoto(path, preparation.fit);
        const { logits } = await model.network.run(image, input);
        answers.push({ place, isRight: findLikeliest(logits) === label });
      }
    }
    return answers;
  }
}

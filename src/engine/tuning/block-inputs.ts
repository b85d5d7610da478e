import { ClassifierError } from '../../core/errors';
import type { ModelImage } from '../../core/model-image';
import type { TrainingPlan } from '../../core/training/training-plan';
import { countViews, MOST_TUNING_BYTES, tuningBytes } from '../../core/training/tuning-cost';
import type { ViewTaker } from '../training/extract-features';
import type { TunableTrunk } from './tunable-trunk';

/** What the last block is fed for each view, in memory for as long as a run takes. */
export class BlockInputs implements ViewTaker {
  private readonly inputs = new Map<string, Float32Array<ArrayBuffer>>();

  /** @throws ClassifierError `tuning-too-large` before any of them is taken. */
  constructor(
    private readonly trunk: TunableTrunk,
    plan: TrainingPlan,
    size: { height: number; width: number },
  ) {
    const bytes = tuningBytes(countViews(plan), size.height * size.width * trunk.block.shape.in);
    if (bytes > MOST_TUNING_BYTES) throw new ClassifierError('tuning-too-large', `${bytes} bytes`);
  }

  has(id: string, copy: number): boolean {
    return this.inputs.has(keyOf(id, copy));
  }

  async take(id: string, copy: number, image: ModelImage): Promise<Float32Array<ArrayBuffer>> {
    const { features, input } = await this.trunk.look(image);
    this.inputs.set(keyOf(id, copy), input);
    return features;
  }

  /** @throws ClassifierError `internal` for a view that was not taken. */
  get(id: string, copy: number): Float32Array<ArrayBuffer> {
    const input = this.inputs.get(keyOf(id, copy));
    if (!input) throw new ClassifierError('internal', `no block input of ${id}/${copy}`);
    return input;
  }
}

function keyOf(id: string, copy: number): string {
  return `${id}/${copy}`;
}

import {
  add,
  div,
  mul,
  scalar,
  sqrt,
  square,
  sub,
  type Tensor,
  tidy,
  zerosLike,
} from '@tensorflow/tfjs-core';

/** A parameter with what Adam remembers of it. */
export interface Parameter<T extends Tensor> {
  value: T;
  momentum: T;
  variance: T;
}

const MOMENTUM = 0.9;
const VARIANCE_MEMORY = 0.999;
const TINY = 1e-8;

/** A parameter that has not moved yet. */
export function createParameter<T extends Tensor>(value: T): Parameter<T> {
  return { value, momentum: zerosLike(value), variance: zerosLike(value) };
}

/** One step of Adam (Kingma & Ba 2015). Frees the slope and the old values. */
export function updateParameter<T extends Tensor>(
  { value, momentum, variance }: Parameter<T>,
  slope: T,
  rate: number,
  step: number,
): Parameter<T> {
  const updated = tidy(() => {
    const newMomentum: T = add(mul(momentum, scalar(MOMENTUM)), mul(slope, scalar(1 - MOMENTUM)));
    const newVariance: T = add(
      mul(variance, scalar(VARIANCE_MEMORY)),
      mul(square(slope), scalar(1 - VARIANCE_MEMORY)),
    );
    // Both averages start at zero: early on they are too small by these factors.
    const spread = sqrt(div(newVariance, scalar(1 - VARIANCE_MEMORY ** step)));
    const change = div(newMomentum, add(spread, scalar(TINY)));
    return {
      value: sub(value, mul(change, scalar(rate / (1 - MOMENTUM ** step)))),
      momentum: newMomentum,
      variance: newVariance,
    };
  });
  for (const old of [value, momentum, variance, slope]) old.dispose();
  return updated as Parameter<T>;
}

export function disposeParameter({ value, momentum, variance }: Parameter<Tensor>): void {
  for (const tensor of [value, momentum, variance]) tensor.dispose();
}

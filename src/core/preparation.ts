import { channelCounts, type Contract } from './contract';
import { isSameScale, usualScales } from './scale';

/** The parts of a contract that say how a photo becomes a model's numbers, and that can be tried. */
export const preparationParts = ['fit', 'scale', 'channels', 'orientation'] as const;
export type PreparationPart = (typeof preparationParts)[number];

/** One way to prepare photos. */
export type Preparation = { [Part in PreparationPart]: Contract[Part]['value'] };

const usual: { [Part in PreparationPart]: readonly Preparation[Part][] } = {
  fit: ['crop', 'squish', 'pad'],
  scale: Object.values(usualScales),
  channels: ['rgb', 'bgr'],
  orientation: ['upright', 'as-stored'],
};

/** The way in which a contract prepares photos. */
export function preparationOf(contract: Contract): Preparation {
  return {
    fit: contract.fit.value,
    scale: contract.scale.value,
    channels: contract.channels.value,
    orientation: contract.orientation.value,
  };
}

/** Whether two preparations have the same value of a part, or values that nothing can tell apart. */
export function agreeOn(part: PreparationPart, one: Preparation, other: Preparation): boolean {
  return part === 'scale' ? isSameScale(one.scale, other.scale) : one[part] === other[part];
}

/** Whether two preparations agree on every part. */
export function isSamePreparation(one: Preparation, other: Preparation): boolean {
  return preparationParts.every((part) => agreeOn(part, one, other));
}

/**
 * Every way to prepare photos that a contract leaves open: its guesses, and what was only measured
 * before. What its files say, its maker always does or the user chose stays.
 *
 * @param anyTurned Whether a photo's EXIF orientation is not 1: else orientation changes nothing.
 * @returns The contract's own way first; each way once.
 */
export function listPreparations(contract: Contract, anyTurned: boolean): Preparation[] {
  const open = preparationParts.filter((part) => {
    const { from } = contract[part];
    return (from === 'guess' || from === 'measured') && isTriable(part, contract, anyTurned);
  });
  return open.reduce<Preparation[]>(
    (ways, part) => ways.flatMap((way) => varyPart(way, part)),
    [preparationOf(contract)],
  );
}

/**
 * The ways that differ from a given one in a single part that the contract has from its maker's
 * habit: tried to see whether the habit loses clearly.
 */
export function listChallengers(
  contract: Contract,
  best: Preparation,
  anyTurned: boolean,
): Preparation[] {
  return preparationParts
    .filter((part) => contract[part].from === 'maker' && isTriable(part, contract, anyTurned))
    .flatMap((part) => varyPart(best, part).slice(1));
}

function isTriable(part: PreparationPart, contract: Contract, anyTurned: boolean): boolean {
  if (part === 'orientation') return anyTurned;
  // One channel has no order, and four have only one.
  return part !== 'channels' || channelCounts[contract.channels.value] === 3;
}

/** The same way with every value of one part, its own first. */
function varyPart(way: Preparation, part: PreparationPart): Preparation[] {
  const ways = usual[part].map((value): Preparation => ({ ...way, [part]: value }));
  return ways.reduce<Preparation[]>(
    (kept, next) => (kept.some((one) => agreeOn(part, one, next)) ? kept : [...kept, next]),
    [way],
  );
}

/** How often a match is to be right. */
const WANTED = 0.95;
const LOWEST = 0.5;
const HIGHEST = 0.95;
const STEP = 0.05;

/**
 * The lowest confidence, from one half on, whose matches are right as often as wanted.
 *
 * @param probabilities Calibrated, of photos that the head never learnt from.
 * @param truths Label index of each.
 */
export function findConfidenceFloor(
  probabilities: readonly (readonly number[])[],
  truths: readonly number[],
): number {
  const answers = probabilities.map((row, i) => {
    const confidence = Math.max(...row);
    return { confidence, isRight: row.indexOf(confidence) === truths[i] };
  });
  for (let floor = LOWEST; floor < HIGHEST; floor += STEP) {
    const matches = answers.filter(({ confidence }) => confidence >= floor);
    const right = matches.filter(({ isRight }) => isRight).length;
    if (right >= WANTED * matches.length) return Number(floor.toFixed(2));
  }
  return HIGHEST;
}

/**
 * Made-up answers of a model, the same in every language: Park and Miller's successor of Lehmer's
 * generator in Knuth's constants, s ← (1664525 s + 1013904223) mod 2³², so that NumPy and PyTorch
 * could be given the very same numbers.
 */
export function drawAnswers(count: number, labelCount: number, seed: number) {
  let state = seed;
  const next = () => {
    state = Number((BigInt(state) * 1664525n + 1013904223n) % 4294967296n);
    return state / 4294967296;
  };
  const logits: number[][] = [];
  const truths: number[] = [];
  for (let i = 0; i < count; i++) {
    const truth = i % labelCount;
    const row = Array.from({ length: labelCount }, () => 4 * next() - 2);
    row[truth] = (row[truth] ?? 0) + 2.5 * next();
    logits.push(row);
    truths.push(truth);
  }
  return { logits, truths };
}

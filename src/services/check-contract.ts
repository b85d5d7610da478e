import type { Contract, ContractPart } from '../core/contract';
import { countLabels } from '../core/probabilities';

/** A part of a contract that has to be put right before the model can be used. */
interface ContractProblem {
  part: ContractPart;
  /** What is wrong and what to do, in a sentence. */
  sentence: string;
}

const MAX_SIDE = 4096;

/**
 * What still stands in the way of a contract.
 *
 * @param units Numbers in the model's answer.
 */
export function findContractProblems(contract: Contract, units: number): ContractProblem[] {
  const problems: ContractProblem[] = [];
  const labels = contract.labels.value;
  const wanted = countLabels(units, contract.output.value);
  if (wanted < 2) {
    problems.push({
      part: 'output',
      sentence:
        'The model gives a single number. That tells two labels apart only as a probability.',
    });
  } else if (labels.length === 0) {
    problems.push({
      part: 'labels',
      sentence: `The files do not say what the model’s ${wanted} answers mean. Write one label a line, in the order of training.`,
    });
  } else if (labels.length !== wanted) {
    problems.push({
      part: 'labels',
      sentence: `The model gives ${wanted} answers, but there are ${labels.length} labels. Write one label a line, in the order of training.`,
    });
  }
  if (labels.some((label) => label.trim() === '')) {
    problems.push({ part: 'labels', sentence: 'A label is empty.' });
  } else if (new Set(labels).size < labels.length) {
    problems.push({ part: 'labels', sentence: 'Two labels are the same.' });
  }
  const { width, height } = contract.size.value;
  if (![width, height].every((side) => Number.isInteger(side) && side > 0 && side <= MAX_SIDE)) {
    problems.push({
      part: 'size',
      sentence: `Width and height are whole numbers from 1 to ${MAX_SIDE}.`,
    });
  }
  return problems;
}

/** The parts that are only guessed, the weightiest first. */
export function listGuesses(contract: Contract): ContractPart[] {
  const order = ['labels', 'size', 'scale', 'channels', 'fit', 'output', 'layout', 'orientation'];
  return (order as ContractPart[]).filter((part) => contract[part].from === 'guess');
}

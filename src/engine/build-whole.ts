import { engine } from '@tensorflow/tfjs-core';

/**
 * Builds a model wholly or not at all: when it fails half way, none of the tensors that it has made
 * until then stays. tfjs's own loaders leave them behind.
 *
 * @param build Nothing else may make tensors meanwhile. What is to last is a variable, or kept.
 */
export async function buildWhole<T>(build: () => Promise<T>): Promise<T> {
  const variables = new Set(Object.keys(engine().registeredVariables));
  engine().startScope();
  try {
    return await build();
  } catch (error) {
    for (const [name, variable] of Object.entries(engine().registeredVariables)) {
      if (!variables.has(name)) variable.dispose();
    }
    throw error;
  } finally {
    engine().endScope();
  }
}

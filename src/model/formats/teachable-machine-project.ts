import type { Format } from './format';
import { readSamples } from './samples';
import { teachableMachine } from './teachable-machine';

/**
 * A Teachable Machine project (`.tm`) together with the model that was exported from it: its photos
 * come along. A project by itself holds no weights, and is refused with what to do.
 */
export const teachableMachineProject: Format = {
  id: 'teachable-machine-project',
  name: 'Teachable Machine model with its project',
  match: (clues) => teachableMachine.match(clues) && readSamples(clues.tree).length > 0,
  open: async (clues, options) => {
    const { id: format, name: formatName } = teachableMachineProject;
    return { ...(await teachableMachine.open(clues, options)), format, formatName };
  },
};

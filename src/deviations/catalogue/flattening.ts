import type { Deviation } from '../deviation.ts';

const UPDATED = 'adam(config, step, tape.data, tape.grad, moments, tape.math);';
/** The parameters with the matrices sorted by name: params[i] of that list. */
const BY_NAME = `const byName = Object.keys(model.state_dict).sort().flatMap((name) => model.state_dict[name].flat());`;

/** Deviations in how the parameters become one list for the update, and matrices again. */
export const FLATTENING: readonly Deviation[] = [
  {
    id: 'unflattened-by-name',
    clause: 'training.8',
    title: 'parameters flattened as in state_dict, cut in the order of names',
    explanation:
      'Each update writes the list of all parameters back into the matrices in alphabetical order, where it was made in that of state_dict, so that all numbers change places. Cut in the order of the list.',
    shows: 'update',
    edits: [
      {
        file: 'training',
        find: UPDATED,
        replace: `${UPDATED}
    ${BY_NAME}
    const updated = tape.data.slice(0, num_params);
    byName.forEach((p, i) => (tape.data[p] = updated[i]));`,
      },
    ],
  },
  {
    id: 'flattened-by-name',
    clause: 'training.8',
    title: 'parameters flattened in the order of names, cut as in state_dict',
    explanation:
      'The list of all parameters is made in alphabetical order, as a sorted map gives them, and each update writes it back in the order of state_dict, so that all numbers change places. Cut in the order of the list.',
    shows: 'update',
    edits: [
      {
        file: 'training',
        find: UPDATED,
        replace: `${UPDATED}
    ${BY_NAME}
    const updated = byName.map((p) => tape.data[p]);
    updated.forEach((p, i) => (tape.data[i] = p));`,
      },
    ],
  },
];

import type { Deviation } from '../deviation.ts';

const DRAWN_SHAPES = 'of shapes(config, vocab_size)) {';

/** Deviations in the order in which the initial parameters are drawn from the stream. */
export const DRAW_ORDER: readonly Deviation[] = [
  {
    id: 'init-layers-first',
    clause: 'parameters.4',
    title: "the layers' matrices drawn before wte, wpe and lm_head",
    explanation: 'The draws are right, but for other matrices. state_dict begins with wte, wpe and lm_head.',
    shows: 'parameters',
    edits: [
      {
        file: 'parameters',
        find: DRAWN_SHAPES,
        replace:
          "of shapes(config, vocab_size).toSorted((a, b) => Number(b.name.startsWith('layer')) - Number(a.name.startsWith('layer')))) {",
      },
    ],
  },
  {
    id: 'init-lm-head-last',
    clause: 'parameters.4',
    title: 'lm_head drawn last',
    explanation:
      'lm_head is drawn where it is used, behind the layers, so it and all matrices of the layers are others. state_dict begins with wte, wpe and lm_head.',
    shows: 'parameters',
    edits: [
      {
        file: 'parameters',
        find: DRAWN_SHAPES,
        replace:
          "of shapes(config, vocab_size).toSorted((a, b) => Number(a.name === 'lm_head') - Number(b.name === 'lm_head'))) {",
      },
    ],
  },
  {
    id: 'init-alphabetical',
    clause: 'parameters.4',
    title: 'matrices drawn in the order of their names',
    explanation:
      'The matrices lie in a map that sorts its keys, and are drawn in that order. Draw them in the order of state_dict.',
    shows: 'parameters',
    edits: [
      {
        file: 'parameters',
        find: DRAWN_SHAPES,
        replace: 'of shapes(config, vocab_size).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {',
      },
    ],
  },
  {
    id: 'init-by-columns',
    clause: 'parameters.5',
    title: 'matrices drawn column by column',
    explanation:
      'A matrix is filled in the order of its memory where columns lie together, as in Fortran, Julia and MATLAB. The draws go row by row.',
    shows: 'parameters',
    edits: [
      {
        file: 'parameters',
        find: 'return Array.from({ length: nout }, () => Array.from({ length: nin }, draw));',
        replace: `const columns = Array.from({ length: nin }, () => Array.from({ length: nout }, draw));
    return Array.from({ length: nout }, (_, i) => columns.map((column) => column[i]));`,
      },
    ],
  },
  {
    id: 'stream-restarted',
    clause: 'parameters.7',
    title: 'parameters drawn from a stream of their own',
    explanation:
      'The generator is seeded again before the parameters are drawn, or they have one of their own with the same seed. The stream goes on from where the shuffle has left it.',
    shows: 'parameters',
    edits: [
      {
        file: 'parameters',
        find: "import { checkConfig } from './config.js';",
        replace: "import { checkConfig } from './config.js';\nimport { Random } from './random.js';",
      },
      {
        file: 'parameters',
        find: 'function initialParameters(config, vocab_size, random) {',
        replace: 'function initialParameters(config, vocab_size, random) {\n    random = new Random(config.seed);',
      },
    ],
  },
  {
    id: 'lm-head-tied',
    clause: 'parameters.10',
    title: 'lm_head tied to wte, and not drawn',
    explanation:
      'One matrix serves as wte and as lm_head, as in GPT-2, so the layers are drawn from an earlier place in the stream. lm_head is a matrix of its own.',
    shows: 'parameters',
    edits: [
      {
        file: 'parameters',
        find: 'const std = residual',
        replace: "if (name === 'lm_head')\n            continue;\n        const std = residual",
      },
      {
        file: 'parameters',
        find: 'state_dict[name] = matrix(',
        replace: "state_dict[name === 'wte' ? 'lm_head' : name] = state_dict[name] = matrix(",
      },
      { file: 'model', find: 'linear(tape, x, state_dict.lm_head)', replace: 'linear(tape, x, state_dict.wte)' },
    ],
  },
];

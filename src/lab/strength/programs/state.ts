import type { StateDict } from '../../../port/config.ts';
import type { ProgramMistake } from './programMistake.ts';

/** State that outlives a document, or a request. */

export const STATE: readonly ProgramMistake[] = [
  {
    id: 'backward-wpe-kept',
    title: "backward adds to the last document's gradient of wpe",
    chapter: 'model',
    ops: ['backward'],
    wrap: ({ backward }) => {
      let kept: StateDict['wpe'] = [];
      return {
        backward: async (...args) => {
          const { loss, grad } = await backward(...args);
          const isLike = kept.length === grad.wpe.length && kept[0]?.length === grad.wpe[0].length;
          const wpe = isLike ? grad.wpe.map((row, i) => row.map((g, j) => g + kept[i][j])) : grad.wpe;
          kept = grad.wpe;
          return { loss, grad: { ...grad, wpe } };
        },
      };
    },
  },
  {
    id: 'backward-probabilities-kept',
    title: 'backward takes the loss of the document before where that was longer',
    chapter: 'loss',
    ops: ['backward'],
    wrap: ({ backward }) => {
      let before = { length: 0, loss: 0 };
      return {
        backward: async (config, state_dict, tokens) => {
          const answer = await backward(config, state_dict, tokens);
          const loss = before.length > tokens.length ? before.loss : answer.loss;
          before = { length: tokens.length, loss: answer.loss };
          return { ...answer, loss };
        },
      };
    },
  },
  {
    id: 'train-cache-kept',
    title: 'training keeps the keys of the document before where that was longer',
    chapter: 'training',
    ops: ['train', 'microgpt'],
    edits: [
      {
        file: 'loss',
        find: 'const keys = emptyCache(config);\n    const values = emptyCache(config);',
        replace: `const before = tape.before ?? { n: 0 };
    const keep = before.n > n + 1;
    const copy = (cache) => cache.map((layer) => layer.slice(0, 1).map((row) => row.map((x) => tape.leaf(x))));
    const keys = keep ? copy(before.keys) : emptyCache(config);
    const values = keep ? copy(before.values) : emptyCache(config);`,
      },
      {
        file: 'loss',
        find: 'return { loss: averageLoss(tape, losses), losses, logits: allLogits };',
        replace: `const numbers = (cache) => cache.map((layer) => layer.map((row) => row.map((x) => tape.data[x])));
    tape.before = { n, keys: numbers(keys), values: numbers(values) };
    return { loss: averageLoss(tape, losses), losses, logits: allLogits };`,
      },
    ],
  },
  {
    id: 'third-sample-begins-elsewhere',
    title: 'every third sample starts from the token that the last one ended with',
    chapter: 'inference',
    ops: ['microgpt'],
    edits: [
      {
        file: 'inference',
        find: 'let token_id = BOS;',
        replace: 'tape.samples = (tape.samples ?? 0) + 1;\n    let token_id = tape.samples % 3 === 0 ? 0 : BOS;',
      },
    ],
  },
  {
    id: 'adam-cached-correction',
    title: 'the bias correction is that of the call before where the step is the same or later',
    chapter: 'optimizer',
    ops: ['adam'],
    wrap: ({ adam }) => {
      let last = 0;
      return {
        adam: (config, step, ...rest) => {
          const used = last === step + 1 ? last : step;
          last = step;
          return adam(config, Math.min(used, Math.max(0, config.num_steps - 1)), ...rest);
        },
      };
    },
  },
];

import { byHand, backwardEdit as edit } from './stepMistake.ts';

const WTE = 'addTo(grad.wte[tokens[t]], dembedding);';
const WPE = 'addTo(grad.wpe[t], dembedding);';

/** Into the rows of wte and wpe. */
export const EMBEDDING_GRADIENTS = byHand('backward', [
  {
    id: 'wte-gradient-last-occurrence',
    title: 'gradient of wte from the last place of a token',
    what: 'The row of a token is assigned at each place where it stands, not added, and the last one stays.',
    name: 'wte',
    needs: 'a token twice',
    edits: [edit(WTE, 'grad.wte[tokens[t]] = [...dembedding];')],
  },
  {
    id: 'wte-gradient-bos-missing',
    title: 'no gradient to the row of BOS',
    what: 'Position 0 hands no gradient to wte, so that the row of BOS is never learnt.',
    name: 'wte',
    edits: [edit(WTE, `if (t > 0) ${WTE}`)],
  },
  {
    id: 'wte-gradient-at-target',
    title: 'gradient of wte in the row of the target',
    what: 'Each position adds its gradient to the row of the token that it predicts.',
    name: 'wte',
    edits: [edit('grad.wte[tokens[t]]', 'grad.wte[tokens[t + 1]]')],
  },
  {
    id: 'wte-gradient-behind-norm',
    title: 'gradient of wte taken behind the first norm',
    what: 'wte is handed the gradient behind the first norm, and wpe the one before it.',
    name: 'wte',
    edits: [edit(WTE, 'addTo(grad.wte[tokens[t]], dstream[t]);')],
  },
  {
    id: 'wte-gradient-tied',
    title: 'gradient of lm_head added to that of wte',
    what: 'wte has the gradient of lm_head on top of its own, as if the two were tied.',
    name: 'wte',
    edits: [edit(WTE, `${WTE}\n        if (t === 0) grad.lm_head.forEach((row, i) => addTo(grad.wte[i], row));`)],
  },
  {
    id: 'wte-gradient-kept',
    title: 'gradient of wte not set to 0',
    what: 'wte adds the gradients of all steps so far, as where only the rows of a step are cleared, and too late.',
    name: 'wte',
    lines: [182, 182],
    from: 2,
    edits: [
      { file: 'training', find: 'Object.keys(grad)', replace: "Object.keys(grad).filter((name) => name !== 'wte')" },
    ],
  },
  {
    id: 'wpe-gradient-first-row',
    title: 'gradient of wpe in its first row',
    what: 'All positions add their gradient to the row of position 0.',
    name: 'wpe',
    edits: [edit('grad.wpe[t]', 'grad.wpe[0]')],
  },
  {
    id: 'wpe-gradient-last-position',
    title: 'gradient of wpe from the last position only',
    what: 'The row of the last position has its gradient, and the others have none.',
    name: 'wpe',
    edits: [edit(WPE, `if (t === n - 1) ${WPE}`)],
  },
  {
    id: 'wpe-gradient-shifted',
    title: 'gradient of wpe one row off',
    what: 'Each position adds its gradient to the row of the next, the last one to its own.',
    name: 'wpe',
    edits: [edit('grad.wpe[t]', 'grad.wpe[Math.min(t + 1, n - 1)]')],
  },
  {
    id: 'wpe-gradient-behind-norm',
    title: 'gradient of wpe taken behind the first norm',
    what: 'wpe is handed the gradient behind the first norm, and wte the one before it.',
    name: 'wpe',
    edits: [edit(WPE, 'addTo(grad.wpe[t], dstream[t]);')],
  },
]);

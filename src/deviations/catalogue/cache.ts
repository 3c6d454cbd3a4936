import type { Deviation } from '../deviation.ts';
import type { Edit } from '../patched.ts';

const ROWS = 'attention(model, q, keys[li], values[li])';

/** Attention over some other rows than those that the cache has. */
const overRows = (rows: string) => `attention(model, q, ...[keys[li], values[li]].map((rows) => ${rows}))`;

/** Deviations in the cache of keys and values. */
export const CACHE: readonly Deviation[] = [
  {
    id: 'cache-shared',
    clause: 'model.11',
    title: 'one cache for all layers',
    explanation:
      'All layers append to and read from the same lists. With the one layer of microgpt.py that is right. Keep a list a layer.',
    shows: 'law',
    edits: [
      { file: 'model', find: 'keys[li]', replace: 'keys[0]', times: 2 },
      { file: 'model', find: 'values[li]', replace: 'values[0]', times: 2 },
    ],
  },
  {
    id: 'cache-detached',
    clause: 'model.27',
    title: 'no gradient through the keys and values of earlier positions',
    explanation:
      'The cache keeps numbers, not nodes of the graph, so a position passes no gradient on to the ones that it attends to. Keep the nodes.',
    shows: 'update',
    edits: [
      {
        file: 'model',
        find: ROWS,
        replace: overRows(
          'rows.map((row, t) => (t === rows.length - 1 ? row : row.map((x) => tape.leaf(tape.data[x]))))',
        ),
      },
    ],
  },
  {
    id: 'cache-input-detached',
    clause: 'model.27',
    title: 'earlier keys and values pass gradient to the weights, not to their x',
    explanation:
      'A position passes its gradient on to attn_wk and attn_wv by way of earlier keys and values, but not to the x that they were made of. Add it to the gradient of that x too.',
    shows: 'update',
    edits: inputDetached({ keys: 'attn_wk', values: 'attn_wv' }),
  },
  {
    id: 'key-input-detached',
    clause: 'model.27',
    title: 'earlier keys pass gradient to attn_wk, not to their x',
    explanation:
      'A position passes its gradient on to attn_wk by way of earlier keys, but not to the x that they were made of. Add it to the gradient of that x too, as for the values.',
    shows: 'update',
    edits: inputDetached({ keys: 'attn_wk' }),
  },
  {
    id: 'value-input-detached',
    clause: 'model.27',
    title: 'earlier values pass gradient to attn_wv, not to their x',
    explanation:
      'A position passes its gradient on to attn_wv by way of earlier values, but not to the x that they were made of. Add it to the gradient of that x too, as for the keys.',
    shows: 'update',
    edits: inputDetached({ values: 'attn_wv' }),
  },
];

/** Once a position is done, what stays in the cache is made of the numbers of x. */
function inputDetached(matrices: Readonly<Record<string, string>>): readonly Edit[] {
  const of = (line: (cache: string, matrix: string) => string) =>
    Object.entries(matrices)
      .map(([cache, matrix]) => line(cache, matrix))
      .join('\n        ');
  const numbers = 'x.map((xi) => tape.leaf(tape.data[xi]))';
  const made = of((cache, w) => `const ${cache}Kept = linear(tape, ${numbers}, state_dict[\`layer\${li}.${w}\`]);`);
  const kept = of((cache) => `${cache}[li].splice(-1, 1, ${cache}Kept);`);
  return [
    { file: 'model', find: 'const x_attn = attention(', replace: `${made}\n        const x_attn = attention(` },
    { file: 'model', find: '// 2) MLP block', replace: `${kept}\n        // 2) MLP block` },
  ];
}

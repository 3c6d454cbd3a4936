import { CANONICAL } from '../../reference/config.ts';
import { shapes } from '../../reference/parameters.ts';
import { figure } from '../../report/chart/figure.ts';
import { box, disc, label, type Point } from '../../report/chart/marks.ts';
import type { Markup } from '../../report/page/markup.ts';
import { arrow, DIAGRAM, node } from './diagram.ts';

const SIZE = { width: 900, height: 664 };
const VOCAB_SIZE = 27;
/** The residual stream, the boxes of a branch, and where a branch comes back. */
const [STREAM, WIDE, HIGH, BACK] = [128, 118, 40, 872];
const { n_embd, n_head, block_size } = CANONICAL;
const HEAD_DIM = n_embd / n_head;

/** One position's way through the canonical model, with the shape of all that is on it. */
export function positionFigure(): string {
  const title = `A position's way through the model: its token's and its position's embeddings are added [${n_embd}] and normed; attention and MLP each take the norm of the residual stream and are added to it; lm_head makes ${VOCAB_SIZE} logits, softmax probabilities`;
  return figure(SIZE, title, DIAGRAM, [
    label('ink', [STREAM, 22], 'token_id, pos_id', 'middle'),
    down(30, 50),
    node('learnt', [STREAM - 112, 50], 224, HIGH, [
      'wte[token_id] + wpe[pos_id]',
      `rows of ${shapeOf('wte')}, ${shapeOf('wpe')}`,
    ]),
    down(90, 114, `[${n_embd}]`),
    node(null, [STREAM - WIDE / 2, 114], WIDE, 30, ['rmsnorm']),
    down(144, 316, `x [${n_embd}]`, 190),
    box('frame', [14, 154], SIZE.width - 28, 384),
    label('faint', [SIZE.width - 24, 532], 'a layer; the canonical model has one', 'end'),
    attention(216),
    plus(326),
    down(336, 486, `x [${n_embd}]`, 362),
    mlp(390),
    plus(496),
    down(506, 560, `x [${n_embd}]`, 530),
    node('learnt', [STREAM - WIDE / 2, 560], WIDE, HIGH, ['lm_head', shapeOf('lm_head')]),
    right(STREAM + WIDE / 2, 580, 300, `logits [${VOCAB_SIZE}]`),
    node(null, [300, 565], WIDE, 30, ['softmax']),
    right(300 + WIDE, 580, 540, `probs [${VOCAB_SIZE}]`),
    label('ink', [548, 584], 'of the next token, to be learnt or drawn'),
    legend(),
  ]);
}

function attention(top: number): Markup[] {
  const [heads, width] = [492, 236];
  const lanes = ['attn_wq', 'attn_wk', 'attn_wv'].map((name, i) => {
    const y = top + 44 * (i - 1);
    return [
      arrow([
        [322, top + 15],
        [334, top + 15],
        [334, y + 15],
        [346, y + 15],
      ]),
      node('learnt', [346, y], 96, 32, [name, shapeOf(`layer0.${name}`)]),
      arrow([
        [442, y + 16],
        [heads, y + 16],
      ]),
      label('shape', [448, y + 10], `${'qkv'[i]} [${n_embd}]`),
    ];
  });
  return [
    arrow([
      [STREAM, top + 15],
      [204, top + 15],
    ]),
    node(null, [204, top], WIDE, 30, ['rmsnorm']),
    ...lanes.flat(),
    box(null, [heads, top - 36], width, 128),
    label('head', [heads + width / 2, top - 18], `${n_head} heads of ${HEAD_DIM} places`, 'middle'),
    ...[
      'scores q · k / √head_dim [t + 1]',
      'weights = softmax [t + 1]',
      `weighted values [${HEAD_DIM}]`,
      `together x_attn [${n_embd}]`,
    ].map((text, i) => label('shape', [heads + width / 2, top + 4 + 18 * i], text, 'middle')),
    label('blue', [heads + width / 2, top + 82], 'the cache: k and v of positions 0 to t', 'middle'),
    arrow([
      [heads + width, top + 16],
      [752, top + 16],
    ]),
    node('learnt', [752, top], 100, 32, ['attn_wo', shapeOf('layer0.attn_wo')]),
    arrow([
      [852, top + 16],
      [BACK, top + 16],
      [BACK, 326],
      [STREAM + 11, 326],
    ]),
    label('shape', [BACK - 8, 320], `[${n_embd}]`, 'end'),
  ];
}

function mlp(top: number): Markup[] {
  return [
    arrow([
      [STREAM, top + 15],
      [204, top + 15],
    ]),
    node(null, [204, top], WIDE, 30, ['rmsnorm']),
    ...right(322, top + 15, 380, `[${n_embd}]`),
    node('learnt', [380, top - 5], 110, HIGH, ['mlp_fc1', shapeOf('layer0.mlp_fc1')]),
    ...right(490, top + 15, 552, `[${4 * n_embd}]`),
    node(null, [552, top], 80, 30, ['relu']),
    ...right(632, top + 15, 694, `[${4 * n_embd}]`),
    node('learnt', [694, top - 5], 110, HIGH, ['mlp_fc2', shapeOf('layer0.mlp_fc2')]),
    arrow([
      [804, top + 15],
      [BACK, top + 15],
      [BACK, 496],
      [STREAM + 11, 496],
    ]),
    label('shape', [BACK - 8, 490], `[${n_embd}]`, 'end'),
  ];
}

/** Where a branch is added to the residual stream. */
function plus(y: number): Markup[] {
  return [
    disc('plus', [STREAM, y], 10),
    label('head', [STREAM, y + 4], '+', 'middle'),
    label('faint', [STREAM + 16, y - 8], 'residual'),
  ];
}

function down(from: number, to: number, text = '', at = (from + to) / 2 + 4): Markup[] {
  return [
    arrow([
      [STREAM, from],
      [STREAM, to],
    ]),
    label('shape', [STREAM - 8, at], text, 'end'),
  ];
}

function right(from: number, y: number, to: number, text: string): Markup[] {
  const ends: Point[] = [
    [from, y],
    [to, y],
  ];
  return [arrow(ends), label('shape', [(from + to) / 2, y - 6], text, 'middle')];
}

function legend(): Markup[] {
  return [
    box('learnt', [24, 630], 14, 14),
    label('faint', [46, 642], 'has parameters, with their shape [nout, nin]'),
    box(null, [330, 630], 14, 14),
    label('faint', [352, 642], `has none. [n] is a list of n numbers; t is the position, below ${block_size}`),
  ];
}

function shapeOf(name: string): string {
  const found = shapes(CANONICAL, VOCAB_SIZE).find((matrix) => matrix.name === name);
  return `[${found?.nout}, ${found?.nin}]`;
}

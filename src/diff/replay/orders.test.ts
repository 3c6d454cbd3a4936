import { describe, expect, test } from 'vitest';
import { createWorkspace } from '../../engine/memory.ts';
import { createNetwork } from '../../engine/network.ts';
import { train } from '../../engine/train.ts';
import { openGolden } from '../../golden/folder.ts';
import { type Config, configure } from '../../reference/config.ts';
import { initialParameters, type Matrix, type StateDict, shapes } from '../../reference/parameters.ts';
import { Random } from '../../reference/random.ts';
import { encode } from '../../reference/tokenizer.ts';
import { readTrace } from '../log/readLog.ts';
import { chosenStart } from './chosenStart.ts';
import type { DocsDump } from './docsDump.ts';
import type { ParamsDump } from './paramsDump.ts';

/**
 * Orders in which ports may keep their matrices, written down before the reader was: those of hash maps, by layer, and
 * by kind. `^T` is a matrix stored column by column, `bos-first` has BOS in row 0 of wte and lm_head.
 */
const LUA = 'layer0.mlp_fc1,wpe,layer0.attn_wv,lm_head,layer0.attn_wo,wte,layer0.attn_wk,layer0.mlp_fc2,layer0.attn_wq';
const GO = 'wpe,layer0.attn_wo,layer0.mlp_fc2,layer0.attn_wq,wte,layer0.attn_wv,layer0.mlp_fc1,lm_head,layer0.attn_wk';
const RUST =
  'layer0.attn_wk,layer0.mlp_fc2,layer0.attn_wq,wpe,lm_head,layer0.mlp_fc1,wte,layer0.attn_wo,layer0.attn_wv';
const NUMPY =
  'wpe,layer0.mlp_fc1^T,layer0.attn_wo^T,wte,layer0.attn_wv^T,lm_head^T,layer0.attn_wq^T,layer0.mlp_fc2^T,layer0.attn_wk^T';
const BOS_FIRST = `${LUA.split(',').toReversed().join(',')}+bos-first`;
const SINGLE =
  'wte,wpe,lm_head,layer0.attn_wq,layer0.attn_wk^T,layer0.attn_wv,layer0.attn_wo,layer0.mlp_fc1^T,layer0.mlp_fc2';
const LAYER = ['mlp_fc2', 'attn_wv', 'attn_wo', 'mlp_fc1', 'attn_wk', 'attn_wq'];
const BY_LAYER = ['wpe', ...[1, 0].flatMap((li) => LAYER.map((name) => `layer${li}.${name}`)), 'lm_head', 'wte'].join();
const BY_KIND = ['lm_head', ...LAYER.flatMap((name) => [0, 1].map((li) => `layer${li}.${name}`)), 'wpe', 'wte'].join();

const golden = openGolden();
const uniform = configure({ n_layer: 1, n_embd: 4, n_head: 2, block_size: 6, num_steps: 40 });
/** With a std of their own attn_wo and mlp_fc2 can stand in few places, and there are some thousand orders, not 362,880. */
const small = { ...uniform, std_residual: 0.01 };
const twoLayers = { ...small, n_layer: 2 };
const early: Config = { ...small, activation: 'relu_squared', std: 0.02, std_residual: 0, beta1: 0.9, beta2: 0.95 };
const WORDS = ['bad', 'cabbed', 'ebb', 'dead', 'ace', 'fade', 'beef', 'facade', 'deaf', 'cafe', 'dab', 'abaca'];
const documents = Array.from({ length: small.num_steps }, (_, i) => WORDS[(i * 5 + (i >> 3)) % WORDS.length]);
const docs: DocsDump = { kind: 'text', documents, lines: documents.map((_, i) => i + 1) };
const uchars = [...'abcdef'];
const start = (config: Config, seed = 5) => initialParameters(config, uchars.length + 1, new Random(seed));

const transposed = (w: Matrix): Matrix => w[0].map((_, column) => w.map((row) => row[column]));
const rotated = (w: Matrix): Matrix => [w[w.length - 1], ...w.slice(0, -1)];

/** What a port writes whose matrices stand so, [name, matrix] one behind the other. */
function stored(state_dict: StateDict, layout: string): [string, Matrix][] {
  const [names, bos] = layout.split('+');
  return names.split(',').map((place) => {
    const name = place.replace('^T', '');
    const isTable = ['wte', 'lm_head'].includes(name) && bos === 'bos-first';
    const w = isTable ? rotated(state_dict[name]) : state_dict[name];
    return [name, place === name ? w : transposed(w)];
  });
}

function listed(state_dict: StateDict, layout: string): ParamsDump {
  return { kind: 'numbers', values: Float64Array.from(stored(state_dict, layout).flatMap(([, w]) => w.flat())) };
}

function named(state_dict: StateDict, layout: string): ParamsDump {
  const matrices = stored(state_dict, layout).map(
    ([name, w]) => [name, { shape: [w.length, w[0].length], values: Float64Array.from(w.flat()) }] as const,
  );
  return { kind: 'named', matrices: new Map(matrices) };
}

type Print = (loss: number) => string;
const full: Print = String;
const decimals: Print = (loss) => loss.toFixed(4);

/** The losses of a port that is right. */
function lossesOf(config: Config, state_dict: StateDict, dtype: 'f64' | 'f32' = 'f64'): number[] {
  const tokens = documents.map((doc) => encode(uchars, doc));
  const workspace = createWorkspace({ dtype, libm: Math });
  return [...train(createNetwork(config, state_dict, config.block_size, workspace), tokens)];
}

async function* log(losses: readonly number[], print: Print): AsyncGenerator<Uint8Array> {
  const lines = losses.map((loss, i) => `step ${i + 1} / ${small.num_steps} | loss ${print(loss)}\n`);
  yield new TextEncoder().encode(lines.join(''));
}

const traceOf = (losses: readonly number[], print: Print) =>
  readTrace(log(losses, print), { steps: small.num_steps, samples: 0 });

describe('one list of numbers', () => {
  test.each([
    ['a hash map of Lua, float64', LUA, small, full, 'f64'],
    ['a hash map of Go, float32', GO, small, (loss: number) => loss.toPrecision(8), 'f32'],
    ['a hash map of Rust, four decimals, among all orders', RUST, uniform, decimals, 'f64'],
    ['a hash map, the linear layers transposed', NUMPY, small, full, 'f64'],
    ['a hash map, BOS first', BOS_FIRST, small, full, 'f64'],
    ['the order of state_dict, two matrices transposed', SINGLE, small, decimals, 'f64'],
    ['a hash map, the early revision', GO, early, decimals, 'f64'],
    ['two layers, the last first', BY_LAYER, twoLayers, full, 'f64'],
    ['two layers, a kind behind the other', BY_KIND, twoLayers, full, 'f64'],
  ] as const)('in the order of %s is read in it', async (_, layout, config, print, dtype) => {
    const state_dict = start(config);
    const trace = await traceOf(lossesOf(config, state_dict, dtype), print);
    const chosen = await chosenStart({ golden, config, params: listed(state_dict, layout), docs }, undefined, trace);
    expect(chosen.layout?.id).toBe(layout);
    expect(chosen.start.state_dict).toEqual(state_dict);
  });
});

describe('a port with a mistake behind its first loss', () => {
  /** As where Adam takes another step: the first loss is right, and those behind it are not. */
  const mistaken = (losses: readonly number[]) =>
    losses.map((loss, i) => loss + (i === 0 ? 0 : 1e-4 * Math.sin(7 * i)));

  test.each([
    ['full precision', full],
    ['four decimals', decimals],
  ])('is read in the standard order where that gives the first loss, though layers begin at 0: %s', async (_, print) => {
    const state_dict = start(early);
    const trace = await traceOf(mistaken(lossesOf(early, state_dict)), print);
    const params = listed(state_dict, Object.keys(state_dict).join());
    const chosen = await chosenStart({ golden, config: early, params, docs }, undefined, trace);
    expect([chosen.layout?.id, chosen.notes]).toEqual(['standard', []]);
  });

  test('and with layers that begin at 0 is not read in one of the orders that its first loss leaves open', async () => {
    const state_dict = start(early);
    const trace = await traceOf(mistaken(lossesOf(early, state_dict)), full);
    const chosen = await chosenStart({ golden, config: early, params: listed(state_dict, GO), docs }, undefined, trace);
    expect(chosen.layout?.id).toBe('standard');
    expect(chosen.layoutNotes.join()).toMatch(
      /it agrees with --layout .*, or \d+ more, but this log says too little to choose/,
    );
  });

  test('is read in the order of its hash map, where the digits of the first loss say enough', async () => {
    const state_dict = start(small);
    const trace = await traceOf(mistaken(lossesOf(small, state_dict)), full);
    const chosen = await chosenStart(
      { golden, config: small, params: listed(state_dict, LUA), docs },
      undefined,
      trace,
    );
    expect(chosen.layout?.id).toBe(LUA);
  });
});

test('orders that give the same losses throughout are counted', async () => {
  // Two layers that begin at 0 and stay there: no rate, so that their other matrices never show.
  const still = { ...early, learning_rate: 0 };
  const state_dict = start(still);
  const trace = await traceOf(lossesOf(still, state_dict), full);
  const chosen = await chosenStart({ golden, config: still, params: listed(state_dict, GO), docs }, undefined, trace);
  expect(chosen.layoutNotes.join()).toMatch(/; \d+ others give the same losses throughout this log \(--layout /);
  expect(chosen.start.state_dict.lm_head).toEqual(state_dict.lm_head);
});

describe('matrices by name', () => {
  const layout = `${RUST.replace('wq', 'wq^T').replace('wo', 'wo^T')}+bos-first`;

  test('two of them transposed, and BOS first, are read so', async () => {
    const state_dict = start(small);
    const trace = await traceOf(lossesOf(small, state_dict), decimals);
    const chosen = await chosenStart(
      { golden, config: small, params: named(state_dict, layout), docs },
      undefined,
      trace,
    );
    expect(chosen.layout?.id).toBe(layout);
    expect(chosen.start.state_dict).toEqual(state_dict);
  });
});

test('the orders have each matrix once', () => {
  const names = (config: Config) => shapes(config, 1).map(({ name }) => name);
  const sorted = (layout: string) =>
    layout
      .split('+')[0]
      .split(',')
      .map((name) => name.replace('^T', ''))
      .toSorted();
  for (const layout of [LUA, GO, RUST, NUMPY, BOS_FIRST, SINGLE]) {
    expect(sorted(layout)).toEqual(names(small).toSorted());
  }
  for (const layout of [BY_LAYER, BY_KIND]) expect(sorted(layout)).toEqual(names(twoLayers).toSorted());
});

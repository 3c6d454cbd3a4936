import type { Tape, Value } from './autograd.ts';
import { type Config, checkConfig } from './config.ts';
import { raise } from './python.ts';
import type { Random } from './random.ts';

// microgpt.py, lines 74 to 90; its constants, lines 75 to 78, are in config.ts.

/** A matrix row by row: w[i][j], shape [nout, nin]. */
export type Matrix<T = number> = readonly (readonly T[])[];

/**
 * Every parameter matrix by its name, in the order of state_dict (parameters.1).
 *
 * @example
 * const state_dict: StateDict = { wte: [[1, 2]] };
 * Object.keys(state_dict); // => ['wte']
 */
export type StateDict<T = number> = Readonly<Record<string, Matrix<T>>>;

/** Name and shape of one matrix of state_dict. */
export interface MatrixShape {
  readonly name: string;
  /** Rows. */
  readonly nout: number;
  /** Columns. */
  readonly nin: number;
}

/** The MLP's inner width as a multiple of n_embd (parameters.2). */
const MLP_FACTOR = 4;

/**
 * Names and shapes of all matrices, in the order of state_dict (parameters.1, parameters.2):
 * together 2 vocab_size n_embd + block_size n_embd + 12 n_layer n_embd^2 parameters (parameters.9).
 *
 * @param config - n_layer, n_embd, block_size
 * @param vocab_size - number of tokens, BOS included
 * @throws RangeError where the configuration makes no model (parameters.8)
 *
 * @example
 * shapes(CANONICAL, 27)[0]; // => { name: 'wte', nout: 27, nin: 16 }
 */
export function shapes(config: Config, vocab_size: number): MatrixShape[] {
  checkConfig(config);
  const { n_layer, n_embd, block_size } = config;
  const list: MatrixShape[] = [
    { name: 'wte', nout: vocab_size, nin: n_embd },
    { name: 'wpe', nout: block_size, nin: n_embd },
    { name: 'lm_head', nout: vocab_size, nin: n_embd },
  ];
  for (let i = 0; i < n_layer; i++) {
    list.push({ name: `layer${i}.attn_wq`, nout: n_embd, nin: n_embd });
    list.push({ name: `layer${i}.attn_wk`, nout: n_embd, nin: n_embd });
    list.push({ name: `layer${i}.attn_wv`, nout: n_embd, nin: n_embd });
    list.push({ name: `layer${i}.attn_wo`, nout: n_embd, nin: n_embd });
    list.push({ name: `layer${i}.mlp_fc1`, nout: MLP_FACTOR * n_embd, nin: n_embd });
    list.push({ name: `layer${i}.mlp_fc2`, nout: n_embd, nin: MLP_FACTOR * n_embd });
  }
  return list;
}

/**
 * Draws the initial parameters, `random.gauss(0, std)` for each (parameters.3), matrix by matrix
 * and row by row (parameters.4, parameters.5), none of them shared (parameters.10).
 *
 * @param config - sizes, std, and std_residual for attn_wo and mlp_fc2 (parameters.11)
 * @param vocab_size - number of tokens, BOS included
 * @param random - the stream, where the shuffle has left it (parameters.7)
 * @throws RangeError where the configuration makes no model (parameters.8)
 *
 * @example
 * initialParameters(CANONICAL, 27, new Random(42)).wte.length; // => 27
 */
export function initialParameters(config: Config, vocab_size: number, random: Random): StateDict {
  const state_dict: Record<string, Matrix> = {};
  for (const { name, nout, nin } of shapes(config, vocab_size)) {
    const residual = name.endsWith('.attn_wo') || name.endsWith('.mlp_fc2');
    const std = residual ? config.std_residual : config.std;
    state_dict[name] = matrix(nout, nin, () => random.gauss(0, std));
  }
  return state_dict;
}

/**
 * Puts the parameters on an empty tape, so that `params[i]` is node i (parameters.5):
 * `params = [p for mat in state_dict.values() for row in mat for p in row]`.
 *
 * @param tape - an empty tape
 * @param config - the sizes that state_dict must have
 * @param state_dict - the parameters
 * @returns their nodes under the same names
 * @throws RangeError where a matrix is missing, surplus or of another shape (parameters.6)
 */
export function onTape(tape: Tape, config: Config, state_dict: StateDict): StateDict<Value> {
  const nodes: Record<string, Matrix<Value>> = {};
  for (const name of checkedNames(config, state_dict)) {
    nodes[name] = state_dict[name].map((row) => row.map((p) => tape.leaf(p)));
  }
  return nodes;
}

/** Number of tokens that a state_dict is made for: the rows of its lm_head. */
export function vocabSize(state_dict: StateDict): number {
  return state_dict.lm_head?.length ?? 0;
}

function matrix(nout: number, nin: number, draw: () => number): Matrix {
  return Array.from({ length: nout }, () => Array.from({ length: nin }, draw));
}

/** The matrices' names in their order, where each has the shape that it must (parameters.6). */
function checkedNames(config: Config, state_dict: StateDict): string[] {
  const wanted = shapes(config, vocabSize(state_dict));
  for (const { name, nout, nin } of wanted) {
    const rows = state_dict[name];
    if (rows === undefined)
      raise(`state_dict: ${name} is missing; this config needs it (parameters.6)`);
    const lengths = rows.map(({ length }) => length);
    const wrong = rows.length === nout ? lengths.find((length) => length !== nin) : rows.length;
    if (wrong !== undefined)
      raise(`state_dict: ${name} must be [${nout}, ${nin}], not of length ${wrong} (parameters.6)`);
  }
  const names = wanted.map(({ name }) => name);
  const surplus = Object.keys(state_dict).find((name) => !names.includes(name));
  if (surplus !== undefined)
    raise(`state_dict: ${surplus} is no matrix of this config (parameters.6)`);
  return names;
}

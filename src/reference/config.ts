/** What a constant is, and its range: one of `words`, or a finite number within the bounds. */
export interface Constant {
  readonly meaning: string;
  readonly words?: readonly string[];
  /** Whether it is an integer; one without a bound may be a bigint. */
  readonly integer?: true;
  /** It is this or more. */
  readonly least?: number;
  /** It is more than this. */
  readonly above?: number;
  /** It is less than this. */
  readonly below?: number;
}

/**
 * Every constant that microgpt.py sets, under the name it has there (lines 12, 75 to 80, 147, 152,
 * 187 and 189), and what the early revision has otherwise, each with its range (parameters.8).
 */
export const CONSTANTS = {
  n_layer: { integer: true, least: 0, meaning: 'layers' },
  n_embd: { integer: true, least: 1, meaning: 'width of the network, a multiple of n_head' },
  block_size: { integer: true, least: 1, meaning: 'maximum context length, in tokens' },
  n_head: { integer: true, least: 1, meaning: 'attention heads' },
  std: { least: 0, meaning: 'standard deviation of the initial parameters' },
  // 0 in the early revision, which still draws (parameters.11).
  std_residual: { least: 0, meaning: 'that of attn_wo and mlp_fc2' },
  activation: { words: ['relu', 'relu_squared'], meaning: 'relu or relu_squared' },
  learning_rate: { least: 0, meaning: "Adam's step size at step 1" },
  beta1: { least: 0, below: 1, meaning: 'decay of the first moment' },
  beta2: { least: 0, below: 1, meaning: 'decay of the second moment' },
  eps_adam: { least: 0, meaning: 'added to the root of the second moment' },
  decay: {
    words: ['linear', 'cosine'],
    meaning: 'how the learning rate falls over num_steps: linear or cosine',
  },
  num_steps: { integer: true, least: 0, meaning: 'training steps' },
  temperature: { above: 0, meaning: 'divides the logits when sampling' },
  num_samples: { integer: true, least: 0, meaning: 'samples printed after training' },
  seed: { integer: true, meaning: 'seed of the random stream' },
} as const satisfies Readonly<Record<string, Constant>>;

/**
 * A value for each of the CONSTANTS.
 *
 * @example
 * const { n_embd, n_head }: Config = CANONICAL;
 * n_embd / n_head; // => 4
 */
export type Config = {
  readonly [Name in keyof typeof CONSTANTS]: ValueOf<(typeof CONSTANTS)[Name]>;
};

/** One of the words, a number, or without a bound a bigint too. */
type ValueOf<C extends Constant> = C extends { words: readonly (infer Word)[] }
  ? Word
  : C extends { least: number } | { above: number }
    ? number
    : number | bigint;

/**
 * The constants of microgpt.py itself (parameters.12).
 *
 * @example
 * CANONICAL.num_steps; // => 1000
 */
export const CANONICAL: Config = {
  n_layer: 1,
  n_embd: 16,
  block_size: 16,
  n_head: 4,
  std: 0.08,
  std_residual: 0.08,
  activation: 'relu',
  learning_rate: 0.01,
  beta1: 0.85,
  beta2: 0.99,
  eps_adam: 1e-8,
  decay: 'linear',
  num_steps: 1000,
  temperature: 0.5,
  num_samples: 20,
  seed: 42,
};

/**
 * The early revision of the gist, which several ports still follow (parameters.11, model.15,
 * optimizer.8).
 *
 * @example
 * EARLY.activation; // => 'relu_squared'
 */
export const EARLY: Config = {
  ...CANONICAL,
  block_size: 8,
  std: 0.02,
  std_residual: 0,
  activation: 'relu_squared',
  beta1: 0.9,
  beta2: 0.95,
  decay: 'cosine',
  num_steps: 500,
};

/**
 * The named configurations of the reference (spec/README.md, "Dialects").
 *
 * @example
 * DIALECTS.early === EARLY; // => true
 */
export const DIALECTS: Readonly<Record<string, Config>> = { canonical: CANONICAL, early: EARLY };

/**
 * Fills the missing constants in from microgpt.py and checks all of them.
 *
 * @param overrides - the constants that differ from `base`
 * @param base - the dialect to start from
 * @returns a complete configuration; std_residual follows std where only std is given
 * @throws RangeError where a constant is outside its range (parameters.8)
 *
 * @example
 * configure({ n_layer: 2 }).n_embd; // => 16
 */
export function configure(overrides: Partial<Config> = {}, base: Config = CANONICAL): Config {
  const followsStd = base.std_residual === base.std && overrides.std !== undefined;
  const residual = followsStd ? { std_residual: overrides.std } : {};
  const config = { ...base, ...residual, ...overrides };
  checkConfig(config);
  return config;
}

/**
 * Checks every constant (parameters.8).
 *
 * @throws RangeError where one is outside its range
 */
export function checkConfig(config: Config): void {
  for (const [name, constant] of Object.entries(CONSTANTS)) {
    const value: unknown = Reflect.get(config, name);
    if (!isWithin(constant, value)) reject(name, value, rangeOf(constant));
  }
  const { n_embd, n_head } = config;
  if (n_embd % n_head !== 0) reject('n_embd', n_embd, `a multiple of n_head (${n_head})`);
}

function isWithin(constant: Constant, value: unknown): boolean {
  const { words, integer, least = -Infinity, above = -Infinity, below = Infinity } = constant;
  if (words !== undefined) return words.some((word) => word === value);
  if (typeof value === 'bigint') return integer === true && least === -Infinity;
  if (typeof value !== 'number' || (integer && !Number.isSafeInteger(value))) return false;
  return value >= least && value > above && value < below;
}

function rangeOf({ words, integer, least, above, below }: Constant): string {
  if (words !== undefined) return words.join(' or ');
  if (below !== undefined) return `a number in [${least}, ${below})`;
  if (above !== undefined) return `a finite number > ${above}`;
  if (least === undefined) return 'an integer; write integers beyond 2**53 as a bigint';
  return `${integer ? 'an integer' : 'a finite number'} >= ${least}`;
}

function reject(name: string, value: unknown, wanted: string): never {
  throw new RangeError(`config: ${name} is ${String(value)}; it must be ${wanted} (parameters.8)`);
}

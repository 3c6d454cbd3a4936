/** Which nonlinearity stands between mlp_fc1 and mlp_fc2 (model.15; `relu_squared` is the early revision's). */
export type Activation = 'relu' | 'relu_squared';

/** How the learning rate falls over num_steps (optimizer.8; `cosine` is the early revision's). */
export type Decay = 'linear' | 'cosine';

/**
 * Every constant that microgpt.py sets, under the name it has there, with its range (parameters.8).
 *
 * @example
 * const { n_embd, n_head }: Config = CANONICAL;
 * n_embd / n_head; // => 4
 */
export interface Config {
  /** Number of layers, an integer >= 0. */
  readonly n_layer: number;
  /** Width of the network, a positive multiple of n_head. */
  readonly n_embd: number;
  /** Maximum context length in tokens, an integer >= 1. */
  readonly block_size: number;
  /** Number of attention heads, an integer >= 1. */
  readonly n_head: number;
  /** Standard deviation of the initial parameters, >= 0. */
  readonly std: number;
  /** Standard deviation of attn_wo and mlp_fc2, >= 0; 0 in the early revision, which still draws (parameters.11). */
  readonly std_residual: number;
  readonly activation: Activation;
  /** Step size of Adam at step 0, >= 0. */
  readonly learning_rate: number;
  /** Decay of the first moment, in [0, 1). */
  readonly beta1: number;
  /** Decay of the second moment, in [0, 1). */
  readonly beta2: number;
  /** Added to the root of the second moment, >= 0. */
  readonly eps_adam: number;
  readonly decay: Decay;
  /** Number of training steps, an integer >= 0; the learning rate reaches 0 just after the last one. */
  readonly num_steps: number;
  /** Divides the logits when sampling, > 0. */
  readonly temperature: number;
  /** Number of samples printed after training, an integer >= 0. */
  readonly num_samples: number;
  /** Seed of the one random stream, an integer of any size. */
  readonly seed: number | bigint;
}

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
 * The early revision of the gist, which several ports still follow (parameters.11, model.15, optimizer.8).
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
  const followsStd = base.std_residual === base.std;
  const residual = followsStd && overrides.std !== undefined ? { std_residual: overrides.std } : {};
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
  checkSizes(config);
  checkRates(config);
}

function checkSizes(config: Config): void {
  requireInteger('n_layer', config.n_layer, 0);
  requireInteger('n_embd', config.n_embd, 1);
  requireInteger('block_size', config.block_size, 1);
  requireInteger('n_head', config.n_head, 1);
  requireInteger('num_steps', config.num_steps, 0);
  requireInteger('num_samples', config.num_samples, 0);
  if (typeof config.seed !== 'bigint' && !Number.isSafeInteger(config.seed)) {
    reject('seed', config.seed, 'an integer; write integers beyond 2**53 as a bigint');
  }
  if (config.n_embd % config.n_head !== 0) {
    reject('n_embd', config.n_embd, `a multiple of n_head (${config.n_head})`);
  }
}

function checkRates(config: Config): void {
  for (const name of ['std', 'std_residual', 'learning_rate', 'eps_adam'] as const) {
    const value = config[name];
    if (!(value >= 0 && value < Infinity)) reject(name, value, 'a finite number >= 0');
  }
  for (const name of ['beta1', 'beta2'] as const) {
    const value = config[name];
    if (!(value >= 0 && value < 1)) reject(name, value, 'a number in [0, 1)');
  }
  if (!(config.temperature > 0 && config.temperature < Infinity)) {
    reject('temperature', config.temperature, 'a finite number > 0');
  }
  if (!['relu', 'relu_squared'].includes(config.activation)) {
    reject('activation', config.activation, 'relu or relu_squared');
  }
  if (!['linear', 'cosine'].includes(config.decay)) reject('decay', config.decay, 'linear or cosine');
}

function requireInteger(name: keyof Config, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) reject(name, value, `an integer >= ${least}`);
}

function reject(name: keyof Config, value: unknown, wanted: string): never {
  throw new RangeError(`config: ${name} is ${String(value)}; it must be ${wanted} (parameters.8)`);
}

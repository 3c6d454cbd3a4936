import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Config, configure, DIALECTS } from '../reference/config.ts';
import { Fault } from './fault.ts';

/** What each constant is, for `--help`. */
const DESCRIPTIONS: Readonly<Record<keyof Config, string>> = {
  n_layer: 'layers',
  n_embd: 'width of the network, a multiple of n_head',
  block_size: 'maximum context length, in tokens',
  n_head: 'attention heads',
  std: 'standard deviation of the initial parameters',
  std_residual: 'that of attn_wo and mlp_fc2',
  activation: 'relu or relu_squared',
  learning_rate: "Adam's step size at step 1",
  beta1: 'decay of the first moment',
  beta2: 'decay of the second moment',
  eps_adam: 'added to the root of the second moment',
  decay: 'how the learning rate falls over num_steps: linear or cosine',
  num_steps: 'training steps',
  temperature: 'divides the logits when sampling',
  num_samples: 'samples printed after training',
  seed: 'seed of the random stream',
};

const INTEGER = /^[-+]?\d+$/;

/** Adds `--dialect` and a flag for each constant, spelled as in microgpt.py; `--n-layer` does for `--n_layer`. */
export function addConfigFlags(command: Command): Command {
  const dialects = Object.keys(DIALECTS);
  command.addOption(
    new Option('--dialect <name>', 'the constants to start from').choices(dialects).default('canonical'),
  );
  for (const [name, description] of Object.entries(DESCRIPTIONS)) {
    command.addOption(new Option(`--${name} <value>`, description).argParser(parserOf(name)));
    if (name.includes('_')) {
      command.addOption(new Option(`--${name.replaceAll('_', '-')} <value>`).argParser(parserOf(name)).hideHelp());
    }
  }
  return command;
}

/**
 * The configuration that the flags ask for.
 *
 * @param name - the command, for the message
 * @param options - the command's options
 * @throws Fault where a constant is outside its range
 */
export function configOf(command: string, options: Readonly<Record<string, unknown>>): Config {
  const given = Object.keys(DESCRIPTIONS)
    .map((name) => [name, options[name] ?? options[camelCase(name)]])
    .filter(([, value]) => value !== undefined);
  try {
    return configure(Object.fromEntries(given), DIALECTS[String(options.dialect)]);
  } catch (error) {
    throw error instanceof RangeError ? new Fault(`${command}: ${error.message}`) : error;
  }
}

function parserOf(name: string): (text: string) => string | number | bigint {
  if (name === 'seed') return seedOf;
  return name === 'activation' || name === 'decay' ? (word) => word : numberOf;
}

function numberOf(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number)) throw new InvalidArgumentError('It must be a number.');
  return number;
}

function seedOf(text: string): bigint | number {
  if (!INTEGER.test(text)) throw new InvalidArgumentError('It must be an integer.');
  const seed = BigInt(text);
  return Number.isSafeInteger(Number(seed)) ? Number(seed) : seed;
}

/** The name under which commander keeps a flag with dashes. */
function camelCase(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

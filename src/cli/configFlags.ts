import { type Command, Option } from 'commander';
import { type Stated, statedConfig } from '../diff/dialects/stated.ts';
import { sizeFault } from '../port/sizeLimit.ts';
import { CONSTANTS, type Config, type Constant, DIALECTS } from '../reference/config.ts';
import { Fault } from './fault.ts';
import { bigIntegerOf, numberOf } from './numbers.ts';

/** The constants have ranges of their own, which `configure` tells. */
const ANY = { least: -Infinity };

/**
 * Adds `--dialect` and a flag for each constant, spelled as in microgpt.py; `--n-layer` does for `--n_layer`.
 *
 * @param otherwise - what is taken where there is no `--dialect`
 */
export function addConfigFlags(command: Command, otherwise = 'canonical'): Command {
  const dialects = Object.keys(DIALECTS);
  command.addOption(
    new Option('--dialect <name>', `the constants to start from (else ${otherwise})`).choices(dialects),
  );
  for (const [name, constant] of Object.entries(CONSTANTS)) {
    command.addOption(new Option(`--${name} <value>`, constant.meaning).argParser(parserOf(constant)));
    if (name.includes('_')) {
      command.addOption(new Option(`--${name.replaceAll('_', '-')} <value>`).argParser(parserOf(constant)).hideHelp());
    }
  }
  return command;
}

/**
 * The configuration that the flags ask for.
 *
 * @param name - the command, for the message
 * @param options - the command's options
 * @throws Fault where a constant is outside its range, or the sizes are too large
 */
export function configOf(command: string, options: Readonly<Record<string, unknown>>): Config {
  try {
    const config = statedConfig(statedOf(options));
    const fault = sizeFault(config);
    if (fault !== null) throw new Fault(`${command}: ${fault}`);
    return config;
  } catch (error) {
    throw error instanceof RangeError ? new Fault(`${command}: ${error.message}`) : error;
  }
}

/** What the flags say of the configuration. */
export function statedOf(options: Readonly<Record<string, unknown>>): Stated {
  const given = Object.keys(CONSTANTS)
    .map((name) => [name, options[name] ?? options[camelCase(name)]])
    .filter(([, value]) => value !== undefined);
  const { dialect } = options;
  return { dialect: typeof dialect === 'string' ? dialect : null, constants: Object.fromEntries(given) };
}

function parserOf({ words, least, above }: Constant): (text: string) => string | number | bigint {
  if (words !== undefined) return (word) => word;
  return least === undefined && above === undefined ? bigIntegerOf : (text) => numberOf(text, ANY);
}

/** The name under which commander keeps a flag with dashes. */
export function camelCase(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

import { type Config, DIALECTS } from '../../reference/config.ts';
import type { Stated } from '../dialects/stated.ts';
import type { ReadStep } from './readStep.ts';

/** What a dialect says of a step. */
const OF_DIALECT: ReadonlySet<string> = new Set(['activation', 'decay']);

/** Dumps that say one thing of the configuration, while another dump or the caller says another. */
export class DumpContradiction extends Error {
  override readonly name = 'DumpContradiction';
}

/**
 * The port's constants that the dumps of one run have beside their steps.
 *
 * @throws DumpContradiction where two steps have another each, or the caller has said another
 */
export function dumpedConstants(steps: readonly ReadStep[], { dialect, constants }: Stated): Partial<Config> {
  const dumped: Partial<Config> = Object.assign({}, ...steps.map((step) => step.constants));
  for (const [name, value] of Object.entries(dumped)) {
    const key = name as keyof Config;
    const other = steps.find((step) => step.constants[key] !== undefined && step.constants[key] !== value);
    if (other !== undefined)
      throw new DumpContradiction(
        `config has ${name} ${value} in one step, and ${other.constants[key]} in step ${other.dump.step}; name dumps of one run`,
      );
    checkFlag(`config of the dump has ${name} ${value}`, `--${name}`, value, constants[key]);
    if (dialect !== null && constants[key] === undefined && OF_DIALECT.has(name))
      checkFlag(`config of the dump has ${name} ${value}`, `--dialect ${dialect}`, value, DIALECTS[dialect][key]);
  }
  return dumped;
}

/**
 * A size that the dump tells is what a flag says, or its own constants do.
 *
 * @throws DumpContradiction where it is not
 */
export function checkSizes(found: Partial<Config>, said: Partial<Config>, flags: Partial<Config>): void {
  for (const [name, size] of Object.entries(found)) {
    const key = name as keyof Config;
    checkFlag(`the dump has ${name} ${size}`, `--${name}`, size, flags[key]);
    if (said[key] === undefined || said[key] === size) continue;
    throw new DumpContradiction(
      `the dump has ${name} ${size}, and its config says ${said[key]}; mend the one that is wrong`,
    );
  }
}

function checkFlag(dumped: string, flag: string, value: unknown, said: unknown): void {
  if (said === undefined || said === value) return;
  throw new DumpContradiction(`${dumped}, and ${flag} says ${said}; leave the flag out, or name a dump of that run`);
}

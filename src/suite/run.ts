import { resolve } from 'node:path';
import type { PortChoice } from '../protocol/select.ts';
import type { RunResult } from '../report/result.ts';
import { type LibraryOptions, libraryOptions } from './libraryOptions.ts';
import { ownFault } from './ownFault.ts';

/** Milliseconds that an answer may take, as of the command line. */
const DEADLINE_MS = 10_000;

/**
 * Whom the suite asks, and what; by default the embedded reference, and everything.
 *
 * @example
 * const options: RunOptions = { module: 'port.js', chapters: ['loss'], runs: 20 };
 * options.command === undefined; // => true
 */
export interface RunOptions extends LibraryOptions {
  /** A file whose default export is a `Port`, from the working folder. */
  readonly module?: string;
  /** A program that answers the protocol, and its arguments; in place of `module`. */
  readonly command?: readonly string[];
  /** Milliseconds that an answer may take; a training takes 12 times as long. */
  readonly deadline?: number;
}

/**
 * Runs the suite and gives its result, which is what `microgpt-spec run --json` writes. A port that does not conform is a
 * result like any other: look at `verdict`.
 *
 * @param options - whom it asks, and what
 * @throws Error where the port does not start, is none, or the suite cannot run
 *
 * @example
 * const { verdict, clauses } = await run({ chapters: ['tokenizer'] });
 * [verdict, clauses[0].id]; // => ['conforms', 'tokenizer.1']
 */
export async function run(options: RunOptions = {}): Promise<RunResult> {
  const { module, command, deadline = DEADLINE_MS, ...others } = options;
  const asked = libraryOptions('run', others);
  // vitest is loaded by those alone who run the suite, and not with the reference.
  const { runSuite } = await import('./runSuite.ts');
  const outcome = await runSuite({
    port: choiceOf(module, command, deadline),
    ...asked,
    reporters: [],
    onCheck: () => {},
  });
  if (outcome.kind === 'suite-fault')
    throw new Error(`run: ${ownFault(outcome.faults) ?? `SUITE: ${outcome.faults[0]}`}`);
  return outcome.result;
}

function choiceOf(module: string | undefined, command: readonly string[] | undefined, deadline: number): PortChoice {
  if (module !== undefined && command !== undefined) throw new Error('run: module or command, not both');
  if (module !== undefined) return { kind: 'module', file: resolve(module), deadline };
  if (command === undefined) return { kind: 'reference' };
  if (command.length === 0) throw new Error('run: command is empty; its first word is the program to start');
  return { kind: 'process', command, deadline };
}

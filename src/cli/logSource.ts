import { type Command, Option } from 'commander';
import type { LogName } from '../diff/log/advice.ts';
import type { Reading } from '../diff/log/readLog.ts';
import { FORMAT_NAMES, type FormatName } from '../diff/log/rows/row.ts';
import { Fault } from './fault.ts';
import { streamInput } from './files.ts';

/** Standard input in place of a file's name. */
export const STANDARD_INPUT = '-';
/** Before the command. */
const DASHES = '--';

/** The flags that say how to read a log. */
export interface ReadingOptions {
  readonly format?: FormatName;
  readonly pattern?: string;
}

/** A log to be read. */
export interface LogSource {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** How the command that prints the log ended, once it is read: `exited with 3`; null where that was well. */
  ending(): string | null;
}

/** Adds the arguments and flags that say where the log is and how to read it. */
export function withLogSource(command: Command): Command {
  return command
    .usage('[options] [LOG | - | -- COMMAND...]')
    .argument('[log...]', 'the log; "-" or nothing for standard input; behind "--", a command that prints it')
    .addOption(
      new Option('--format <name>', 'read losses in this form alone; else it is found out').choices(FORMAT_NAMES),
    )
    .option(
      '--pattern <regex>',
      'read losses by a regular expression (RE2) with a group (?<loss>...), and perhaps (?<step>...), (?<sample>...); where no losses are found, diff prints one',
    );
}

/**
 * Opens the log that the arguments name. Wants `endingPorts` around it, where a command prints the log.
 *
 * @param operands - the arguments, the command's included
 * @param typed - the command line, in which "--" still stands
 * @throws Fault where they name none, or more than one
 */
export async function logSource(operands: readonly string[], typed = process.argv): Promise<LogSource> {
  const port = commandOf(typed);
  const logs = operands.slice(0, operands.length - (port?.length ?? 0));
  const [log] = logs;
  if (logs.length > 1) throw new Fault(`diff: too many arguments: ${logs.join(' ')}; one log at a time`);
  if (port !== null) {
    if (log !== undefined) throw new Fault(`diff: a log or a command, not both: ${log}, and what stands behind "--"`);
    if (port.length === 0) throw new Fault('diff: no command behind "--"');
    const { portLog } = await import('./portLog.ts');
    return portLog(port);
  }
  if (log === undefined && process.stdin.isTTY) {
    throw new Fault('diff: no log: pipe one in (./port | microgpt-spec diff) or name a file (microgpt-spec diff LOG)');
  }
  return { chunks: streamInput('diff', log === STANDARD_INPUT ? undefined : log), ending: () => null };
}

/**
 * How to read the log.
 *
 * @param onStep - is told each step that is read
 * @param operands - the arguments, of which one may name a file
 * @throws Fault where the pattern cannot be used
 */
export async function readingOf(
  { format, pattern }: ReadingOptions,
  onStep: (step: number) => void,
  operands: readonly string[] = [],
  typed = process.argv,
): Promise<Reading> {
  const name = nameOf(operands, typed);
  if (pattern === undefined) return format === undefined ? { name, onStep } : { format, name, onStep };
  if (format !== undefined) throw new Fault('diff: --format or --pattern, not both');
  const { patternReader, PatternError } = await import('../diff/log/pattern.ts');
  try {
    return { format: patternReader(pattern), name, onStep };
  } catch (error) {
    throw error instanceof PatternError ? new Fault(`diff: ${error.message}`) : error;
  }
}

/** How the log is named in a command to paste. */
function nameOf([log]: readonly string[], typed: readonly string[]): LogName {
  const port = commandOf(typed);
  if (port !== null) return { kind: 'command', text: port.join(' ') };
  return log === undefined || log === STANDARD_INPUT ? { kind: 'input' } : { kind: 'file', text: log };
}

/** Whether a command behind "--" prints the log. */
export function isOfCommand(typed = process.argv): boolean {
  return commandOf(typed) !== null;
}

/** What stands behind "--"; null where that is not there. */
function commandOf(typed: readonly string[]): string[] | null {
  const dashes = typed.indexOf(DASHES);
  return dashes < 0 ? null : typed.slice(dashes + 1);
}

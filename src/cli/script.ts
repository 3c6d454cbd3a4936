import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Option } from 'commander';
import { Fault } from './fault.ts';

/** The flags that name a script in Python. */
export interface ScriptOptions {
  readonly script?: string;
  readonly python?: string;
  readonly order?: string;
}

const ADAPTER = fileURLToPath(new URL('../../src/ports/python/microgpt_adapter.py', import.meta.url));
/** What Python 3 is called, where nothing is said. */
const INTERPRETERS = ['python3', 'python'] as const;
/** Milliseconds that a script may take to be looked at; it takes one second. */
const PATIENCE_MS = 60_000;
/** What the adapter puts before what it says. */
const SPEAKER = /^microgpt_adapter\.py: /;

/** `--script` and `--python`, for the commands that ask a port. */
export function scriptFlags(does: string): Option[] {
  return [
    new Option('--script <file>', `a microgpt.py in Python, changed or not: ${does}`),
    new Option('--python <command>', 'the interpreter for --script, Python 3.8 or later (python3, then python)'),
  ];
}

/** `--order python`, for the commands that judge a script. */
export function orderFlag(): Option {
  return new Option(
    '--order <order>',
    "of --script: its sums are in microgpt.py's order, and judged bit for bit",
  ).choices(['python']);
}

/**
 * The command that asks a port: what stands behind "--", or the adapter around a script. The script is looked at first,
 * so that one that cannot be asked is told at once.
 *
 * @param name - of the command, for messages
 * @param command - what stands behind "--"
 * @param options - the command's, with `module` where it has one
 * @throws Fault where more than one port is named, there is no Python, or the script is not microgpt
 */
export function portCommand(
  name: string,
  command: readonly string[],
  options: ScriptOptions & { readonly module?: string },
): readonly string[] {
  const { script, python, module, order } = options;
  if (script === undefined) {
    if (order !== undefined) {
      throw new Fault(
        `${name}: --order is of --script FILE; a port in another process says order=python in its hello, a module has order: 'python'`,
      );
    }
    if (python !== undefined) throw new Fault(`${name}: --python is the interpreter of --script FILE; name the script`);
    return command;
  }
  if (command.length > 0 || module !== undefined) {
    throw new Fault(`${name}: give --script FILE or ${command.length > 0 ? '-- COMMAND' : '--module FILE'}, not both`);
  }
  const declared = order === undefined ? [] : ['--order', order];
  return [interpreterFor(name, script, python), ADAPTER, ...declared, script];
}

/** The first interpreter that is there, with which the script was looked at. */
function interpreterFor(name: string, script: string, python: string | undefined): string {
  const candidates = python === undefined ? INTERPRETERS : [python];
  for (const candidate of candidates) {
    const { error, status, signal, stderr } = spawnSync(candidate, [ADAPTER, '--check', script], {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: PATIENCE_MS,
    });
    if (isMissing(error)) continue;
    if (status === 0) return candidate;
    throw new Fault(`${name}: ${lastLine(stderr) ?? error?.message ?? `${candidate} ended with ${signal ?? status}`}`);
  }
  throw new Fault(
    `${name}: there is no command ${candidates.join(' and no ')}; install Python 3.8 or later, or name it: --python CMD`,
  );
}

function isMissing(error: Error | undefined): boolean {
  return error !== undefined && 'code' in error && error.code === 'ENOENT';
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1)?.replace(SPEAKER, '') || undefined;
}

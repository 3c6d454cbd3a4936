#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { packageVersion } from '../port/packageVersion.ts';
import { EXIT, Fault } from './fault.ts';
import { tell } from './tell.ts';

/** The commands, in the order of --help. Where one is named, the others are not loaded: that takes time. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./run.ts')).runCommand(),
  diff: async () => (await import('./diff.ts')).diffCommand(),
  train: async () => (await import('./train.ts')).trainCommand(),
  serve: async () => (await import('./serve.ts')).serveCommand(),
  doctor: async () => (await import('./doctor.ts')).doctorCommand(),
  init: async () => (await import('./init.ts')).initCommand(),
  list: async () => (await import('./list.ts')).listCommand(),
  explain: async () => (await import('./explain.ts')).explainCommand(),
  golden: async () => (await import('./golden.ts')).goldenCommand(),
  report: async () => (await import('./report.ts')).reportCommand(),
  try: async () => (await import('./try.ts')).tryCommand(),
  completion: async () => (await import('./completion.ts')).completionCommand(() => commandsNamed(undefined)),
};

process.on('uncaughtException', (error) => {
  tell(error);
  process.exit(EXIT.fault); // never 1, which says that a port does not conform
});
process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  const program = new Command('microgpt-spec')
    .description('The executable specification of microgpt.py, and the conformance suite for its ports')
    .version(packageVersion());
  for (const command of await commandsNamed(argv[2])) program.addCommand(command);
  for (const command of [program, ...program.commands.flatMap((named) => [named, ...named.commands])]) {
    command.exitOverride().configureOutput({ outputError: (text) => tell(usageFault(command, text)) });
  }
  try {
    await program.parseAsync(argv);
    return Number(process.exitCode ?? EXIT.conforms);
  } catch (error) {
    return report(error);
  }
}

/** The command of this name, or all of them, to be listed or to be offered in its place. */
async function commandsNamed(name: string | undefined): Promise<Command[]> {
  const named = Object.entries(COMMANDS).find(([command]) => command === name);
  return Promise.all(named ? [named[1]()] : Object.values(COMMANDS).map((load) => load()));
}

/** What commander says of a call, as all other faults are told: `run: unknown option '--run'; did you mean --runs?` */
function usageFault(command: Command, text: string): Fault {
  const what = text
    .trim()
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (.*)\)$/, '; did you mean $1')
    .replace(
      /( is invalid(?: for argument '\S+')?)\. (.*?)\.?$/,
      (_, said: string, why: string) => `${said}: ${why[0].toLowerCase()}${why.slice(1)}`,
    );
  const names =
    command.parent === null ? [] : [...(command.parent.parent === null ? [] : [command.parent.name()]), command.name()];
  return new Fault(names.length === 0 ? what : `${names.join(' ')}: ${what}`);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.conforms : EXIT.fault;
  tell(error);
  return EXIT.fault;
}

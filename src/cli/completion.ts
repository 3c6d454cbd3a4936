import { Argument, Command } from 'commander';
import { completable } from './completion/completable.ts';
import { SHELLS, type Shell } from './completion/shells.ts';
import { print } from './standardOutput.ts';

/**
 * `completion SHELL`: the script by which a shell completes commands, flags and their values, made of the commands themselves.
 *
 * @param commands - all that there are
 */
export function completionCommand(commands: () => Promise<readonly Command[]>): Command {
  return new Command('completion')
    .description(
      'print what makes a shell complete commands, flags, chapters, clauses and languages: source <(microgpt-spec completion bash)',
    )
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SHELLS)))
    .action(async (shell: Shell) => print(SHELLS[shell](completable(await commands()))));
}
